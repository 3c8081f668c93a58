"""Dates and amounts as news writes them, and the lexicon's own examples."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from briefings.reading import dates, lexicon
from briefings.reading.lexicon import Cue
from briefings.reading.quantities import QuantityReader

DATA = Path(__file__).parent / "data" / "reading"


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / name).read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", cases("dates.toml"), ids=lambda case: f"{case['text']} {case.get('ahead', '')}")
def test_date_means_what_it_says_on_its_day(case: dict[str, Any]) -> None:
    text, anchor = case["text"], case["anchor"]
    ahead = None if case.get("ahead") == "untold" else case.get("ahead", False)
    found = dates.find(text, date.fromisoformat(str(anchor)), lambda start, end: ahead)
    assert [one.edtf for one in found] == ([case["edtf"]] if "edtf" in case else [])


@pytest.fixture(scope="module")
def amounts() -> QuantityReader:
    return QuantityReader.of(lexicon.load())


@pytest.mark.parametrize("case", cases("quantities.toml"), ids=lambda case: case["text"])
def test_amount_means_what_it_says(amounts: QuantityReader, case: dict[str, Any]) -> None:
    found = [amount.quantity for amount in amounts.find(case["text"])]
    if "value" not in case:
        assert found == []
        return
    (quantity,) = found
    stated = tuple(case["stated"]) if "stated" in case else None
    expected = (case["value"], case.get("value_hi"), case["unit"], case.get("per"), stated)
    assert (quantity.value, quantity.value_hi, quantity.unit, quantity.per, quantity.stated) == expected


@pytest.mark.parametrize("cue", lexicon.load().cues, ids=lambda cue: cue.id)
def test_cue_matches_its_example_and_not_its_counter(cue: Cue) -> None:
    words = lexicon.load()
    assert words.has(cue.cls, cue.example)
    assert not cue.counter or not words.has(cue.cls, cue.counter)


def test_cue_ids_are_unique() -> None:
    ids = [cue.id for cue in lexicon.load().cues]
    assert len(ids) == len(set(ids))


def test_traditional_characters_are_read_as_simplified_ones_letter_for_letter() -> None:
    from briefings.reading.names import plain

    assert plain("據第一財經報道，小米汽車已經選定寧德時代") == "据第一财经报道，小米汽车已经选定宁德时代"
    assert len(plain("證實“汽車”")) == len("證實“汽車”")
