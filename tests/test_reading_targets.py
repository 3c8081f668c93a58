"""What an answer is about: the rumour whose words, place or company it shares."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import a_report, a_watchlist

from briefings.articles import make
from briefings.claims import Report, Source, SourceClass, Stance, Status, Topic
from briefings.companies import Company, Watchlist
from briefings.reading import Reader
from briefings.reading.targets import answered

DENIED = {"stance": Stance.DENIES, "supports": Status.DENIED}
ASKED = {"stance": Stance.NO_COMMENT}


def told(statement: str, start: int = 0, companies: tuple[str, ...] = ("xiaomi",), **changes: Any) -> Report:
    span = changes.pop("span", (start, start + len(statement)))
    topic = Topic(changes.pop("topic", "plant"))
    source = (
        Source(SourceClass.PARTY, companies[0], None, companies[0])
        if "stance" in changes
        else Source(SourceClass.OUTLET, "Wire", "Wire")
    )
    return a_report(statement=statement, span=span, companies=companies, topic=topic, source=source, **changes)


PLANT = told("Xiaomi will build a plant in Hungary", 0)
CHIPS = told("Xiaomi has ordered chips in Japan", 200, topic="supply")
OTHERS = told("BYD may take over the dealers in Poland", 400, ("byd",), topic="strategy")


def about(*reports: Report) -> list[str]:
    """The statements that the last report answers."""
    done = answered(a_watchlist(), reports)
    return [reports[at].statement for at in done[-1].answers]


@pytest.mark.parametrize(
    ("denial", "target"),
    [
        (told("Xiaomi builds a factory in Hungary", 600, **DENIED), [PLANT]),
        (told("Xiaomi ordered any chips", 600, topic="plant", **DENIED), [CHIPS]),
        (told("Xiaomi will recall its vans", 600, topic="legal", **DENIED), []),
        (told("BYD will take over dealers", 600, ("byd",), topic="plant", **DENIED), [OTHERS]),
        (told("Xiaomi will take over dealers", 440, topic="plant", **DENIED), [OTHERS]),
    ],
    ids=["the words", "not the last of its topic", "nothing told", "its company", "the next sentence"],
)
def test_a_denial_denies_what_its_words_say(denial: Report, target: list[Report]) -> None:
    assert about(PLANT, CHIPS, OTHERS, denial) == [each.statement for each in target]


def test_a_denial_without_words_of_its_own_denies_what_was_just_told_of_the_topic() -> None:
    vague = told("This is so", 250, topic="supply", **DENIED)
    assert about(PLANT, CHIPS, vague) == [CHIPS.statement]
    assert about(PLANT, CHIPS, told("This is so", 500, topic="supply", **DENIED)) == []


def test_who_says_nothing_may_be_asked_about_others_in_the_sentence_before() -> None:
    answer = told("Xiaomi declined to comment", 440, **ASKED)
    assert about(PLANT, OTHERS, answer) == [PLANT.statement, OTHERS.statement]
    assert about(PLANT, OTHERS, told("Xiaomi declined to comment", 700, **ASKED)) == [PLANT.statement]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Watchlist((Company("volvo", "Volvo", ("沃尔沃",)), Company("skoda", "Skoda", ("斯柯达",)))))


@pytest.mark.parametrize(
    ("body", "background", "day"),
    [
        ("Volvo had denied in October that it was in talks to buy Skoda.", True, date(2024, 10, 31)),
        ("Volvo denied in October that it was in talks to buy Skoda.", True, date(2024, 10, 31)),
        ("Volvo had earlier denied that it was in talks to buy Skoda.", True, date(2025, 3, 6)),
        ("Volvo denied on Thursday that it was in talks to buy Skoda.", False, date(2025, 3, 6)),
        ("Volvo denies that it is in talks to buy Skoda.", False, date(2025, 3, 6)),
        ("沃尔沃早前曾否认将收购斯柯达。", True, date(2025, 3, 6)),
        ("沃尔沃否认将收购斯柯达。", False, date(2025, 3, 6)),
    ],
)
def test_a_denial_of_before_counts_as_of_then(reader: Reader, body: str, background: bool, day: date) -> None:
    row = {"url": "https://news.example/a", "outlet": "Wire", "published": "2025-03-06", "title": "Notes"}
    (denial,) = (one for one in reader.read(make({**row, "body": body})) if one.stance is Stance.DENIES)
    assert denial.background is background
    assert denial.said_on == day
