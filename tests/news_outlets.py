"""News outlets as they are on the web: what each holds, and how its feeds and pages write it."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any


@dataclass
class Story:
    """An article on its outlet's site. Change its fields to edit it; `status` 404 or 410 takes it away."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    guid: str | None = None
    dated: bool = True
    listed_as: str | None = None
    """The address in the feed, where it is not the page's own (tracking parameters, another form)."""
    wall: str | None = None
    """What the page shows in the place of its text."""
    status: int = 200
    listed_from: datetime | None = None
    """When the feed begins to show it, where that is not at its date."""
    feeds: tuple[str, ...] = ("/feed",)
    """Which feeds of its outlet list it."""
    author: str | None = None
    elsewhere: str | None = None
    """An address of another site that the feed gives as its own."""


@dataclass
class Outlet:
    """A host with a feed at /feed, or several below that, and its stories as pages."""

    host: str
    name: str
    form: str = "rss"
    whole: bool = False
    """Its feed carries the full text, not only a summary."""
    shows: int = 30
    charset: str = "utf-8"
    zipped: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with the feed: Cache-Control, Expires, Retry-After …"""
    ttl: int | None = None
    validators: bool = True
    etag: str = 'W/"{}"'
    """How it writes its validators."""
    dates: bool = False
    """It sends Last-Modified as well."""
    good_for: timedelta | None = None
    """How long its feeds stay good, told with Expires."""
    clock_error: timedelta = timedelta()
    """How far its clock is wrong."""
    slow: float = 0.0
    """Real seconds before it answers."""
    changed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What each of its feeds held, and since when."""
    stories: list[Story] = field(default_factory=list)
    trouble: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    """Paths that are answered otherwise than they should be."""

    def publish(self, story: Story) -> Story:
        self.stories.append(story)
        return story


def address(outlet: Outlet, story: Story, port: int) -> str:
    return story.elsewhere or f"http://{outlet.host}:{port}{story.listed_as or story.path}"


def feed_of(outlet: Outlet, stories: list[Story], port: int) -> str:
    return {"rss": _rss, "atom": _atom, "json": _json}[outlet.form](outlet, stories, port)


def page_of(outlet: Outlet, story: Story, port: int) -> str:
    text = "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)
    if story.wall is not None:
        text = f"<p>{html.escape(story.wall)}</p>"
    stamp = f'<meta property="article:published_time" content="{_iso(story.published)}">' if story.dated else ""
    if story.author:
        stamp += f'<meta name="author" content="{html.escape(story.author)}">'
    return (
        f'<!doctype html><html><head><meta charset="{outlet.charset}"><title>{html.escape(story.title)}</title>{stamp}'
        f'<link rel="canonical" href="http://{outlet.host}:{port}{story.path}">'
        f'<link rel="alternate" type="application/rss+xml" href="/feed">'
        f'<meta property="og:site_name" content="{html.escape(outlet.name)}"></head><body>'
        f'<nav><a href="/">Home</a></nav><article><h1>{html.escape(story.title)}</h1>{text}</article>'
        f"<footer>All rights reserved</footer></body></html>"
    )


def _rss(outlet: Outlet, stories: list[Story], port: int) -> str:
    def item(each: Story) -> str:
        date = f"<pubDate>{format_datetime(each.published)}</pubDate>" if each.dated else ""
        guid = f'<guid isPermaLink="false">{html.escape(each.guid)}</guid>' if each.guid else ""
        return (
            f"<item><title>{html.escape(each.title)}</title><link>{html.escape(address(outlet, each, port))}</link>"
            f"{guid}{date}<description>{html.escape(_content(outlet, each))}</description></item>"
        )

    ttl = f"<ttl>{outlet.ttl}</ttl>" if outlet.ttl else ""
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?><rss version="2.0"><channel>'
        f"<title>{html.escape(outlet.name)}</title>{ttl}{''.join(map(item, stories))}</channel></rss>"
    )


def _atom(outlet: Outlet, stories: list[Story], port: int) -> str:
    def entry(each: Story) -> str:
        date = f"<published>{_iso(each.published)}</published>" if each.dated else ""
        return (
            f"<entry><title>{html.escape(each.title)}</title><id>{html.escape(each.guid or each.path)}</id>{date}"
            f'<link href="{html.escape(address(outlet, each, port))}"/>'
            f'<content type="html">{html.escape(_content(outlet, each))}</content></entry>'
        )

    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{html.escape(outlet.name)}</title>{''.join(map(entry, stories))}</feed>"
    )


def _json(outlet: Outlet, stories: list[Story], port: int) -> str:
    items = [
        {"id": each.guid or each.path, "url": address(outlet, each, port), "title": each.title}
        | {"content_html": _content(outlet, each)}
        | ({"date_published": _iso(each.published)} if each.dated else {})
        for each in stories
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "items": items})


def _content(outlet: Outlet, story: Story) -> str:
    if outlet.whole:
        return "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)
    return f"<p>{html.escape(story.paragraphs[0][:120])}…</p>"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
