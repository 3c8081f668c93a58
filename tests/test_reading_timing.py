"""When: the day on which something was said, and the date of what it is about."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import edtf
from briefings.articles import make
from briefings.companies import Company, Watchlist
from briefings.reading import Reader, dates, dates_zh

ARTICLES = tomllib.loads((Path(__file__).parent / "data" / "reading" / "timing.toml").read_text("utf-8"))["article"]
DAYS = st.dates(min_value=edtf.parse_day("1990-01-01"), max_value=edtf.parse_day("2090-12-31"))
TENSES = st.sampled_from([True, False, None])
PIECES = [
    *(
        "March",
        "on",
        "Friday",
        "last",
        "next",
        "year",
        "the",
        "end of",
        "2025",
        "first half",
        "Q3",
        "by",
        "two",
        "weeks",
    ),
    *(
        "ago",
        "in",
        "31",
        "30th",
        "early",
        "mid",
        "decade",
        "weekend",
        "this",
        "明年",
        "年底",
        "上半年",
        "31日",
        "2月",
        "截至",
        "下周",
    ),
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Watchlist((Company("volvo", "Volvo", ("沃尔沃",)), Company("skoda", "Skoda"))))


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["name"])
def test_report_is_dated_as_a_careful_reader_would(reader: Reader, case: dict[str, Any]) -> None:
    row = {"id": "a1", "url": "https://news.example/a1", "outlet": "Example Daily", "published": "2024-05-03"}
    reports = reader.read(make({**row, "title": "Notes", "body": case["body"]}))
    for want in case["report"]:
        told = [report for report in reports if want["contains"] in report.quote]
        assert told, [report.quote for report in reports]
        when = [{"event_date": one.event_date or "", "spoken_on": one.spoken_on or ""} for one in told]
        assert any(one.items() >= {k: v for k, v in want.items() if k != "contains"}.items() for one in when), when


@given(st.lists(st.sampled_from(PIECES), max_size=12), DAYS, TENSES)
def test_dates_found_are_in_the_calendar_in_order_and_apart(words: list[str], anchor: Any, ahead: bool | None) -> None:
    text = " ".join(words)
    found = dates.find(text, anchor, lambda start, end: ahead)
    for one in found:
        first, last = edtf.bounds(one.edtf)
        assert first <= last
        assert text[one.start : one.end].strip()
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(DAYS, st.integers(1, 12), TENSES)
def test_month_without_a_year_is_less_than_a_year_away(anchor: Any, month: int, ahead: bool | None) -> None:
    year = dates_zh.nearest(month, None, anchor, ahead)
    away = (year - anchor.year) * 12 + month - anchor.month
    assert -12 < away < 12
    assert away == 0 or ahead is None or (away > 0) == ahead
