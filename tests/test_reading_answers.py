"""Who answers what: denials, refusals and ignorance in the words of the trade, in both languages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefings.articles import make
from briefings.companies import Company, Watchlist
from briefings.reading import Reader

CASES = tomllib.loads((Path(__file__).parent / "data" / "reading" / "answers.toml").read_text("utf-8"))["answer"]
WATCHED = Watchlist(
    (
        Company("volvo", "Volvo", ("沃尔沃",)),
        Company("skoda", "Skoda", ("斯柯达",)),
        Company("tesla", "Tesla", ("特斯拉",)),
    )
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_answer_is_heard_from_whom_it_comes(reader: Reader, case: dict[str, Any]) -> None:
    row = {"url": "https://news.example/1", "outlet": "The Daily", "published": "2024-05-03", "title": "Notes"}
    reports = reader.read(make({**row, "body": case["body"]}))
    shown = {one.supports.value for one in reports if not one.needs_review}
    assert not shown & set(case.get("never", ()))
    told = [
        {"stance": one.stance.value, "status": one.supports.value, "name": one.source.name, "origin": one.source.origin}
        for one in reports
        if case["contains"] in one.quote
    ]
    want = {key: case[key] for key in ("stance", "status", "name", "origin") if key in case}
    assert any(want.items() <= one.items() for one in told), told
