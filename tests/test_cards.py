"""A company's card: what is said, what is known, who denied it, and where it is printed."""

from __future__ import annotations

from datetime import date

from builders import DAY, a_case, a_company, a_confirmation, a_denial, a_report, a_response, a_watchlist

from briefings.cards import MAX_LINES, Card, card
from briefings.claims import Case, Source, SourceClass, Stage, Stance, Status, Topic
from briefings.companies import Company

WATCHLIST = a_watchlist()
XIAOMI = WATCHLIST.companies[0]


def card_of(*cases: Case, company: Company = XIAOMI, day: date = DAY) -> Card:
    return card(company, cases, WATCHLIST, day)


def test_each_standing_has_its_section() -> None:
    made = card_of(
        a_case(id="c1"),
        a_case([a_report(), a_confirmation(stage=Stage.PLANNED)], id="c2"),
        a_case([a_report(), a_denial()], id="c3"),
        a_case([a_report(), a_confirmation(), a_denial(published_at="2022-08-31")], id="c4"),
        a_case([a_report(), a_report(stance=Stance.RETRACTS, published_at="2022-08-30")], id="c5"),
    )
    titles = [section.title for section in made.sections]
    assert titles == ["Rumours, not confirmed", "Confirmed", "Denied", "Disputed", "Withdrawn by the outlet"]
    labels = [section.lines[0].label for section in made.sections]
    assert labels == [
        "Rumour, not confirmed",
        "Confirmed plan, by Xiaomi",
        "Denied by Hyundai Motor",
        "Disputed: confirmed by Xiaomi, denied by Hyundai Motor",
        "Withdrawn by the outlet that reported it",
    ]


def test_a_rumour_counts_origins_and_names_who_answered() -> None:
    reports = [a_report(id=f"a{n}", outlet=outlet) for n, outlet in enumerate(("Pandaily", "CnEVPost", "Electrek"))]
    line = card_of(a_case([*reports, a_response()])).sections[0].lines[0]
    assert "3 outlets, 1 origin (Bloomberg)" in line.details
    assert "BAIC Group: not aware of it" in line.details
    assert "First reported by Bloomberg (29 August 2022), via Pandaily" in line.details


def test_open_rumours_come_before_lapsed_ones_and_the_newest_first() -> None:
    lapsed = a_case([a_report(published_at="2021-01-05")], id="c1", topic=Topic.STAKE)
    older = a_case([a_report(published_at="2022-08-20")], id="c2")
    newer = a_case([a_report(published_at="2022-08-29")], id="c3")
    lines = card_of(lapsed, older, newer).sections[0].lines
    assert [line.claim for line in lines] == ["c3", "c2", "c1"]
    assert lines[-1].label == "Rumour, not confirmed, no word since 5 January 2021"


def test_what_waits_for_review_is_a_rumour_with_a_note() -> None:
    made = card_of(a_case([a_report(), a_confirmation(needs_review=True)]))
    (section,) = made.sections
    assert section.title == "Rumours, not confirmed"
    assert "Xiaomi appears to have confirmed this; awaiting review" in section.lines[0].details


def test_a_long_section_says_how_many_more() -> None:
    cases = [a_case(id=f"c{n}") for n in range(20)]
    (section,) = card_of(*cases).sections
    assert (len(section.lines), section.more) == (MAX_LINES, 12)
    (section,) = card(XIAOMI, cases[:8], WATCHLIST, DAY, {Status.RUMOURED: 300, Status.LAPSED: 2}).sections
    assert section.more == 294


def test_the_header_says_what_it_belongs_to_and_what_belongs_to_it() -> None:
    baic, hyundai = WATCHLIST.companies[1], WATCHLIST.companies[3]
    assert card_of(company=baic).group == ("Includes BAIC BluePark and Beijing Hyundai",)
    assert card_of(company=hyundai).group == ("Belongs to BAIC Group and Hyundai Motor",)


def test_a_card_without_claims_says_so() -> None:
    made = card(a_company("Lotus"), (), WATCHLIST, DAY, checked="41 sources checked at 08:10.")
    assert made.text == "Lotus\nNothing stored about Lotus as of 1 September 2022. 41 sources checked at 08:10."


def test_the_plain_text_has_statement_outlet_date_link_and_id() -> None:
    text = card_of(a_case([a_report(), a_denial()], id="c7")).text
    for part in ("Denied by Hyundai Motor", "Yonhap, 30 August 2022", "https://news.example/denied", "[c7]"):
        assert part in text
    assert "false" not in text.casefold()


def test_a_denial_by_somebody_who_is_no_party_is_told_as_said() -> None:
    insider = a_denial(source=Source(SourceClass.THIRD_PARTY, "an analyst"), supports=Status.RUMOURED)
    made = card_of(a_case([a_report(), insider]))
    assert made.sections[0].title == "Rumours, not confirmed"
    assert "an analyst: says it is not so, which settles nothing" in made.sections[0].lines[0].details


def test_an_outlets_word_for_a_fact_is_not_called_a_confirmation() -> None:
    told = a_confirmation(source=Source(SourceClass.OUTLET, "Pandaily"))
    (section,) = card(a_company(), [a_case([told])], a_watchlist(), DAY).sections
    assert section.lines[0].label == "Told as a fact by Pandaily, no word of those concerned"
    (section,) = card(a_company(), [a_case([told, a_confirmation(id="own")])], a_watchlist(), DAY).sections
    assert section.lines[0].label.startswith("Confirmed, by")
