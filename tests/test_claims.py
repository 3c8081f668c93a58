"""The fold: which word moves a claim, whose, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import a_claim, a_confirmation, a_denial, a_report, a_response, utc
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import ArticleRef, Report, Source, SourceClass, Stage, Stance, Status, Topic, found
from briefings.folding import fold, known_by

SOON = date(2022, 10, 1)


def status(*reports: Report, day: date = SOON) -> Status | None:
    standing = fold(a_claim(), reports, day)
    return standing.status if standing else None


def rumour(origin: str, published: str, article: str, **changes: object) -> Report:
    source = Source(SourceClass.OUTLET, origin, origin)
    return a_report(id=article, outlet=origin, published_at=published, source=source, **changes)


def test_nothing_published_by_a_day_is_nothing_known() -> None:
    assert fold(a_claim(), [a_report()], date(2022, 8, 1)) is None


def test_many_copies_of_one_origin_stay_a_rumour() -> None:
    copies = [
        a_report(id=f"copy-{n}", outlet=outlet, source=Source(SourceClass.OUTLET, "Bloomberg", "Bloomberg"))
        for n, outlet in enumerate(("Pandaily", "Reuters", "CnEVPost"))
    ]
    standing = fold(a_claim(), copies, SOON)
    assert standing is not None
    assert (standing.status, standing.origins) == (Status.RUMOURED, ("Bloomberg",))


def test_a_second_independent_origin_corroborates_and_never_confirms() -> None:
    assert status(rumour("Bloomberg", "2022-08-26", "a"), rumour("36Kr", "2022-08-27", "b")) is Status.CORROBORATED


@pytest.mark.parametrize("stance", [Stance.NO_COMMENT, Stance.UNAWARE, Stance.DEFERS, Stance.QUALIFIES])
def test_an_answer_that_settles_nothing_moves_nothing(stance: Stance) -> None:
    standing = fold(a_claim(), [a_report(), a_response(stance)], SOON)
    assert standing is not None
    assert (standing.status, standing.denied_by, standing.confirmed_by) == (Status.RUMOURED, (), ())


def test_a_party_confirms_and_is_named() -> None:
    standing = fold(a_claim(), [a_report(), a_confirmation(stage=Stage.AGREED)], SOON)
    assert standing is not None
    assert (standing.status, standing.confirmed_by, standing.stage) == (Status.CONFIRMED, ("Xiaomi",), Stage.AGREED)


@pytest.mark.parametrize(
    "cls", sorted(set(SourceClass) - {SourceClass.PARTY, SourceClass.OFFICIAL_RECORD, SourceClass.OUTLET})
)
def test_no_other_source_confirms_or_denies_whatever_it_says(cls: SourceClass) -> None:
    says_yes = a_confirmation(source=Source(cls, "somebody"))
    says_no = a_denial(source=Source(cls, "somebody"))
    assert status(a_report(), says_yes) in (Status.RUMOURED, Status.CORROBORATED)
    assert status(a_report(), says_no) is Status.RUMOURED


def test_what_waits_for_review_is_flagged_and_settles_nothing() -> None:
    standing = fold(a_claim(), [a_report(), a_confirmation(needs_review=True)], SOON)
    assert standing is not None
    assert standing.needs_review
    assert (standing.status, standing.origins) == (Status.RUMOURED, ("Bloomberg",))


def test_a_denial_denies_and_a_later_confirmation_confirms() -> None:
    denied = a_denial(published_at="2022-08-30")
    assert status(a_report(), denied) is Status.DENIED
    assert status(a_report(), denied, a_confirmation(published_at="2022-09-05")) is Status.CONFIRMED


def test_two_parties_that_contradict_each_other_dispute() -> None:
    assert status(a_confirmation(published_at="2022-08-30"), a_denial(published_at="2022-09-02")) is Status.DISPUTED


def test_the_same_partys_later_denial_replaces_its_confirmation() -> None:
    said = a_confirmation(published_at="2022-08-30")
    withdrawn = a_denial(by="Xiaomi", company="xiaomi", published_at="2022-09-02")
    assert status(said, withdrawn) is Status.DENIED


def test_a_new_origin_after_a_denial_disputes_but_a_retelling_beside_it_does_not() -> None:
    denial = a_denial(id="d", published_at="2022-08-30")
    beside = rumour("Reuters", "2022-08-30", "d")
    later = rumour("Nikkei", "2022-09-04", "n")
    assert status(a_report(), denial, beside) is Status.DENIED
    assert status(a_report(), denial, later) is Status.DISPUTED


def test_an_old_origin_retold_after_a_denial_does_not_dispute() -> None:
    retold = rumour("Reuters", "2022-09-04", "r", spoken_on="2022-08-25")
    assert status(a_report(), a_denial(published_at="2022-08-30"), retold) is Status.DENIED


def test_a_rumour_never_demotes_a_confirmation() -> None:
    assert status(a_confirmation(), rumour("Nikkei", "2022-09-04", "n")) is Status.CONFIRMED


def test_a_withdrawn_story_leaves_nothing_behind() -> None:
    story = rumour("Bloomberg", "2022-08-26", "a")
    withdrawal = rumour("Bloomberg", "2022-08-28", "b", stance=Stance.RETRACTS)
    assert status(story, withdrawal) is Status.RETRACTED
    assert status(story, rumour("36Kr", "2022-08-27", "c"), withdrawal) is Status.RUMOURED


def test_a_cancelled_deal_stays_confirmed_and_says_so_in_its_stage() -> None:
    off = a_confirmation(id="off", published_at="2022-09-10", stage=Stage.CANCELLED)
    standing = fold(a_claim(), [a_confirmation(stage=Stage.AGREED), off], SOON)
    assert standing is not None
    assert (standing.status, standing.stage) == (Status.CONFIRMED, Stage.CANCELLED)


def test_a_retold_fact_is_dated_when_it_was_said() -> None:
    denial = a_denial(by="Xiaomi", company="xiaomi", published_at="2022-08-30")
    background = a_confirmation(published_at="2022-09-10", background=True, spoken_on="2022-01-15")
    assert status(background, denial) is Status.DENIED


def test_a_rumour_lapses_when_its_time_has_passed_or_nobody_speaks_of_it() -> None:
    assert status(a_report(), day=date(2023, 6, 1)) is Status.LAPSED
    due = fold(a_claim(topic=Topic.LAUNCH, target="2022-09"), [a_report(topic=Topic.LAUNCH)], SOON)
    assert due is not None
    assert due.status is Status.LAPSED


def test_a_denial_stands_again_once_nobody_repeats_the_rumour() -> None:
    again = a_report(id="again", outlet="Caixin", published_at="2022-09-20", source=Source(SourceClass.OUTLET))
    reports = (a_report(), a_denial("BAIC Group", "baic-group", published_at="2022-08-30"), again)
    assert status(*reports, day=date(2022, 10, 1)) is Status.DISPUTED
    assert status(*reports, day=date(2024, 10, 1)) is Status.DENIED


def test_a_confirmation_never_lapses() -> None:
    assert status(a_confirmation(), day=date(2032, 1, 1)) is Status.CONFIRMED


def test_the_same_report_founds_the_same_claim() -> None:
    assert found(a_report()) == found(a_report())
    assert found(a_report()).id != found(a_report(span=(1, 5))).id


reports = st.builds(
    lambda n, day, stance, supports, cls, who, review, background: replace(
        a_report(),
        article=ArticleRef(
            f"a{n}", "https://news.example/", f"Outlet {n % 4}", utc("2022-01-01") + timedelta(day), utc("2022-01-01")
        ),
        stance=stance,
        supports=supports,
        source=Source(cls, who, None, who.casefold()),
        needs_review=review,
        background=background,
        spoken_on="2021-11" if background else None,
    ),
    st.integers(0, 30),
    st.integers(0, 200),
    st.sampled_from(list(Stance)),
    st.sampled_from([Status.RUMOURED, Status.CONFIRMED, Status.DENIED]),
    st.sampled_from(list(SourceClass)),
    st.sampled_from(["Xiaomi", "BAIC", "Hyundai"]),
    st.booleans(),
    st.booleans(),
)


@given(
    st.lists(reports, max_size=12), st.randoms(use_true_random=False), st.dates(date(2021, 12, 1), date(2022, 12, 31))
)
def test_the_order_of_arrival_does_not_matter(found_reports: list[Report], shuffle: object, day: date) -> None:
    shuffled = list(found_reports)
    shuffle.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = fold(a_claim(), found_reports, day), fold(a_claim(), shuffled, day)
    assert one is None or other is None or one.status == other.status
    assert (one is None) == (other is None)


@given(st.lists(reports, max_size=12))
def test_confirmed_needs_somebody_who_may_confirm(found_reports: list[Report]) -> None:
    standing = fold(a_claim(), found_reports, date(2022, 12, 31))
    if standing is not None and standing.status is Status.CONFIRMED:
        assert any(
            r.supports is Status.CONFIRMED
            and r.stance in (Stance.REPORTS, Stance.CONFIRMS)
            and not r.needs_review
            and r.source.cls in (SourceClass.PARTY, SourceClass.OFFICIAL_RECORD, SourceClass.OUTLET)
            for r in found_reports
        )
        assert standing.confirmed_by


@given(st.lists(reports, max_size=12), st.dates(date(2021, 12, 1), date(2022, 12, 31)))
def test_a_replay_to_a_day_sees_only_what_was_published_by_then(found_reports: list[Report], day: date) -> None:
    known = known_by(found_reports, day)
    assert all(r.article.published_at.date() <= day for r in known)
    assert fold(a_claim(), found_reports, day) == fold(a_claim(), known, day)


def test_a_withdrawal_takes_back_what_only_that_outlet_told_even_a_confirmation() -> None:
    told = a_confirmation(id="a", outlet="Reuters", published_at="2022-08-26")
    withdrawal = rumour("Reuters", "2022-08-28", "b", stance=Stance.RETRACTS)
    assert status(told, withdrawal) is Status.RETRACTED


def test_a_late_copy_of_a_withdrawn_story_does_not_bring_it_back() -> None:
    story = rumour("Bloomberg", "2022-08-26", "a")
    withdrawal = rumour("Bloomberg", "2022-08-28", "b", stance=Stance.RETRACTS)
    copy = a_report(id="c", outlet="Pandaily", published_at="2022-08-29")
    assert status(story, withdrawal, copy) is Status.RETRACTED


def test_a_report_that_revived_a_denied_claim_and_is_withdrawn_leaves_the_denial() -> None:
    revived = rumour("Reuters", "2022-09-04", "r")
    withdrawal = rumour("Reuters", "2022-09-06", "w", stance=Stance.RETRACTS)
    assert status(a_report(), a_denial(published_at="2022-08-30"), revived, withdrawal) is Status.DENIED


@pytest.mark.parametrize("cls", [SourceClass.ANALYST, SourceClass.THIRD_PARTY])
def test_a_bystander_neither_corroborates_nor_disputes(cls: SourceClass) -> None:
    bystander = a_report(id="b", outlet="CNBC", published_at="2022-09-05", source=Source(cls, "Somebody"))
    assert status(a_report(), bystander) is Status.RUMOURED
    assert status(a_report(), a_denial(published_at="2022-08-30"), bystander) is Status.DENIED


def test_an_outlet_that_cites_another_is_no_second_origin() -> None:
    own_words = a_report(span=(100, 150), source=Source(SourceClass.AGENTLESS))
    assert status(a_report(), own_words) is Status.RUMOURED


@pytest.mark.parametrize(
    "name", ["Bloomberg", "bloomberg.com", "BLOOMBERG", "https://www.bloomberg.com/news", "The Bloomberg"]
)
def test_one_outlet_under_several_names_is_one_origin(name: str) -> None:
    again = a_report(id="x", outlet="Reuters", source=Source(SourceClass.OUTLET, name, name))
    assert status(a_report(), again) is Status.RUMOURED


def test_an_outlet_never_denies_by_itself() -> None:
    assert status(a_report(), a_denial(source=Source(SourceClass.OUTLET, "Reuters"))) is Status.RUMOURED


def test_an_undated_fact_retold_does_not_overturn_the_word_that_stands() -> None:
    retold = a_confirmation(published_at="2022-09-10", background=True)
    assert status(a_denial(published_at="2022-08-30"), retold) is Status.DENIED
    assert status(retold) is Status.CONFIRMED


def test_a_rumour_about_a_day_that_is_past_has_not_lapsed_when_it_is_told() -> None:
    past = a_report(published_at="2022-08-29", event_date="2022-08-17")
    assert fold(a_claim(target="2022-08-17"), [past], date(2022, 8, 30)).status is Status.RUMOURED  # type: ignore[union-attr]


def test_an_outlet_that_prints_an_agencys_text_is_that_agencys_origin() -> None:
    printed = a_report(id="p", outlet="The Star (Bloomberg)", source=Source(SourceClass.OUTLET, "The Star (Bloomberg)"))
    standing = fold(a_claim(), [a_report(), printed], SOON)
    assert standing is not None
    assert (standing.status, standing.origins) == (Status.RUMOURED, ("Bloomberg",))
