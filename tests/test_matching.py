"""Which claim a report belongs to: joined by its key, kept apart by whatever contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefings import matching
from briefings.articles import make
from briefings.claims import Case, Quantity, Report, Stance, Status, Topic, case, found
from briefings.companies import Company, Watchlist
from briefings.reading import Reader

WATCHLIST = Watchlist(
    (
        Company("volvo", "Volvo"),
        Company("skoda", "Skoda"),
        Company("cells", "Skoda Cells", parents=("skoda",)),
    )
)
DAY = date(2024, 5, 3)


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
