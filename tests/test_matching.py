"""Which claim a report belongs to: joined by its key, kept apart by whatever contradicts."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from builders import a_report, a_watchlist
from hypothesis import given
from hypothesis import strategies as st

from briefings import matching
from briefings.articles import make
from briefings.claims import Case, Quantity, Report, Source, SourceClass, Stance, Status, Topic, found
from briefings.companies import Company, Watchlist
from briefings.folding import case
from briefings.reading import Reader

WATCHLIST = Watchlist(
    (
        Company("volvo", "Volvo"),
        Company("skoda", "Skoda"),
        Company("cells", "Skoda Cells", parents=("skoda",)),
    )
)
DAY = date(2024, 5, 3)
PAIRS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "data" / "matching.toml").read_text("utf-8"))[
    "pair"
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


def read(reader: Reader, body: str, name: str = "a1", published: str = "2024-05-03") -> tuple[Report, ...]:
    row = {"id": name, "url": f"https://news.example/{name}", "outlet": f"Paper {name}", "published": published}
    return reader.read(make({**row, "title": "Notes", "body": body}))


def known(reports: tuple[Report, ...]) -> list[Case]:
    cases = []
    for placement in matching.place(reports, (), WATCHLIST):
        if placement.founds:
            held = [p.report for p in matching.place(reports, (), WATCHLIST) if p.claim_id == placement.claim_id]
            made = case(placement.founds, held, DAY)
            assert made is not None
            cases.append(made)
    return cases


def test_same_assertion_of_another_outlet_joins_the_claim(reader: Reader) -> None:
    first = known(read(reader, "Volvo is in talks with Skoda about a joint battery plant, Reuters reported."))
    (again,) = matching.place(
        read(reader, "Skoda and Volvo are in talks about a joint plant for batteries, according to Bloomberg.", "a2"),
        first,
    )
    assert again.founds is None
    assert again.claim_id == first[0].claim.id


@pytest.mark.parametrize(
    "other",
    [
        "Volvo will supply motors to Skoda, Reuters reported.",
        "Volvo is buying a stake in Skoda, Reuters reported.",
        "Volvo has ended its talks with Skoda about a joint battery plant, Reuters reported.",
        "Volvo is in talks with Northern Power about a joint battery plant, Reuters reported.",
    ],
)
def test_another_matter_founds_a_claim_of_its_own(reader: Reader, other: str) -> None:
    first = known(read(reader, "Volvo is in talks with Skoda about a joint battery plant, Reuters reported."))
    assert all(placement.founds for placement in matching.place(read(reader, other, "a2"), first, WATCHLIST))


def test_other_target_times_and_other_amounts_are_kept_apart(reader: Reader) -> None:
    (report,) = read(reader, "Volvo said on Thursday it would recall 300 vans in Norway.")
    claim = found(report)
    held = case(claim, [report], DAY)
    assert held is not None
    more = replace(report, quantities=(Quantity(5000, "vehicle"),))
    later = replace(report, event_date="2026")
    earlier = replace(held.reports[0], event_date="2024")
    assert matching.place((more,), (held,))[0].founds
    assert matching.place((later,), (Case(claim, held.standing, (earlier,)),))[0].founds
    assert matching.place((report,), (held,))[0].founds is None


def test_subsidiary_counts_as_its_parent(reader: Reader) -> None:
    text = "{} will build a battery plant for Volvo near Lyon, Reuters reported."
    first = known(read(reader, text.format("Skoda")))
    (placement,) = matching.place(read(reader, text.format("Skoda Cells"), "a2"), first, WATCHLIST)
    assert placement.claim_id == first[0].claim.id


def test_answers_go_to_what_they_answer(reader: Reader) -> None:
    reports = read(reader, "Volvo is in talks with Skoda about a plant, Reuters reported. Skoda declined to comment.")
    rumour, answer = matching.place(reports, ())
    assert answer.report.stance is Stance.NO_COMMENT
    assert answer.claim_id == rumour.claim_id


def test_a_denial_that_fits_several_claims_waits_for_a_person(reader: Reader) -> None:
    rumours = read(
        reader, "Volvo will open a plant in Lyon, Reuters reported. Volvo will hire 500 people, Bloomberg reported."
    )
    denial = replace(rumours[0], stance=Stance.DENIES, supports=Status.DENIED, answers=(0, 1))
    placed = [p for p in matching.place((*rumours, denial), ()) if p.report.stance is Stance.DENIES]
    assert len({placement.claim_id for placement in placed}) == 2
    assert all(placement.report.needs_review for placement in placed)


def test_every_report_is_placed_and_each_new_claim_is_founded_once(reader: Reader) -> None:
    body = "Volvo said on Monday it would open a plant in Lyon. It would hire 500 people. Skoda declined to comment."
    reports = read(reader, body)
    placed = matching.place(reports, ())
    assert [placement.report for placement in placed[: len(reports)]] == list(reports)
    founded = [placement.founds.id for placement in placed if placement.founds]
    assert len(founded) == len(set(founded))
    assert {placement.claim_id for placement in placed} == set(founded)
    assert Topic.PLANT in {placement.report.topic for placement in placed}


def test_near_copy_is_found_by_containment() -> None:
    text = " ".join(f"Word{number} of the story about the plant number {number * 7}." for number in range(40))
    cut = " ".join(text.split()[:200])
    assert matching.near_copy(text, cut)
    assert matching.near_copy(text, text.replace("Word7 ", "Name7 "))
    assert not matching.near_copy(text, " ".join(reversed(text.split())))
    assert not matching.near_copy("", text)


def told(name: str = "a1", **changes: Any) -> Report:
    """A report of another article each time; `amount` counts vehicles."""
    amount = changes.pop("amount", None)
    if amount is not None:
        changes["quantities"] = (Quantity(amount, "vehicle"),)
    if "topic" in changes:
        changes["topic"] = Topic(changes["topic"])
    if "companies" in changes:
        changes["companies"] = tuple(changes["companies"])
    plan = {"statement": "Xiaomi plans to build a car plant in Hungary", "companies": ("xiaomi", "byd")}
    fixed = {"id": name, "url": f"https://news.example/{name}", "published_at": "2024-05-03", "event_date": None}
    return a_report(**{**plan, **fixed, "topic": Topic.PLANT, "facility": None, "quantities": (), **changes})


def held(*reports: Report) -> Case:
    made = case(found(reports[0]), reports, DAY)
    assert made is not None
    return made


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row["name"])
def test_two_reports_are_of_one_claim_by_their_key(row: dict[str, Any]) -> None:
    first, other = told("a1", **row.get("first", {})), told("a2", **row.get("other", {}))
    (placement,) = matching.place((other,), (held(first),), a_watchlist())
    assert (placement.founds is None) == row["same"]
    (back,) = matching.place((first,), (held(other),), a_watchlist())
    assert (back.founds is None) == row["same"]


def test_what_one_article_tells_apart_stays_apart() -> None:
    plant = told(statement="Xiaomi plans to build a battery plant with a test track in Hungary")
    track = told(span=(90, 130), statement="Xiaomi plans to build a chip plant with a test track in Hungary")
    one, other = matching.place((plant, track), (), a_watchlist())
    assert one.claim_id != other.claim_id


def test_fact_and_hearsay_of_one_sentence_stay_apart() -> None:
    """A clause that only tells more is a fact; the sentence around it is not, though it holds all the same words."""
    fact = told(statement="Xiaomi won an order for vans from BYD", supports=Status.CONFIRMED, source=word_of("xiaomi"))
    around = told(span=(80, 120), statement="Xiaomi, which won an order for vans from BYD, may sell its chip unit")
    one, other = matching.place((fact, around), (), a_watchlist())
    assert one.claim_id != other.claim_id


def test_report_that_contradicts_one_of_a_claims_reports_is_not_of_it() -> None:
    plan = {"companies": ("xiaomi",), "topic": "sales"}
    may = told("a1", statement="Xiaomi delivered vans in May", amount=8630, **plan)
    total = told("a3", statement="Xiaomi delivered vans in Norway", **plan)
    known = held(may, told("a2", statement="Xiaomi delivered vans to buyers", **plan))
    assert matching.place((total,), (known,), a_watchlist())[0].founds is None
    assert matching.place((replace(total, quantities=(Quantity(12000, "vehicle"),)),), (known,), a_watchlist())[
        0
    ].founds


def test_a_statement_that_nothing_is_decided_joins_only_what_it_is_about() -> None:
    rumour = held(told())
    plant = told("a2", stance=Stance.QUALIFIES, statement="Xiaomi has not decided on a car plant in Hungary")
    other = told("a3", stance=Stance.QUALIFIES, statement="Xiaomi has not decided when robots go on sale")
    assert matching.place((plant,), (rumour,), a_watchlist())[0].claim_id == rumour.claim.id
    assert matching.place((other,), (rumour,), a_watchlist())[0].founds


def test_answer_without_a_rumour_in_its_article_finds_the_only_open_one() -> None:
    rumour, other = held(told()), held(told("a9", companies=("catl",), topic="supply", statement="CATL supplies cells"))
    answer = told("a2", stance=Stance.NO_COMMENT, companies=("xiaomi",), statement="Xiaomi declined to comment")
    (placement,) = matching.place((answer,), (rumour, other), a_watchlist())
    assert placement.claim_id == rumour.claim.id


def test_non_answer_is_placed_on_all_that_it_answers() -> None:
    plant, stake = told(), told(span=(50, 90), topic="stake", statement="Xiaomi will buy shares of BYD")
    answer = told(span=(99, 120), stance=Stance.NO_COMMENT, statement="Xiaomi declined to comment", answers=(0, 1))
    placed = [p for p in matching.place((plant, stake, answer), ()) if p.report.stance is Stance.NO_COMMENT]
    assert len({p.claim_id for p in placed}) == 2
    assert not any(p.report.needs_review for p in placed)


def test_later_denial_and_later_confirmation_find_their_rumour() -> None:
    rumour = held(told())
    denial = told("a2", stance=Stance.DENIES, supports=Status.DENIED, source=word_of("xiaomi"))
    yes = told("a3", stance=Stance.CONFIRMS, supports=Status.CONFIRMED, source=word_of("byd"), event_date="2024-05-03")
    for report in (denial, yes):
        (placement,) = matching.place((report,), (rumour,), a_watchlist())
        assert placement.claim_id == rumour.claim.id
        assert placement.report == report


def test_denial_of_a_part_leaves_the_rest_alone() -> None:
    talks = told(statement="Xiaomi is in talks with BYD about a plant in Hungary")
    purchase = told(span=(60, 99), topic="stake", statement="Xiaomi will buy the shares of the plant's owner")
    denial = replace(purchase, stance=Stance.DENIES, supports=Status.DENIED, source=word_of("byd"), answers=(1,))
    first, second, answer = matching.place((talks, purchase, denial), (), a_watchlist())
    assert answer.claim_id == second.claim_id != first.claim_id


@pytest.mark.parametrize(
    ("speaker", "counts"),
    [("xiaomi", True), ("byd", True), ("findreams-battery", True), ("ford", False), ("catl", False)],
)
@pytest.mark.parametrize("stance", [Stance.CONFIRMS, Stance.DENIES])
def test_word_of_no_party_to_the_claim_settles_nothing(speaker: str, counts: bool, stance: Stance) -> None:
    status = Status.CONFIRMED if stance is Stance.CONFIRMS else Status.DENIED
    rumour = held(told())
    report = told("a2", stance=stance, supports=status, source=word_of(speaker))
    (placement,) = matching.place((report,), (rumour,), a_watchlist())
    after = case(rumour.claim, (*rumour.reports, placement.report), DAY)
    assert after is not None
    assert placement.claim_id == rumour.claim.id
    assert (placement.report.source.cls is SourceClass.PARTY) == counts
    assert (after.standing.status is status) == counts


def word_of(slug: str) -> Source:
    return Source(SourceClass.PARTY, slug.title(), None, slug)


@given(st.permutations(range(6)))
def test_order_of_the_known_claims_does_not_matter(order: list[int]) -> None:
    kinds = ["a plant", "a car plant in Hungary", "a plant in Turkey", "engines", "chips", "a plant and chips"]
    cases = [held(told(f"k{n}", statement=f"Xiaomi plans to build {kind}")) for n, kind in enumerate(kinds)]
    reports = (told("new"), told("new", span=(60, 80), statement="Xiaomi plans to build chips"))
    shuffled = [cases[n] for n in order]
    assert matching.place(reports, shuffled, a_watchlist()) == matching.place(reports, cases, a_watchlist())


TOKENS = ["plant", "deal", "stake", "battery", "talks", "price", "model", "chip"]
WORDS = st.lists(st.sampled_from(TOKENS), min_size=12, max_size=60)


@given(WORDS, st.integers(0, 40))
def test_text_is_a_near_copy_of_what_contains_it_whichever_comes_first(words: list[str], skip: int) -> None:
    whole, part = " ".join(words), " ".join(words[min(skip, len(words) - 6) :])
    assert matching.near_copy(whole, part)
    assert matching.near_copy(part, whole)
    assert not matching.near_copy(whole, " ".join(f"{word}{n}" for n, word in enumerate(words)))


def test_five_hundred_claims_are_compared_in_no_time() -> None:
    cases = [held(told(f"k{n}", statement=f"Xiaomi plans to build plant {n} for chip{n}")) for n in range(500)]
    reports = [told("new", span=(n, n + 9), statement=f"Xiaomi will build a battery{n} site") for n in range(15)]
    matching.place(reports, cases, a_watchlist())
    began = perf_counter()
    matching.place(reports, cases, a_watchlist())
    assert perf_counter() - began < 0.5  # 0.03 s where nothing else runs
