"""Pages: samples with their expected article, walls, spoofed addresses, and pages built to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.errors import ArticleError
from briefings.markup import decode, plain_text
from briefings.pages import MAX_BYTES, Page, read_page

DATA = Path(__file__).parent / "data" / "pages"
SAMPLES = sorted(each for each in DATA.glob("*.html") if each.with_name(f"{each.name}.expected.json").exists())
URL = "https://cellweekly.example/x?utm_source=a#frag"
SENTENCE = "Northern Cell said on Monday that it will build a second battery plant in the north of the country. "


def a_page(head: str = "", body: str = f"<article><p>{SENTENCE * 2}</p><p>{SENTENCE}And so on.</p></article>") -> bytes:
    return f"<html><head><title>Plant in Lyon</title>{head}</head><body>{body}</body></html>".encode()


def page_or_nothing(html: bytes, url: str = URL) -> Page | None:
    """The page; nothing where it is refused, and then in one short line."""
    try:
        return read_page(html, url)
    except ArticleError as error:
        refusal = str(error)
    assert 0 < len(refusal) < 200
    assert "\n" not in refusal
    return None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_saved_page_gives_its_expected_article(sample: Path) -> None:
    expected = json.loads(sample.with_name(f"{sample.name}.expected.json").read_text("utf-8"))
    assert asdict(read_page(sample.read_bytes(), URL)) == expected


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("consent", "asks for consent"),
        ("paywall", "is for subscribers"),
        ("robot", "asks whether a person is reading"),
        ("script_only", "no article text"),
    ],
)
def test_a_wall_is_no_article(name: str, why: str) -> None:
    with pytest.raises(ArticleError, match=f"{why}.* save its text and give that|{why}: save its text"):
        read_page((DATA / f"{name}.html").read_bytes(), URL)


@pytest.mark.parametrize("title", ["404 Not Found", "Access denied", "Attention Required! | Guard", "Error 503"])
def test_an_error_page_is_no_article(title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><p>{SENTENCE}</p></body></html>"
    assert page_or_nothing(html.encode()) is None


def test_an_article_about_privacy_is_an_article() -> None:
    text = f"The regulator said the carmaker broke privacy law with its cookies. {SENTENCE * 10}"
    assert page_or_nothing(a_page(body=f"<article><p>{text}</p></article>")) is not None


@pytest.mark.parametrize("html", [b"", b"  \n", b"<!-- only -->", b"\x00\x00", b"\xff\xfe", b"x" * (MAX_BYTES + 1)])
def test_what_holds_no_page_is_refused(html: bytes) -> None:
    assert page_or_nothing(html) is None


# --- dates


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("2024-04-29T20:15:00+08:00", "2024-04-29T12:15:00Z"),
        ("2024-04-29T20:15:00Z", "2024-04-29T20:15:00Z"),
        ("2024-04-29T00:00:00Z", "2024-04-29"),
        ("2024-04-29T02:15:00", "2024-04-29"),
        ("2024-04-29 02:15", "2024-04-29"),
        ("2024/04/29 02:15", "2024-04-29"),
        ("2024-04-29", "2024-04-29"),
    ],
)
def test_a_stated_date_is_kept_as_precisely_as_it_is_stated(stated: str, published: str) -> None:
    page = read_page(a_page(f'<meta property="article:published_time" content="{stated}">'), URL)
    assert page.published == published


@pytest.mark.parametrize("stated", ["", "soon", "2024-13-45", "0000-00-00", "29.04.", "2024-04-299"])
def test_a_date_that_is_none_is_not_guessed(stated: str) -> None:
    assert read_page(a_page(f'<meta property="article:published_time" content="{stated}">'), URL).published is None


def test_the_first_publication_counts_and_not_the_change() -> None:
    dates = '{"@type":["Thing","NewsArticle"],"dateModified":"2024-06-01","datePublished":"2024-05-01"}'
    page = read_page(a_page(f'<script type="application/ld+json">[{dates}]</script>'), URL)
    assert page.published == "2024-05-01"


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("<time datetime='2024-04-29'>today</time> Published 29 April 2024", "2024-04-29"),
        ("<p class='date'>April 29, 2024</p>", "2024-04-29"),
        ("<p class='date'>2024年4月29日</p>", "2024-04-29"),
        ("<p class='date'>April 2024</p>", None),
        ("<p class='date'>2024</p>", None),
        ("<p>© 2019 Cell Weekly</p>", None),
    ],
)
def test_a_date_that_is_only_shown_counts_when_its_day_is_shown(shown: str, published: str | None) -> None:
    body = f"<article>{shown}<p>{SENTENCE * 2}</p><p>{SENTENCE}And so on.</p></article>"
    assert read_page(a_page(body=body), URL).published == published


def test_a_date_in_the_address_counts() -> None:
    assert read_page(a_page(), "https://cellweekly.example/2024/04/29/plant").published == "2024-04-29"
    assert read_page(a_page(), "https://cellweekly.example/2024/04/plant").published is None


# --- whose page it is


@pytest.mark.parametrize(
    ("canonical", "url", "meant"),
    [
        (
            "https://cellweekly.example/a",
            "https://m.cellweekly.example/a?x=1",
            "https://cellweekly.example/a",
        ),
        ("/a", "https://cellweekly.example/b", "https://cellweekly.example/a"),
        ("https://xiaomi.example/news", "https://evil.example/b", "https://evil.example/b"),
        ("javascript:alert(1)", "https://cellweekly.example/b#c", "https://cellweekly.example/b"),
        ("https://me:pw@cellweekly.example/", "https://cellweekly.example/b", "https://cellweekly.example/b"),
        ("https://cellweekly.example/a", "", "https://cellweekly.example/a"),
        ("http://[", "", ""),
        ("", "", ""),
    ],
)
def test_a_page_may_name_its_address_on_its_own_host_only(canonical: str, url: str, meant: str) -> None:
    assert read_page(a_page(f'<link rel="canonical" href="{canonical}">'), url).canonical_url == meant


def test_the_outlet_is_the_site_or_its_host() -> None:
    named = read_page(a_page('<meta property="og:site_name" content="Cell  Weekly">'), URL)
    unnamed = read_page(a_page(), "https://www.cellweekly.example/a")
    assert (named.outlet, unnamed.outlet) == ("Cell Weekly", "cellweekly.example")


# --- hostile pages

BOMBS = {
    "attributes": f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>text",
    "depth": "<div>" * 100_000 + "text",
    "elements": "<p>word word" * 200_000,
    "open comments": "<!--" * 1_000_000,
    "open tags": "<a" * 2_000_000,
    "nested data": "<script type='application/ld+json'>" + '{"@type":"NewsArticle",' * 50_000 + "</script>",
    "large data": '<script type=\'application/ld+json\'>{"articleBody":"' + "<p>a</p>" * 500_000 + '"}</script>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_before_it_goes_off(name: str) -> None:
    started = time.monotonic()
    assert page_or_nothing(BOMBS[name].encode()) is None
    assert time.monotonic() - started < 3


def test_an_entity_of_the_page_itself_is_not_expanded() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    page = read_page(head.encode() + a_page(body=f"<article><p>{SENTENCE} &b; {SENTENCE}</p></article>"), URL)
    assert "aa" not in page.text


def test_text_is_text_however_it_was_written() -> None:
    html = a_page(body=f"<article><p>&lt;!channel&gt; {SENTENCE}</p><p>a\u202eb\u200bc {SENTENCE}</p></article>")
    text = read_page(html, URL).text
    assert text.startswith("<!channel> Northern")
    assert "abc Northern" in text


SPY = """
import pathlib, sys
from briefings.pages import read_page
page = pathlib.Path(sys.argv[1]).read_bytes()
read_page(page, "https://a.example/")   # everything that is imported late is now imported
seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)) if event.split(".")[0] in
                 ("open", "socket", "subprocess", "os", "urllib", "ctypes") else None)
for url in ("https://a.example/", "", "file:///etc/passwd", "/etc/passwd"):
    try:
        read_page(page, url)
    except Exception as error:
        print(error)
print([event for event in seen if event[0] != "open" or "site-packages" not in str(event[1][0])])
"""
HOSTILE = f"""<?xml version="1.0"?>
<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<html><head><base href="http://127.0.0.1:9/">
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">
<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><link rel="canonical" href="file:///etc/passwd">
<script src="http://127.0.0.1:9/a.js"></script></head><body><article><p>{SENTENCE * 5} &x;</p>
<img src="http://127.0.0.1:9/a.png"><iframe src="file:///etc/passwd"></iframe>
<p xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></p>
</article></body></html>"""


def test_reading_a_page_opens_no_file_and_no_connection(tmp_path: Path) -> None:
    (tmp_path / "hostile.html").write_text(HOSTILE)
    command = [sys.executable, "-W", "error", "-c", SPY, str(tmp_path / "hostile.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    body = draw(st.sampled_from(SAMPLES)).read_bytes()
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(body)))
        extra = [
            b"<",
            b">",
            b'"',
            b"<!--",
            b"</article>",
            b"<script>",
            b"&#xD800;",
            b"\x00",
            b"<svg>",
            b"<table>",
        ]
        piece = draw(st.one_of(st.binary(max_size=6), st.sampled_from(extra)))
        body = body[:start] + piece + body[start + draw(st.integers(0, 60)) :]
    return body


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_a_damaged_page_gives_an_article_or_one_clear_error(html: bytes) -> None:
    page = page_or_nothing(html)
    if page is not None:
        assert page.text
        assert page.canonical_url.startswith(("https://cellweekly.example/", "https://www.cellweekly.example/"))
        json.dumps(asdict(page), ensure_ascii=False).encode("utf-8")


# --- text and encodings


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("小米".encode(), None, "小米"),
        ("小米".encode("utf-8-sig"), "gbk", "小米"),
        ("小米镕".encode("gb18030"), None, "小米镕"),
        ("小米镕".encode("gb18030"), "GB2312", "小米镕"),
        ("電動".encode("big5"), "big5", "電動"),
        ("電動".encode("utf-16"), None, "電動"),
        ("電動".encode("euc-jp"), "EUC-JP", "電動"),
        ("“Café”".encode("cp1252"), "iso-8859-1", "“Café”"),
        (b'<meta charset="big5">' + "電動".encode("big5"), None, '<meta charset="big5">電動'),
        ("小米".encode(), "punycode", "小米"),
        ("小米".encode(), "no-such", "小米"),
        (b"x", "zlib", "x"),
    ],
)
def test_bytes_become_text_as_in_a_browser(body: bytes, charset: str | None, text: str) -> None:
    assert decode(body, charset) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["<b>", "</p>", "<p", "<script>", "x", "&lt;", "-->", "<!--", " ", "'", '"', ">"])))
def test_no_markup_is_left_in_plain_text(pieces: list[str]) -> None:
    text = plain_text("".join(pieces))
    assert "<b>" not in text
    assert "</p>" not in text
    assert text == "\n".join(line.strip() for line in text.split("\n"))
