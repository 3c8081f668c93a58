"""Questions about the sample articles, as people type them: what is cited, what is said, what is declined."""

from __future__ import annotations

import pytest
from benchmarks.questions import Verdict, load
from benchmarks.score_answers import figures, measure

from briefings.articles import sample_articles

FLOORS = {"answers right": 0.61, "evidence found": 0.70, "answers cited": 1.0, "declined": 0.93}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    return measure(tmp_path_factory.mktemp("samples") / "samples.db")


def test_there_are_enough_of_every_kind() -> None:
    questions = load()
    assert len(questions) >= 60
    assert sum(not question.ask.isascii() for question in questions) >= 20
    assert sum(question.follows is not None for question in questions) >= 10
    assert sum(question.as_of is not None for question in questions) >= 8
    assert sum(question.declines for question in questions) >= 10


def test_every_quote_that_is_wanted_is_printed_in_a_sample() -> None:
    texts = [f"{article.title}\n{article.body}" for article in sample_articles()]
    for question in load():
        for quote in question.quotes:
            assert any(quote in text for text in texts), (question.id, quote)


@pytest.mark.parametrize("name", FLOORS)
def test_answers_keep_above_their_floor(name: str, verdicts: list[Verdict]) -> None:
    assert figures(verdicts)[name] >= FLOORS[name]


def test_nothing_is_told_as_confirmed_that_is_not(verdicts: list[Verdict]) -> None:
    assert [verdict.asking.id for verdict in verdicts if verdict.false_confirmed] == []


def test_what_is_cited_is_printed_where_it_is_said_to_be(verdicts: list[Verdict]) -> None:
    texts = {article.id: f"{article.title}\n{article.body}" for article in sample_articles()}
    for verdict in verdicts:
        for citation in verdict.answer.citations:
            assert citation.quote in texts[citation.article]
