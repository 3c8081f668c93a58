"""A digest tells what changed in its window, and nothing that only looks new."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from builders import DAY, a_case, a_confirmation, a_denial, a_report, a_response, utc
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Case, Report, Source, SourceClass, Stage, Stance, Status, Topic
from briefings.digests import Change, Digest, compose, first_window

SINCE, UNTIL = utc("2022-08-29T12:00"), utc("2022-08-31T12:00")
OTHER = Source(SourceClass.OUTLET_ANONYMOUS, "Reuters", "Reuters")


def digest(*cases: Case, checked: str | None = None) -> Digest:
    return compose(cases, SINCE, UNTIL, DAY, checked=checked)


def old(**changes: object) -> Report:
    return a_report(**{"published_at": "2022-08-26", "id": "old", **changes})


def new(**changes: object) -> Report:
    return a_report(**{"published_at": "2022-08-30", "id": "new", **changes})


@pytest.mark.parametrize(
    ("reports", "change", "moved"),
    [
        ([new()], Change.NEW_RUMOUR, "new: rumoured by Bloomberg"),
        ([old(), new(source=OTHER)], Change.CORROBORATED, "rumoured → 2 independent origins, not confirmed"),
        ([old(), a_confirmation(stage=Stage.PLANNED)], Change.CONFIRMED, "rumoured → confirmed (planned) by Xiaomi"),
        ([old(), a_denial()], Change.DENIED, "rumoured → denied by Hyundai Motor"),
        ([a_confirmation()], Change.CONFIRMED, "new: confirmed by Xiaomi"),
        (
            [a_confirmation(published_at="2022-08-20"), a_denial()],
            Change.DISPUTED,
            "confirmed → disputed",
        ),
        (
            [
                a_confirmation(published_at="2022-08-20", stage=Stage.AGREED),
                a_confirmation(id="x", stage=Stage.CANCELLED),
            ],
            Change.ENDED,
            "confirmed (agreed) → cancelled",
        ),
        ([old(), new(stance=Stance.RETRACTS)], Change.ENDED, "rumoured → withdrawn"),
        ([old(), a_response(id="new", published_at="2022-08-30")], Change.RESPONSE, "BAIC Group: not aware of it"),
        (
            [old(), a_confirmation(needs_review=True)],
            Change.REVIEW,
            "Xiaomi appears to have confirmed this; awaiting review",
        ),
    ],
)
def test_says_what_changed(reports: list[Report], change: Change, moved: str) -> None:
    (item,) = digest(a_case(reports)).items
    assert item.change is change
    assert moved in item.moved


@pytest.mark.parametrize(
    "reports",
    [
        [old()],
        [old(), new()],  # the same origin once more
        [new(background=True, spoken_on="2021-03-30", supports=Status.CONFIRMED)],
        [a_confirmation(published_at="2022-08-20", background=True, spoken_on="2021-03-30"), new()],
        [new(published_at="2021-03-30", recorded_at="2022-08-30")],  # an archive read in today
        [new(recorded_at="2022-08-31T12:01")],  # recorded after the window
        [new(recorded_at="2022-08-29T12:00")],  # recorded exactly when the last window ended
    ],
)
def test_is_silent_where_nothing_is_new(reports: list[Report]) -> None:
    found = digest(a_case(reports))
    assert found.is_empty
    assert found.intro.startswith("Nothing new since 29 August 2022, 12:00 UTC.")


def test_what_waits_for_review_is_never_under_confirmed() -> None:
    found = digest(a_case([a_confirmation(needs_review=True)]))
    assert [item.change for item in found.items] == [Change.REVIEW]
    assert "confirmed by" not in found.text


def test_the_weightiest_comes_first() -> None:
    cases = [a_case([new()], id="c1"), a_case([old(), a_denial()], id="c2"), a_case([old(), a_confirmation()], id="c3")]
    assert [item.claim for item in digest(*cases).items] == ["c3", "c2", "c1"]
    assert [change for change, _ in digest(*cases).sections] == [Change.CONFIRMED, Change.DENIED, Change.NEW_RUMOUR]


def test_a_claim_recorded_late_is_told_in_the_window_that_recorded_it() -> None:
    late = a_case([new(published_at="2022-08-27", recorded_at="2022-08-30")])
    assert [item.change for item in digest(late).items] == [Change.NEW_RUMOUR]


def test_the_plain_text_has_source_date_and_link() -> None:
    text = digest(a_case([old(), a_denial()])).text
    assert "Yonhap, 30 August 2022" in text
    assert "https://news.example/denied" in text
    assert "rumoured → denied by Hyundai Motor" in text


def test_the_first_digest_says_what_it_covers() -> None:
    found = compose([a_case([new()])], first_window(UNTIL), UNTIL, DAY, first=True)
    assert "covers the last 30 days" in found.intro


def test_an_empty_digest_says_what_was_checked() -> None:
    assert "41 sources checked" in digest(checked="41 sources checked at 08:10, 3 failing.").intro


stances = st.sampled_from(
    [
        new(),
        new(source=OTHER),
        a_denial(),
        a_confirmation(),
        old(),
        a_response(),
        new(needs_review=True, stance=Stance.DENIES),
    ]
)


@given(st.lists(stances, min_size=1, max_size=6))
def test_one_item_a_claim_and_rumours_never_under_confirmed(reports: Iterable[Report]) -> None:
    case = a_case(reports)
    found = digest(case)
    assert len(found.items) <= 1
    for item in found.items:
        assert (item.change is Change.CONFIRMED) <= (case.standing.status is Status.CONFIRMED)


def test_two_windows_tell_each_change_once() -> None:
    case = a_case([new(), a_denial(published_at="2022-08-31")], topic=Topic.STAKE)
    middle = utc("2022-08-30T12:00")
    first, second = compose([case], SINCE, middle, DAY), compose([case], middle, UNTIL, DAY)
    assert [item.change for item in (*first.items, *second.items)] == [Change.NEW_RUMOUR, Change.DENIED]
