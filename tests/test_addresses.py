"""One article's addresses have one plain form, and two articles' never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.addresses import plain_form

words = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
paths = st.lists(words, min_size=1, max_size=4).map(lambda parts: "/" + "/".join(parts))


@pytest.mark.parametrize(
    "other",
    [
        "http://www.example.com/news/1",
        "https://m.example.com/news/1/",
        "https://example.com/news/1?utm_source=rss&utm_medium=feed",
        "https://EXAMPLE.com:443/news/1#comments",
        "https://example.com/news/1/amp/",
        "https://example.com//news/1/index.html?fbclid=abc",
        "https://example.com/%6Eews/1?from=timeline&share_token=9",
        " https://example.com/news/1 ",
    ],
)
def test_addresses_of_one_article_are_the_same(other: str) -> None:
    assert plain_form(other) == plain_form("https://example.com/news/1") == "example.com/news/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/?p=1", "https://example.com/?p=2"),
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a", "https://example.org/a"),
        ("https://example.com/A", "https://example.com/a"),
        ("https://example.com:8080/a", "https://example.com/a"),
        ("https://example.com/#!/a", "https://example.com/#!/b"),
        ("https://example.com/#/news/1", "https://example.com/#/news/2"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://example.com/x?shareholder=1", "https://example.com/x?shareholder=2"),
        ("https://example.com/x?at_id=1", "https://example.com/x?at_id=2"),
        ("https://example.com/x?source=1", "https://example.com/x?source=2"),
        ("https://example.com/x?feed=1", "https://example.com/x?feed=2"),
        ("https://m.com/a", "https://com/a"),
        ("https://example.com/champ", "https://example.com/ch"),
    ],
)
def test_addresses_of_two_articles_stay_two(one: str, other: str) -> None:
    assert plain_form(one) != plain_form(other)


@given(st.text(max_size=60).map("https://example.com/{}".format) | paths.map("https://example.com{}".format))
def test_a_plain_form_has_no_plainer_one(url: str) -> None:
    once = plain_form(url)
    assert plain_form(f"https://{once}") == once or once == url.strip()


@given(paths, paths)
def test_paths_that_differ_differ(one: str, other: str) -> None:
    forms = {plain_form(f"https://example.com{path}") for path in (one, other)}
    trimmed = {path.removesuffix("/amp") for path in (one, other)}
    assert len(forms) == len(trimmed) or any("amp" in path for path in (one, other))


@pytest.mark.parametrize(
    "text", ["", "no address", "http://[", "https://example.com:99999999/x", "javascript:alert(1)"]
)
def test_what_is_no_address_stays_as_it_is(text: str) -> None:
    assert plain_form(text) == text
