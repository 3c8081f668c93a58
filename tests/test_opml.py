"""Lists of feeds: read from other programs, written for them, hostile ones refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.discovery import feed_links
from briefings.errors import FeedError
from briefings.opml import Outline, parse_opml, write_opml

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Trade"><outline type="rss" text="One" xmlUrl="https://one.example/feed"/>
  <outline text="Deeper"><outline title="Two &amp; more" text="x" xmlUrl="http://two.example/rss?a=1&amp;b=2"/></outline>
</outline>
<outline text="Again" xmlUrl="https://one.example/feed"/>
<outline text="File" xmlUrl="file:///etc/passwd"/><outline text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_folders_are_opened_and_each_feed_comes_once() -> None:
    assert parse_opml(LIST) == (
        Outline("One", "https://one.example/feed"),
        Outline("Two & more", "http://two.example/rss?a=1&b=2"),
    )


titles = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf", "Cn", "Co")), max_size=40)
outlines = st.lists(
    st.builds(
        Outline, titles.map(lambda t: " ".join(t.split()) or "x"), st.integers(0).map("https://x.example/{}".format)
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each.url,
)


@given(outlines)
def test_what_is_written_is_read_back(listed: list[Outline]) -> None:
    assert list(parse_opml(write_opml(listed).encode())) == listed


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "OPML is expected"),
        (b"hello", "OPML is expected"),
        (b"<rss><channel/></rss>", "not <rss>"),
        (b"<opml><body/></opml>", "names no feed"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml>&a;</opml>', "DTD"),
        (b"<opml>" + b"<outline>" * 300 + b"</outline>" * 300 + b"</opml>", "nested"),
        (b"x" * (6 * 1024 * 1024), "larger than"),
    ],
)
def test_what_is_no_list_is_refused_in_words(body: bytes, why: str) -> None:
    with pytest.raises(FeedError, match=why):
        parse_opml(body)


def test_a_page_names_its_feeds_and_those_of_comments_come_last() -> None:
    page = b"""<html><head>
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="alternate" type="application/rss+xml" title="Daily &lt;b&gt;News" href="/feed">
    <link rel="alternate" type="application/atom+xml" href="https://other.example/atom">
    <link rel="alternate" type="text/html" href="/mobile"><link rel="alternate" type="application/rss+xml" href="ftp://x">
    <link rel="stylesheet" href="/feed.css"></head><body>Hello</body></html>"""
    assert feed_links(page, "https://site.example/blog/") == (
        Outline("Daily <b>News", "https://site.example/feed"),
        Outline("", "https://other.example/atom"),
        Outline("Comments", "https://site.example/comments/feed"),
    )


def test_a_page_without_feeds_names_none() -> None:
    assert feed_links(b"<p>Hello", "https://site.example/") == ()
