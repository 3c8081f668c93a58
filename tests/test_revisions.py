"""What a changed or withdrawn page does to the timeline: evidence is added, never altered, and outlives a re-read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from builders import a_watchlist, utc
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest import ingest, keep_withdrawal
from bot.records import case_record
from bot.rereading import reread
from bot.services import Services
from briefings.articles import Article, make
from briefings.claims import Case, Stance, Status
from briefings.revisions import plain, share_kept
from db.database import Database

FIRST_SEEN = utc("2024-08-01T12:00")
TITLE = "Who builds the next car"
BODY = (
    "Xiaomi plans to build a second plant in Wuhan with a capacity of 150,000 cars a year, Bloomberg reported, citing "
    "people familiar with the matter.",
    "BYD is in talks with Ford about battery supply, the report said.",
    "The market was quiet on the day. Traders waited for figures from Europe. Steel was a little cheaper.",
)


def an_article(*body: str, title: str = TITLE) -> Article:
    fields = {"id": "a1", "url": "https://pandaily.test/1", "outlet": "Pandaily", "published": "2024-08-01"}
    return make({**fields, "title": title, "body": "\n".join(body or BODY)})


@pytest.fixture
def services(database: Database) -> Services:
    with database.begin() as tx:
        tx.store.save_watchlist(a_watchlist())
    return Services(database, now=lambda: FIRST_SEEN + timedelta(days=2))


def cases(services: Services) -> dict[str, Case]:
    with services.database.read() as tx:
        return {each.claim.id: each for each in tx.store.all_cases((FIRST_SEEN + timedelta(days=3)).date())}


def added(services: Services) -> list[tuple[Stance, str, str]]:
    """What later versions reported: stance, rule, quote."""
    reports = [report for case in cases(services).values() for report in case.reports if "+" in report.article.id]
    return sorted((report.stance, report.rule, report.quote) for report in reports)


def read(services: Services, article: Article) -> None:
    ingest(services, article, FIRST_SEEN)


def test_a_sentence_that_is_taken_out_is_taken_back_in_its_own_words(services: Services) -> None:
    read(services, an_article())
    before = cases(services)
    ingest(services, an_article(BODY[0], BODY[2]))
    assert {(stance, rule) for stance, rule, _ in added(services)} == {(Stance.RETRACTS, "page.removed")}
    assert {quote for _, _, quote in added(services)} <= {BODY[1]}
    after = cases(services)
    changed = {claim for claim in before if after[claim].standing.status is not before[claim].standing.status}
    assert changed
    assert {after[claim].standing.status for claim in changed} == {Status.RETRACTED}
    for claim, case in before.items():
        assert case.reports == after[claim].reports[: len(case.reports)], "what was reported stays as it was"


def test_another_amount_in_the_same_place_qualifies_the_claim(services: Services) -> None:
    read(services, an_article())
    ingest(services, an_article(BODY[0].replace("150,000", "180,000"), *BODY[1:]))
    found = added(services)
    assert {stance for stance, _, _ in found} <= {Stance.QUALIFIES, Stance.REPORTS, Stance.RETRACTS}
    assert any("180,000" in quote for _, _, quote in found)


def test_words_that_say_the_same_change_nothing(services: Services) -> None:
    read(services, an_article())
    ingest(services, an_article(*BODY[:2], BODY[2] + " Rain was forecast."))
    ingest(services, an_article(*(each.replace("'", "’") for each in BODY), title=TITLE))
    assert added(services) == []


def test_another_headline_takes_nothing_back(services: Services) -> None:
    read(services, an_article(title="Xiaomi plans to build a second plant in Wuhan"))
    ingest(services, an_article(title="A new plant?"))
    assert added(services) == []


def test_a_page_that_lacks_a_whole_passage_takes_nothing_back(services: Services) -> None:
    passage = [f"Traders in city number {number} waited for figures, too." for number in range(12)]
    read(services, an_article(*passage, *BODY))
    ingest(services, an_article(*passage))
    assert added(services) == []


def test_news_in_a_later_version_is_read_as_news(services: Services) -> None:
    read(services, an_article())
    ingest(services, an_article(*BODY, "Update: Xiaomi confirmed that it will recall 12,000 cars."))
    assert any("recall" in quote for _, _, quote in added(services))
    assert not any(stance is Stance.RETRACTS for stance, _, _ in added(services))


def test_a_withdrawn_article_leaves_what_others_reported(services: Services) -> None:
    read(services, an_article())
    other = replace(
        an_article(
            "Xiaomi plans to build a second plant in Wuhan with a capacity of 150,000 cars a year, 36Kr reported."
        ),
        id="b1",
        url="https://other.test/1",
        outlet="36Kr",
        title="A second plant",
    )
    read(services, other)
    with services.database.begin() as tx:
        keep_withdrawal(tx.store, an_article(), tx.store.watchlist(), services.now())
    by_outlet = {
        frozenset(report.article.outlet for report in case.reports): case.standing.status
        for case in cases(services).values()
    }
    assert by_outlet[frozenset({"Pandaily"})] is Status.RETRACTED
    assert by_outlet[frozenset({"Pandaily", "36Kr"})] is Status.RUMOURED


@pytest.mark.parametrize("change", ["removed", "notice", "withdrawn"])
def test_what_later_versions_did_outlives_a_reread(services: Services, change: str) -> None:
    read(services, an_article())
    if change == "withdrawn":
        with services.database.begin() as tx:
            keep_withdrawal(tx.store, an_article(), tx.store.watchlist(), services.now())
    else:
        notice = "Correction: an earlier version of this article wrongly named Ford." if change == "notice" else BODY[2]
        ingest(services, an_article(BODY[0], BODY[2], notice))
    assert added(services)
    before = export(services)
    reread(services)
    assert export(services) == before


def export(services: Services) -> list[str]:
    watchlist = a_watchlist()
    return sorted(json.dumps(case_record(each, watchlist), sort_keys=True) for each in cases(services).values())


def test_a_text_that_is_another_one_altogether_proves_nothing(services: Services) -> None:
    read(services, an_article())
    with pytest.raises(Exception, match="changed so much"):
        ingest(services, an_article("Subscribe to read on.", "Our best offers for you."))
    assert added(services) == []


@given(st.text(max_size=200))
def test_a_text_keeps_all_of_itself(text: str) -> None:
    assert share_kept(text, text) in (0.0, 1.0)
    assert plain(plain(text)) == plain(text)
