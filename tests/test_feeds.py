"""Feeds: samples with their expected entries, odd dates, bombs, and bytes that are no feed at all."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefings.errors import FeedError
from briefings.feeds import MAX_BYTES, MAX_ITEMS, Entry, entry_text, parse_feed, read_feed

DATA = Path(__file__).parent / "data" / "feeds"
SAMPLES = sorted(each for each in DATA.iterdir() if not each.name.endswith(".expected.json"))
WHERE = "https://feeds.example/x/feed"
OPEN, CLOSE = '<rss version="2.0"><channel><title>t</title>', "</channel></rss>"


def rss(inside: str) -> bytes:
    return f"{OPEN}{inside}{CLOSE}".encode()


def an_item(title: str = "A", extra: str = "") -> str:
    return f"<item><title>{title}</title>{extra}</item>"


def entries_or_nothing(body: bytes) -> tuple[Entry, ...]:
    """What a feed gives; nothing where it is refused, and then in one short line."""
    try:
        return parse_feed(body, WHERE)
    except FeedError as error:
        refusal = str(error)
    assert 0 < len(refusal) < 200
    assert "\n" not in refusal
    return ()


def date_of(stated: str) -> datetime | None:
    (entry,) = parse_feed(rss(an_item(extra=f"<pubDate>{stated}</pubDate>")), WHERE)
    return entry.published


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_its_expected_entries(sample: Path) -> None:
    entries = parse_feed(sample.read_bytes(), WHERE)
    found = [
        {
            "id": each.id,
            "url": each.url,
            "title": each.title,
            "published": each.published and each.published.isoformat(),
            "author": each.author,
            "text": entry_text(each),
        }
        for each in entries
    ]
    assert found == json.loads(sample.with_name(f"{sample.name}.expected.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("Mon, 29 Aug 2022 20:15:00 +0800", "2022-08-29T12:15:00+00:00"),
        ("Mon, 29 Aug 2022 20:15:00 GMT", "2022-08-29T20:15:00+00:00"),
        ("29 Aug 2022 20:15 EST", "2022-08-30T01:15:00+00:00"),
        ("Mon, 29 August 2022 20:15:00 +08:00", "2022-08-29T12:15:00+00:00"),
        ("2022-08-29T20:15:00Z", "2022-08-29T20:15:00+00:00"),
        ("2022-08-29T20:15:00.123+08:00", "2022-08-29T12:15:00.123000+00:00"),
        ("2022-08-29 20:15:00 +0800", "2022-08-29T12:15:00+00:00"),
        ("2022-08-29T20:15:00+08:00", "2022-08-29T12:15:00+00:00"),
        ("2022-08-29 20:15:00 UTC", "2022-08-29T20:15:00+00:00"),
        ("Mon, 29 Aug 22 20:15:00 -0700 (PDT)", "2022-08-30T03:15:00+00:00"),
        ("2022-08-29", "2022-08-29T00:00:00+00:00"),
        ("29 Aug 2022", "2022-08-29T00:00:00+00:00"),
        ("2022-08-29 20:15:00", "2022-08-29T00:00:00+00:00"),
        ("2022/8/29 20:15", "2022-08-29T00:00:00+00:00"),
        ("2022年8月29日 20:15", "2022-08-29T00:00:00+00:00"),
        ("Mon, 29 Aug 2022 20:15:00 CST", "2022-08-29T00:00:00+00:00"),
        ("Mon Aug 29 20:15:00 2022", "2022-08-29T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_stated(stated: str, meant: str) -> None:
    moment = date_of(stated)
    assert moment is not None
    assert moment.isoformat() == meant


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "yesterday",
        "2022",
        "Aug 2022",
        "Tue, 30 Feb 2024 10:00:00 GMT",
        "0000-00-00 00:00:00",
        "29/08/2022",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999-12-31T23:59:59-23:00",
        "1661775300",
        "Mon, 29 Aug 20222 20:15:00 GMT",
    ],
)
def test_what_is_no_certain_date_is_no_date(stated: str) -> None:
    assert date_of(stated) is None


def test_the_first_publication_counts_and_not_the_change() -> None:
    dates = "<published>2024-05-01T00:00:00Z</published><updated>2024-06-01T00:00:00Z</updated>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title>{dates}</entry></feed>'
    (entry,) = parse_feed(atom.encode(), WHERE)
    assert entry.published is not None
    assert entry.published.month == 5


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.c"])
def test_a_link_that_is_not_of_the_web_is_no_link(link: str) -> None:
    (entry,) = parse_feed(rss(an_item(extra=f"<link>{link}</link>")), WHERE)
    assert entry.url == ""


def test_a_feed_is_read_though_the_server_printed_a_warning_before_it() -> None:
    body = b"<br />\n<b>Warning</b>: something in line 7<br />\n" + rss(an_item("Still here &amp; well"))
    assert [entry.title for entry in parse_feed(body, WHERE)] == ["Still here & well"]


def test_an_empty_feed_is_a_feed() -> None:
    assert parse_feed(rss(""), WHERE) == ()


def test_text_has_its_paragraphs_and_no_markup() -> None:
    markup = (
        "<h2>Head</h2><p>One <b>bold</b> <a href='x'>link</a>.<br>Next</p><style>p{}</style><!-- no -->"
        "<ul><li>a</li><li>b</li></ul><table><tr><td>c</td></tr></table>5 &lt; 6 &amp;lt;"
    )
    (entry,) = parse_feed(rss(an_item(extra=f"<description><![CDATA[{markup}]]></description>")), WHERE)
    assert entry_text(entry) == "Head\nOne bold link.\nNext\na\nb\nc\n5 < 6 &lt;"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"hello",
        b"\x00" * 100,
        b"\xff\xfe",
        b"[1]",
        b"{}",
        b'{"items": []}',
        b"<html><body>x</body></html>",
        b"<x/>",
        b"<",
        b"{" * 5000,
        b'{"version":"https://jsonfeed.org/version/1","items":7}',
        b"\x1f\x8b\x08",
    ],
)
def test_what_is_no_feed_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(FeedError) as refusal:
        parse_feed(body, WHERE)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("place", ["{path}", "file://{path}", "<{path}"])
def test_a_body_that_names_a_file_opens_no_file(place: str) -> None:
    """The parser underneath opens files and addresses when it is given their names."""
    with pytest.raises(FeedError):
        parse_feed(place.format(path=DATA / "rss2.xml").encode(), WHERE)


LAUGHS = "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10))
MANY = " ".join(f'a{n}="1"' for n in range(200_000))
LATE = '<!DOCTYPE r [<!ENTITY a "b">]>'
BOMBS = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]>{OPEN}{an_item("&l9;")}{CLOSE}',
    "quadratic": f'<!DOCTYPE r [<!ENTITY a "{"a" * 60_000}">]>{OPEN}{an_item("&a;" * 20_000)}{CLOSE}',
    "outside entity": f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>{OPEN}{an_item("&x;")}{CLOSE}',
    "outside document type": f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">{OPEN}{CLOSE}',
    "parameter entity": f'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>{OPEN}{CLOSE}',
    "bomb behind an error": f'<?x?><?xml version="1.0"?>{LATE}{OPEN}{an_item("&a;")}&{CLOSE}',
    "attributes": f"{OPEN}<item {MANY}/>{CLOSE}",
    "attributes without an end": f"<rss {MANY}",
    "namespaces": OPEN + "".join(f'<a{n}:x xmlns:a{n}="u{n}"/>' for n in range(90_000)) + CLOSE,
    "depth": OPEN + "<d>" * 100_000 + "</d>" * 100_000 + CLOSE,
    "depth without an end": OPEN + "<d>" * 100_000,
    "entries": OPEN + an_item() * (MAX_ITEMS + 1) + CLOSE,
    "elements": OPEN + "<item>" + "<category/>" * 200_000 + "</item>" + CLOSE,
    "size": OPEN + "x" * MAX_BYTES + CLOSE,
    "open sections": "<rss>" + "<![CDATA[" * 500_000,
    "open tags": "<a" * 2_000_000,
    "nested JSON": '{"version":' + "[" * 1_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(name: str) -> None:
    started = time.monotonic()
    titles = [each.title for each in entries_or_nothing(BOMBS[name].encode())]
    assert not any(title.startswith(("root:", "lol", "aaa")) for title in titles)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("billion laughs", "document type"),
        ("quadratic", "document type"),
        ("outside entity", "document type"),
        ("outside document type", "document type"),
        ("parameter entity", "document type"),
        ("attributes", "more than 100 attributes"),
        ("namespaces", "more than 100 namespaces"),
        ("depth", "nested more than 200 deep"),
        ("entries", "more than 2,000 entries"),
        ("elements", "more than 60,000 elements"),
        ("size", "larger than 5 MB"),
    ],
)
def test_the_refusal_says_what_is_wrong_with_the_feed(name: str, why: str) -> None:
    with pytest.raises(FeedError, match=why):
        parse_feed(BOMBS[name].encode(), WHERE)


def test_as_many_entries_as_allowed_are_read() -> None:
    assert len(parse_feed(rss(an_item() * MAX_ITEMS), WHERE)) == MAX_ITEMS


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sample with a few pieces cut out, doubled, overwritten or mixed with another sample."""
    body = draw(st.sampled_from(SAMPLES)).read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(body) - 1)))
        end = start + draw(st.integers(0, 40))
        piece = draw(
            st.one_of(
                st.binary(max_size=8),
                st.just(body[start:end] * 3),
                st.sampled_from(
                    [
                        b"&#xD800;",
                        b"&#0;",
                        b"&nbsp;",
                        b"]]>",
                        b"<![CDATA[",
                        b"<!--",
                        b"<item>",
                        b"</item>",
                        b"<georss:where/>",
                        b" xmlns='x'",
                        b"<a:b/>",
                        b'"',
                        b"<!DOCTYPE x>",
                        b"\x00",
                        b"\xff",
                    ]
                ),
            )
        )
        body = body[:start] + piece + body[end:]
    return body


@settings(max_examples=300, deadline=None)
@given(mutated())
@example(b"<rss><channel><item><title>&#xFFFFFF;</title></item></channel></rss>")
def test_a_damaged_feed_gives_entries_or_one_clear_error(body: bytes) -> None:
    for entry in entries_or_nothing(body):
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        assert entry.published is None or entry.published.utcoffset() is not None
        assert "\n" not in entry.title
        (entry.title + entry.id + entry_text(entry)).encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn")), min_size=1).filter(
        lambda title: any(c.isalnum() for c in title)  # a title of punctuation alone says nothing, and is dropped
    )
)
def test_a_title_survives_the_way_through_a_feed(title: str) -> None:
    item = {"id": "1", "url": "https://news.example/1", "title": title}
    body = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]})
    (entry,) = parse_feed(body.encode(), WHERE)
    assert entry.title == title


@pytest.mark.parametrize(
    ("inside", "hours"),
    [
        ("<ttl>90</ttl>", 1.5),
        ("<ttl>999999</ttl>", 24),
        ("<ttl>soon</ttl>", 0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 0.5),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>14</sy:updateFrequency>", 12),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 24),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 24),
        ("", 0),
    ],
)
def test_a_feed_says_its_title_and_for_how_long_it_stays_good(inside: str, hours: float) -> None:
    body = (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>The &lt;b&gt;Daily&lt;/b&gt;</title>{inside}<item><title>x</title></item></channel></rss>"
    )
    read = read_feed(body.encode(), "https://x.example/feed")
    assert (read.title, read.at_least) == ("The Daily", timedelta(hours=hours))
