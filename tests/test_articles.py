"""Articles read in: what is taken, and what is refused with a reason."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.articles import MAX_TEXT_CHARS, Article, language_of, parse_line
from briefings.errors import ArticleError

GOOD = {
    "url": "https://news.example/1",
    "outlet": "Pandaily",
    "published": "2022-08-29",
    "title": "A title",
    "body": "A body.",
}


def line(**changes: object) -> str:
    return json.dumps(GOOD | changes)


def test_an_article_is_read() -> None:
    article = parse_line(line(id="x1"))
    assert (article.id, article.outlet, article.published, article.lang) == ("x1", "Pandaily", "2022-08-29", "en")
    assert article.text == "A title\nA body."


def test_an_article_without_an_id_gets_the_same_one_each_time() -> None:
    assert parse_line(line()).id == parse_line(line()).id
    assert parse_line(line()).id != parse_line(line(url="https://news.example/2")).id


def test_times_are_kept_in_utc() -> None:
    assert parse_line(line(published="2022-08-29T08:00:00+08:00")).published == "2022-08-29"
    assert parse_line(line(published="2022-08-29T09:30:00+08:00")).published == "2022-08-29T01:30:00Z"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("3", "a JSON object is expected"),
        (line(published=None), "no publication date"),
        (line(published="yesterday"), "is not YYYY-MM-DD"),
        (line(published="2022-02-30"), "is not YYYY-MM-DD"),
        (line(body="x" * (2 * 1024 * 1024)), "too long"),
        (line(title="", body=" "), "no text"),
        (line(outlet=""), "no outlet"),
        (line(url="javascript:alert(1)"), "no web address"),
        (line(url="file:///etc/passwd"), "no web address"),
        (line(url="http://[bad"), "no web address"),
        (line(title=["a"]), "title is a text"),
        (line(title="\ud800"), "half a character"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(text: str, complaint: str) -> None:
    with pytest.raises(ArticleError, match=complaint) as caught:
        parse_line(text)
    assert len(str(caught.value)) < 300


def test_chinese_is_recognised() -> None:
    assert language_of("小米汽车宣布与北汽合作") == "zh"
    assert language_of("Xiaomi (小米) works with BAIC on an electric car in Beijing") == "en"
    assert MAX_TEXT_CHARS == 1_000_000


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD, "id", "lang"]), inner),
    )
)
def test_any_json_is_an_article_or_refused(value: object) -> None:
    text = json.dumps(GOOD | value if isinstance(value, dict) else value)
    try:
        article = parse_line(text)
    except ArticleError:
        return
    assert isinstance(article, Article)
    assert article.published_at.tzinfo is not None
