"""What an assertion is about, what is no assertion, and how it reads when it stands alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefings.articles import make
from briefings.claims import Report, Topic
from briefings.companies import Company, Watchlist
from briefings.reading import Reader, lexicon, statements
from briefings.reading.names import Gazetteer, plain
from briefings.reading.page import Page
from briefings.reading.quantities import QuantityReader
from briefings.reading.topics import theme, topic

DATA = Path(__file__).parent / "data" / "reading"
WATCHLIST = Watchlist(
    (
        Company("volvo", "Volvo", ("沃尔沃",)),
        Company("skoda", "Skoda", ("斯柯达",)),
        Company("tesla", "Tesla", ("特斯拉",)),
    )
)
TITLE = "Notes"


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / name).read_text("utf-8"))["case"]


def page(body: str, title: str = TITLE) -> Page:
    row = {"url": "https://news.example/1", "outlet": "The Daily", "published": "2024-05-03", "title": title}
    article, words = make({**row, "body": body}), lexicon.load()
    text = plain(article.text)
    found = Gazetteer(WATCHLIST, words).find(text)
    return Page.of(article, text, found, words, WATCHLIST, QuantityReader.of(words))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


def read(reader: Reader, body: str) -> tuple[Report, ...]:
    return reader.read(page(body).article)


@pytest.mark.parametrize("case", cases("topics.toml"), ids=lambda case: case["text"])
def test_topic_is_what_the_governing_words_name(case: dict[str, str]) -> None:
    laid_out = page(case["text"])
    assert topic(laid_out, len(TITLE) + 1, len(laid_out.text)) == case["topic"]


def test_every_topic_has_cases_in_both_languages() -> None:
    told = {(case["topic"], case["text"].isascii()) for case in cases("topics.toml")}
    assert told == {(one.value, latin) for one in Topic for latin in (True, False)}


def test_theme_settles_a_tie_but_outweighs_no_plain_word() -> None:
    laid_out = page("Volvo speaks of features and the site. Volvo will recall 300 vans.")
    tied = len(TITLE) + 1, laid_out.text.index(" Volvo will")
    assert topic(laid_out, *tied) is Topic.TECHNOLOGY
    assert topic(laid_out, *tied, Topic.PLANT) is Topic.PLANT
    assert topic(laid_out, tied[1] + 1, len(laid_out.text), Topic.PLANT) is Topic.LEGAL


def test_theme_is_what_headline_and_opening_name() -> None:
    assert theme(page("Skoda will close its factory in Brno.", "Skoda shuts Czech plant")) is Topic.PLANT
    assert theme(page("It was a quiet day.", "A quiet day")) is None


@pytest.mark.parametrize("case", cases("statements.toml"), ids=lambda case: case["text"][-60:])
def test_statement_stands_alone(reader: Reader, case: dict[str, Any]) -> None:
    said = [report.statement for report in read(reader, case["text"])]
    assert [words for words in case.get("says", ()) if words not in said] == [], said
    assert not [one for one in said for words in case.get("never", ()) if words in one]


@pytest.mark.parametrize("text", [row["text"] for row in cases("no_claims.toml")])
def test_what_tells_no_event_is_no_claim(reader: Reader, text: str) -> None:
    assert read(reader, text) == () or [one.rule for one in read(reader, text)] == ["headline"]


@pytest.mark.parametrize(
    "text",
    [
        "Of the Beijing carmaker.",
        "Volvo: the slower start.",
        "Will Volvo build it?",
        "沃尔沃：进入该行业的。",
        "几小时之后。",
    ],
)
def test_half_a_sentence_does_not_stand(text: str) -> None:
    assert not statements.stands(text)


def test_amount_of_a_part_that_is_no_claim_goes_to_the_nearest_claim(reader: Reader) -> None:
    (report,) = read(reader, "Volvo said it would open a plant in Lyon; 900 million euros, no less.")
    assert [(one.value, one.unit) for one in report.quantities] == [(9e8, "EUR")]


def test_claims_of_one_undertaking_share_the_amount(reader: Reader) -> None:
    first, second = read(
        reader,
        "Volvo said it will put 900 million euros into its Lyon plant and will build a small van there next year.",
    )
    assert [one.value for one in first.quantities] == [one.value for one in second.quantities] == [9e8]


def test_claims_of_two_companies_do_not(reader: Reader) -> None:
    found = read(reader, "Volvo will open a plant in Lyon for 900 million euros, and Skoda will shut its site in Graz.")
    assert [[one.value for one in report.quantities] for report in found] == [[9e8], []]
