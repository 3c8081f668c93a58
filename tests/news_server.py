"""A web of news outlets on loopback: many hosts behind one port, told apart by the Host header, right or misbehaving.

Its clock is the test's: a feed shows what was published by then, and every request is remembered with its time.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Clock = Callable[[], datetime]


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
    """When the feed begins to show it, where that is later than its date."""


@dataclass
class Outlet:
    """A host with a feed at /feed and its stories as pages."""

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
    stories: list[Story] = field(default_factory=list)
    trouble: dict[str, Callable[[Request], None]] = field(default_factory=dict)
    """Paths that are answered otherwise than they should be."""

    def publish(self, story: Story) -> Story:
        self.stories.append(story)
        return story


@dataclass
class Seen:
    """A request that was made: by the test's clock, and by the real one."""

    at: datetime
    began: float
    ended: float
    host: str
    path: str
    headers: dict[str, str]
    status: int = 0


class Request(BaseHTTPRequestHandler):
    """One request; troubles write to it what they like."""

    protocol_version = "HTTP/1.1"
    server: NewsServer

    def do_GET(self) -> None:
        self.close_connection = True
        host = self.headers.get("Host", "").partition(":")[0]
        seen = Seen(self.server.clock(), time.monotonic(), 0, host, self.path, dict(self.headers.items()))
        self.seen = seen
        self.server.log.append(seen)
        try:
            self._answer(host)
        except OSError:
            pass
        finally:
            seen.ended = time.monotonic()

    def _answer(self, host: str) -> None:
        outlet = self.server.outlets.get(host)
        path = self.path.partition("?")[0]
        if outlet is None:
            self.says(b"no such host", 404)
        elif path in outlet.trouble:
            outlet.trouble[path](self)
        elif path == "/feed":
            self._feed(outlet)
        else:
            self._page(outlet, path)

    def _feed(self, outlet: Outlet) -> None:
        now = self.server.clock()
        shown = [each for each in outlet.stories if (each.listed_from or each.published) <= now and each.status == 200]
        shown = sorted(shown, key=lambda each: each.listed_from or each.published, reverse=True)[: outlet.shows]
        body = feed_of(outlet, shown, self.server.port).encode(outlet.charset, "xmlcharrefreplace")
        headers = dict(outlet.headers)
        if outlet.validators:
            tag = f'W/"{hashlib.sha256(body).hexdigest()[:12]}-{outlet.host}"'
            if self.headers.get("If-None-Match") == tag:
                self.says(b"", 304, ETag=tag, **headers)
                return
            headers["ETag"] = tag
            headers["Set-Cookie"] = "visitor=1"
        kinds = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
        if outlet.zipped:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        self.says(body, 200, **{"Content-Type": f"{kinds[outlet.form]}; charset={outlet.charset}"}, **headers)

    def _page(self, outlet: Outlet, path: str) -> None:
        story = next((each for each in outlet.stories if each.path == path), None)
        if story is None or story.status != 200:
            self.says(b"<html><title>Not found</title></html>", story.status if story else 404)
            return
        body = page_of(outlet, story, self.server.port).encode(outlet.charset, "xmlcharrefreplace")
        tag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
        if self.headers.get("If-None-Match") == tag:
            self.says(b"", 304, ETag=tag)
            return
        self.says(body, 200, ETag=tag, **{"Content-Type": f"text/html; charset={outlet.charset}"})

    def says(self, body: bytes, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.seen.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


class NewsServer(ThreadingHTTPServer):
    """The outlets by host, and what was asked of them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.outlets: dict[str, Outlet] = {}
        self.log: list[Seen] = []
        super().__init__(("127.0.0.1", 0), Request)

    @property
    def port(self) -> int:
        return self.server_port

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def resolve(self, host: str, _port: int) -> list[str]:
        """Every name of this web leads here."""
        return ["127.0.0.1"]

    def url(self, host: str, path: str = "/feed") -> str:
        return f"http://{host}:{self.port}{path}"

    def add(self, outlet: Outlet) -> Outlet:
        self.outlets[outlet.host] = outlet
        return outlet

    def asked(self, host: str, path: str | None = None) -> list[Seen]:
        """The requests to a host, or to one of its pages."""
        return [each for each in self.log if each.host == host and path in (None, each.path)]

    def handle_error(self, *_: Any) -> None:
        """Clients that hang up are what is tested here."""


@contextmanager
def news_server(clock: Clock) -> Iterator[NewsServer]:
    with NewsServer(clock) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def address(outlet: Outlet, story: Story, port: int) -> str:
    return f"http://{outlet.host}:{port}{story.listed_as or story.path}"


def feed_of(outlet: Outlet, stories: list[Story], port: int) -> str:
    return {"rss": _rss, "atom": _atom, "json": _json}[outlet.form](outlet, stories, port)


def page_of(outlet: Outlet, story: Story, port: int) -> str:
    text = "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)
    if story.wall is not None:
        text = f"<p>{html.escape(story.wall)}</p>"
    stamp = f'<meta property="article:published_time" content="{_iso(story.published)}">' if story.dated else ""
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


# Troubles


def answers(status: int, body: bytes = b"", **headers: str) -> Callable[[Request], None]:
    """A status, with header lines given as Retry_After="120"."""

    def trouble(request: Request) -> None:
        request.says(body, status, **{name.replace("_", "-"): value for name, value in headers.items()})

    return trouble


def drips(seconds: float = 30.0) -> Callable[[Request], None]:
    """One byte now and then, for as long as anybody waits."""

    def trouble(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss")
        until = time.monotonic() + seconds
        with suppress(OSError):
            while time.monotonic() < until:
                request.wfile.write(b" ")
                time.sleep(0.2)

    return trouble


def breaks_off(body: bytes = b"<rss><channel><title>x") -> Callable[[Request], None]:
    """An answer that ends before it is complete."""

    def trouble(request: Request) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n" + body)

    return trouble


def retry_date(after: timedelta, now: datetime) -> str:
    """Retry-After as a date."""
    return format_datetime(now + after, usegmt=True)
