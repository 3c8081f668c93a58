"""Whole articles: short ones of our own, the twin of the sample article, and hostile ones."""

from __future__ import annotations

import os
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings import edtf
from briefings.articles import Article, make
from briefings.claims import Report
from briefings.companies import Company, Watchlist, parse_watchlist
from briefings.reading import Reader

HERE = Path(__file__).parent
ARTICLES = tomllib.loads((HERE / "data" / "reading" / "articles.toml").read_text("utf-8"))["article"]
TWIN = tomllib.loads((HERE / "data" / "seed_twin.expected.toml").read_text("utf-8"))
SMALL = Watchlist(
    (
        Company("volvo", "Volvo", ("沃尔沃",)),
        Company("skoda", "Skoda", ("斯柯达",)),
        Company("tesla", "Tesla", ("特斯拉",)),
    )
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(SMALL)


@pytest.fixture(scope="module")
def starter() -> Watchlist:
    return Watchlist(parse_watchlist((HERE.parent / "briefings" / "data" / "watchlist.toml").read_text("utf-8")))


def article(body: str, title: str = "Notes", **changes: Any) -> Article:
    row = {"url": "https://news.example/1", "outlet": "The Daily", "published": "2024-05-03", "title": title}
    return make({**row, "body": body, **changes})


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["name"])
def test_article_is_read_as_a_careful_reader_would(reader: Reader, case: dict[str, Any]) -> None:
    reports = reader.read(article(case["body"], case.get("title", "Notes")))
    shown = {report.supports.value for report in reports if not report.needs_review and not report.background}
    assert not shown & set(case.get("never", ()))
    assert not [report.quote for report in reports for words in case.get("none", ()) if words in report.quote]
    for row in case.get("report", ()):
        assert any(fits(report, row) for report in reports), (row, [describe(report) for report in reports])


def fits(report: Report, row: dict[str, Any]) -> bool:
    facts = {
        "stance": report.stance.value,
        "status": report.supports.value,
        "topic": report.topic.value,
        "class": report.source.cls.value,
        "name": report.source.name,
        "origin": report.source.origin,
        "spoken_on": report.spoken_on,
        "event_date": report.event_date,
        "background": report.background,
        "review": report.needs_review,
    }
    return (
        row["contains"] in report.quote
        and all(facts[key] == value for key, value in row.items() if key in facts)
        and {name.casefold() for name in row.get("companies", report.companies)} <= set(report.companies)
        and row.get("quantity") in (None, *(quantity.value for quantity in report.quantities))
        and row.get("without") not in [quantity.value for quantity in report.quantities]
        and all(words in report.statement for words in row.get("statement_holds", ()))
        and not any(words in report.statement for words in row.get("statement_lacks", ()))
    )


def describe(report: Report) -> tuple[object, ...]:
    return (report.stance, report.supports, report.companies, report.statement, report.source, report.rule)


ANSWERS = {"defers": "no_comment", "qualifies": "no_comment"}
SENTENCES = tomllib.loads((HERE / "data" / "reading" / "sentences.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def industry(starter: Watchlist) -> Reader:
    return Reader(starter)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][-60:])
def test_sentence_supports_no_more_than_it_says(industry: Reader, case: dict[str, str]) -> None:
    reports = industry.read(article(case["text"]))
    shown = {one.supports.value for one in reports if not one.needs_review and not one.background}
    answers = {ANSWERS.get(one.stance.value, one.stance.value) for one in reports}
    right = case["want"] in shown | answers if case["want"] != "open" else not shown & {"confirmed", "denied"}
    assert right, [describe(one) for one in reports]


@pytest.fixture(scope="module")
def twin(starter: Watchlist) -> tuple[Report, ...]:
    title, _, body = (HERE / "data" / "seed_twin.txt").read_text("utf-8").partition("\n")
    return Reader(starter).read(article(body, title, **TWIN["article"]))


@pytest.mark.parametrize("row", TWIN["row"], ids=lambda row: f"{row['contains']} {row['companies'][-1]}")
def test_sample_article_comes_out_right(twin: tuple[Report, ...], starter: Watchlist, row: dict[str, Any]) -> None:
    about = [report for report in twin if row["contains"] in report.quote]
    assert any(twin_fits(report, row, starter) for report in about), [describe(report) for report in about]


def twin_fits(report: Report, row: dict[str, Any], starter: Watchlist) -> bool:
    names = {starter.name_of(slug) for slug in report.companies}
    wanted = row.get("source_name")
    said = report.source.name or ""
    speaker = wanted is None or wanted == "" or any(name in said for name in wanted.split("|"))
    amounts = {(quantity.value, quantity.unit) for quantity in report.quantities}
    return (
        names == set(row["companies"])
        and report.supports == row["status"]
        and report.source.cls == row["source_class"]
        and speaker
        and report.stance == row.get("stance", report.stance)
        and row.get("origin") in (None, report.source.origin)
        and report.background == row.get("background", report.background)
        and all(within(getattr(report, key), row[key]) for key in ("spoken_on", "event_date") if key in row)
        and {(amount["value"], amount["unit"]) for amount in row.get("quantities", ())} <= amounts
    )


def within(given: str | None, wanted: str) -> bool:
    if given is None:
        return False
    (low, high), (first, last) = edtf.bounds(given), edtf.bounds(wanted)
    return first <= low and high <= last


@pytest.mark.parametrize("words", [row["contains"] for row in TWIN["no_claim"]])
def test_sample_article_holds_no_other_claims(twin: tuple[Report, ...], words: str) -> None:
    assert not [report for report in twin if words in report.quote]


WORDS = [
    *(
        "Volvo ",
        "Skoda",
        "沃尔沃",
        " said it ",
        '"',
        "“",
        "”",
        "'",
        "‘",
        " denied ",
        "according to ",
        "据",
        "报道，",
        "称",
    ),
    *(
        "，",
        ". ",
        "。",
        "\n",
        " will not ",
        "$5 billion",
        "5万辆",
        "March 30 last year",
        "去年3月",
        "<!channel>",
        "*b*",
    ),
    *("\x07", "\u202e", "İ", "ß", "{0}", "%s", "`", ", which ", " and would ", "; ", "was confirmed by ", "No. 2 "),
]
EXAMPLES = int(os.environ.get("EV_FUZZ", "500"))
"""How many texts the fuzz test reads; `make fuzz` reads 20,000."""
HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(WORDS),
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE, body=HOSTILE)
def test_any_text_is_read_and_every_quote_is_verbatim(reader: Reader, title: str, body: str) -> None:
    page = Article("a1", "https://news.example/1", "The Daily", article("x").published_at, title, body, "en")
    for report in reader.read(page):
        start, end = report.span
        assert page.text[start:end] == report.quote
        assert 0 < len(report.quote) <= 300
        assert report.statement.strip()
        assert set(report.companies) <= {"volvo", "skoda", "tesla"}
        for when in (report.spoken_on, report.event_date):
            assert when is None or edtf.bounds(when)


PARAGRAPH = (
    "Volvo said on Thursday it would open a plant in Ghent in 2027 with Skoda, which declined to comment, and would "
    'hire 300 people, according to Reuters, citing "people familiar with the matter"; the deal is worth $2 billion. '
)


@pytest.mark.parametrize(
    "text", ["a " * 50_000, PARAGRAPH.replace(". ", ", ") * 450, "，".join(["沃尔沃表示将建厂"] * 9_000), '"' * 100_000]
)
def test_a_single_sentence_of_a_hundred_kilobytes_does_not_stall(reader: Reader, text: str) -> None:
    began = time.process_time()
    reader.read(article("Volvo " + text))
    assert time.process_time() - began < 20


def test_ten_times_the_text_costs_about_ten_times_the_time(reader: Reader) -> None:
    def cost(repeats: int) -> float:
        page = article("\n".join(f"{PARAGRAPH} {number}" for number in range(repeats)))
        began = time.process_time()
        reader.read(page)
        return time.process_time() - began

    cost(10)
    short, long = (min(cost(repeats) for _ in range(3)) for repeats in (20, 200))
    assert long <= 14 * max(short, 0.005)


def test_reading_is_the_same_in_many_threads(reader: Reader) -> None:
    pages = [article(case["body"], case.get("title", "Notes")) for case in ARTICLES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(reader.read, pages)) == [reader.read(page) for page in pages]
