"""How the golden texts are scored: full marks for a faultless reading, and every kind of mistake is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from benchmarks import golden
from benchmarks.golden import SETS, Gold, Moment
from benchmarks.reading_figures import Read, figures, passed, wrongly
from benchmarks.reading_store import Kept, as_of, merging
from builders import a_case, a_confirmation, a_denial, a_report, utc

from briefings import edtf
from briefings.articles import Article
from briefings.claims import ArticleRef, Quantity, Report, Source, SourceClass, Stance, Status, Topic
from briefings.companies import Watchlist, starter_watchlist


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return starter_watchlist()


@pytest.fixture(scope="module")
def ideal(watchlist: Watchlist) -> list[Read]:
    """What a reader that makes no mistake would give."""
    texts = [text for name in SETS for text in golden.load(name, watchlist)]
    readings = [tuple(as_labelled(text.article, gold, watchlist) for gold in text.claims) for text in texts]
    return [
        Read(text, reports, tuple(golden.pair(text.claims, reports, watchlist)))
        for text, reports in zip(texts, readings, strict=True)
    ]


def as_labelled(article: Article, gold: Gold, watchlist: Watchlist) -> Report:
    past = gold.status == golden.BACKGROUND
    anonymous = gold.attributed_to == "anonymous sources"
    companies = [company.slug for company in map(watchlist.named, gold.companies) if company]
    return Report(
        article=ArticleRef(article.id, article.url, article.outlet, article.published_at, article.published_at),
        statement=gold.gist,
        quote=gold.quote,
        span=gold.span,
        companies=tuple(companies),
        topic=Topic(gold.topics[0]),
        stance=Stance(gold.stance),
        supports=Status.CONFIRMED if past else Status(gold.status),
        source=Source(SourceClass(gold.source or "outlet"), None if anonymous else gold.attributed_to),
        rule="label",
        background=past,
        event_date=gold.event_date and edtf.normalise(gold.event_date),
        quantities=tuple(
            Quantity(each["value"], each["unit"], each.get("value_hi"), each.get("per")) for each in gold.quantities
        ),
    )


def test_a_faultless_reading_gets_full_marks(ideal: list[Read], watchlist: Watchlist) -> None:
    labelled = [each for each in ideal if each.text.claims]
    got = [*figures(labelled, watchlist), *merging([("a", "1"), ("b", "2")])]
    assert {row.name: row.value for row in got if row.value != (0 if row.count else 1)} == {}


def test_a_rumour_shown_as_a_fact_is_counted(ideal: list[Read], watchlist: Watchlist) -> None:
    rumours = [(each, one) for each in ideal for one in each.sure if one.gold.status == "rumoured"]
    assert len(rumours) > 100
    for each, one in rumours:
        for status in (Status.CONFIRMED, Status.DENIED):
            wrong = replace(one.report, supports=status)
            others = [other for other in each.reports if other is not one.report]
            pairs = tuple(replace(other, report=wrong) if other is one else other for other in each.pairs)
            assert wrong in wrongly(Read(each.text, (*others, wrong), pairs), (status.value,), watchlist)


def test_what_waits_for_a_person_is_no_false_confirmation(ideal: list[Read], watchlist: Watchlist) -> None:
    for each in ideal:
        waiting = tuple(replace(report, supports=Status.CONFIRMED, needs_review=True) for report in each.reports)
        assert not wrongly(Read(each.text, waiting, ()), ("confirmed",), watchlist)


def test_claims_wrongly_put_together_cost_precision_and_apart_recall() -> None:
    together = [("a", "1"), ("a", "1"), ("b", "1")]
    apart = [("a", "1"), ("a", "2"), ("b", "3")]
    assert bcubed(together) == pytest.approx((5 / 9, 1))
    assert bcubed(apart) == pytest.approx((1, 2 / 3))


def bcubed(mentions: list[tuple[str, str]]) -> tuple[float, ...]:
    return tuple(row.value for row in merging(mentions))


def test_a_claim_is_compared_on_the_day() -> None:
    rumour, answer = utc("2024-03-01T08:00"), utc("2024-03-05T08:00")
    case = a_case([a_report(id="1", published_at=rumour), a_denial(id="2", published_at=answer)], answer.date())
    kept = Kept((("key", "claim"), ("key", "claim"), ("key", "other")), {"claim": case})

    def told(*statuses: str) -> tuple[float, ...]:
        days = (rumour.date(), answer.date())
        moments = [Moment("key", day, status) for day, status in zip(days, statuses, strict=True)]
        return tuple(row.value for row in as_of([(kept, moments)]))

    assert told("rumoured", "denied") == (1, 0)
    assert told("rumoured", "rumoured") == (0.5, 0)
    assert told("confirmed", "confirmed") == (0, 0)


def test_a_claim_confirmed_too_early_is_counted() -> None:
    case = a_case([a_confirmation(id="1", published_at=utc("2024-03-01T08:00"))], date(2024, 3, 1))
    early = [Moment("key", date(2024, 3, 1), "rumoured"), Moment("unknown", date(2024, 3, 1), "rumoured")]
    assert [row.value for row in as_of([(Kept((("key", "claim"),), {"claim": case}), early)])] == [0, 1]


def test_a_trap_that_tells_the_truth_has_to_be_believed(ideal: list[Read], watchlist: Watchlist) -> None:
    official = [each for each in ideal if each.text.expected and each.text.expected <= {"confirmed", "denied"}]
    assert len(official) >= 20
    for each in official:
        assert not passed(each, watchlist)  # nothing was read
