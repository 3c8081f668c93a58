"""Dates and amounts as news writes them, and the lexicon's own examples."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from itertools import accumulate
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from briefings.reading import dates, lexicon
from briefings.reading.quantities import QuantityReader
from briefings.reading.scanning import Cue, beginnings

DATA = Path(__file__).parent / "data" / "reading"
LEXICON = Path(lexicon.__file__).parent / "lexicon"


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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Volvo sold 1,740 vans in May, against 3,400 a year earlier.", [1740, 3400]),
        ("Skoda's sales rose to 46,000 from 39,500.", [46000, 39500]),
        ("Volvo will cut 700 of 1,500 positions.", [700, 1500]),
        ("The budget rose to 46,000 from 39,500.", []),
        ("Orders went past 12,000 by noon.", [12000]),
        ("Volvo sold 2,300 Zoes in May.", [2300]),
        ("Volvo hired 2,300 Americans in May.", []),
        ("It leads a team of more than 150, all in Lund.", [150]),
        ("Capacity falls from 40 to about 25 GWh.", [25, 40]),
        ("The site falls from 900 to 650 jobs.", [650, 900]),
        ("It lost 2.5 billion yuan, after 3.5 billion the year before.", [2.5e9, 3.5e9]),
        ("Some 90 of the venture's 400 engineers leave.", [90, 400]),
        ("It is a 70-30 company.", [30, 70]),
        ("订单突破1.8万", [18000]),
        ("订单2,500元", [2500]),
        ("销量截至2023年", []),
        ("Skoda cut its technicians in Brno to fewer than 60.", [60]),
        ("It moved its workers there by 2027.", []),
        ("Skoda sent its engineers home by 10 on Friday.", []),
        ("净亏损42亿，估值跌至90亿元", [4.2e9, 9e9]),
        ("定价18.6万起", [186000]),
        ("投资人约12万名", []),
    ],
)
def test_a_bare_number_counts_what_the_one_before_it_counts(
    amounts: QuantityReader, text: str, values: list[float]
) -> None:
    assert sorted(amount.quantity.value for amount in amounts.find(text)) == sorted(values)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It was founded in 2019 and listed the following year.", ["2019", "2020"]),
        ("It was founded in 2019; in May of that year it was listed.", ["2019", "2019-05"]),
        ("公司2019年成立，次年上市。", ["2019", "2020"]),
        ("2024年7月2日发布公告，次日股价大涨。", ["2024-07-02", "2024-07-03"]),
    ],
)
def test_a_story_counts_from_the_date_it_named_last(text: str, edtf: list[str]) -> None:
    found = dates.find(text, date(2024, 8, 14), lambda *_: False)
    assert [one.edtf for one in found] == edtf


@pytest.mark.parametrize("cue", lexicon.load().cues, ids=lambda cue: cue.id)
def test_cue_matches_its_example_and_not_its_counter(cue: Cue) -> None:
    words = lexicon.load()
    assert words.has(cue.cls, cue.example)
    assert not cue.counter or not words.has(cue.cls, cue.counter)


@pytest.mark.parametrize("cue", lexicon.load().cues, ids=lambda cue: cue.id)
def test_cue_finds_its_own_example(cue: Cue) -> None:
    assert cue.id in {hit.id for hit in lexicon.load().all(cue.cls, cue.example)}


@pytest.mark.parametrize("name", sorted(path.stem for path in LEXICON.glob("*.toml")))
def test_cue_is_one_family_of_few_alternatives(name: str) -> None:
    rows = tomllib.loads((LEXICON / f"{name}.toml").read_text("utf-8")).get("cue", [])
    assert [row["id"] for row in rows if len(alternatives(row["pattern"])) > 8] == []


def alternatives(pattern: str) -> list[str]:
    """What stands between the outermost bars of a pattern, the group around all of it taken off."""
    inner = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "_", pattern)
    while "(" in inner:
        whole = re.fullmatch(r"\(\?:(.*)\)", inner)
        inner = whole[1] if whole and balanced(whole[1]) else re.sub(r"\([^()]*\)", "_", inner)
    return inner.split("|")


def balanced(pattern: str) -> bool:
    """Whether no bracket closes before it opened."""
    depths = list(accumulate((one == "(") - (one == ")") for one in pattern))
    return min(depths, default=0) >= 0


def test_cue_ids_are_unique() -> None:
    ids = [cue.id for cue in lexicon.load().cues]
    assert len(ids) == len(set(ids))


def test_traditional_characters_are_read_as_simplified_ones_letter_for_letter() -> None:
    from briefings.reading.names import plain

    assert plain("據第一財經報道，小米汽車已經選定寧德時代") == "据第一财经报道，小米汽车已经选定宁德时代"
    assert len(plain("證實“汽車”")) == len("證實“汽車”")


def runs_on(items: Any) -> bool:
    """Whether a pattern holds a repetition without bound of something that may hold a space."""
    return any(
        (kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[1] == op.MAXREPEAT and spaced(value[2]))
        or any(runs_on(inner) for inner in inside(kind, value))
        for kind, value in items
    )


def spaced(items: Any) -> bool:
    return any(
        kind in (op.ANY, op.NOT_LITERAL)
        or (kind is op.LITERAL and chr(value) == " ")
        or (kind is op.IN and (value[0][0] is op.NEGATE or (op.LITERAL, ord(" ")) in value))
        or any(spaced(inner) for inner in inside(kind, value))
        for kind, value in items
    )


def inside(kind: Any, value: Any) -> list[Any]:
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
        return [value[2]]
    if kind is op.SUBPATTERN:
        return [value[-1]]
    if kind is op.BRANCH:
        return list(value[1])
    return [value[1]] if kind in (op.ASSERT, op.ASSERT_NOT) else []


def test_no_cue_runs_on_over_words_without_bound() -> None:
    assert [cue.id for cue in lexicon.load().cues if runs_on(_parser.parse(cue.pattern))] == []


def test_a_cue_is_tried_wherever_its_pattern_can_begin() -> None:
    assert beginnings("(?:re)?opens?") == {"reo", "ope"}
    assert beginnings("a[bc]d|x") == {"abd", "acd", "x"}
    assert beginnings(r"\d+ cars") == {""}
    assert beginnings("(?:no |not )?talks") == {"no ", "not", "tal"}
    assert beginnings("工厂(?:投产)?") == {"工厂", "工厂投"}
