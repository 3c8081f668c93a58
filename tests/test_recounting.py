"""Timelines and changes: how claims came to stand as they do, and what changed since a person last asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import a_case, a_claim, a_confirmation, a_denial, a_report, a_watchlist, utc
from conftest import NOW, Desk
from stored import keep, keep_the_story

from briefings.changes import Wanted, changes, wanted_changes, window_of
from briefings.digests import Change
from briefings.timelines import timeline

PLAN = "Xiaomi will put vehicle manufacturing on its agenda"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    keep_the_story(desk.database)
    return desk


def many(desk: Desk, number: int, name: str = "byd") -> None:
    """So many claims about a company, a day apart."""
    for each in range(number):
        statement = f"BYD will build site number {each:03}"
        published = utc("2022-06-01") + timedelta(days=each)
        report = a_report(
            id=f"m{each}",
            statement=statement,
            quote=statement,
            companies=(name,),
            published_at=published.isoformat()[:10],
        )
        keep(desk.database, a_claim(id=f"cmany{each:03}", statement=statement, companies=(name,)), [report])


# Timelines


def test_a_timeline_tells_each_change_with_its_status_then_the_newest_last() -> None:
    case = a_case(
        [
            a_report(),
            a_report(id="w", outlet="WSJ", published_at="2022-08-30"),
            a_confirmation(published_at="2022-08-31"),
        ]
    )
    steps = timeline([case])
    assert [step.on for step in steps] == sorted(step.on for step in steps)
    assert steps[0].label == "Rumour, not confirmed"
    assert "Confirmed" in steps[-1].label
    assert "Xiaomi" in steps[-1].label
    assert all("onfirmed by" not in step.label for step in steps[:-1])


def test_a_timeline_does_not_say_of_a_rumour_that_it_was_denied_before_it_was() -> None:
    first, second = timeline([a_case([a_report(), a_denial()])])
    assert (first.label, second.label) == ("Rumour, not confirmed", "Denied by Hyundai Motor")


def test_a_timeline_of_nothing_is_empty() -> None:
    assert timeline([]) == ()


@pytest.mark.parametrize("text", ["/ev timeline xiaomi", "/ev timeline 小米", "/ev TIMELINE Xiaomi", "/ev 时间线 小米"])
def test_a_company_s_timeline_by_any_of_its_names(desk: Desk, text: str) -> None:
    shown = desk.command(text)
    assert "Timeline: Xiaomi" in shown
    assert shown.index("29 August 2022: Rumour, not confirmed") < shown.index("30 August 2022: Denied by Hyundai Motor")
    assert "30 August 2022: Confirmed, by Xiaomi" in shown


def test_a_timeline_by_mention_is_in_the_thread(desk: Desk) -> None:
    answer = desk.mention("@ev timeline of xiaomi")[-1]
    assert "Timeline: Xiaomi" in desk.sandbox.visible_text(answer)
    assert answer.thread_ts is not None


def test_a_timeline_shows_twenty_changes_and_the_rest_on_request(desk: Desk) -> None:
    many(desk, 25)
    shown = desk.command("/ev timeline byd")
    assert "5 earlier changes not shown" in shown
    assert shown.count("site number") == 20
    assert shown.index("number 005") < shown.index("number 024")
    assert "Show all (5)" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/ev timeline", "Whose timeline?"),
        ("/ev timeline xiomi", "Did you mean"),
        ("/ev timeline nonsense-co", "no company of that name"),
        ("/ev timeline catl", "Nothing stored about CATL"),
        ("/ev timeline of the purchase of Beijing Hyundai's plant?", "Denied by Hyundai Motor"),
    ],
)
def test_a_timeline_of_something_else_is_answered_helpfully(desk: Desk, text: str, expected: str) -> None:
    assert expected in desk.command(text)


# Changes

TODAY = date(2022, 9, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("changes", Wanted()),
        ("changes?", Wanted()),
        ("Changes xiaomi", Wanted("xiaomi")),
        ("changes about 小米", Wanted("xiaomi")),
        ("changes since 2022-08-01", Wanted("", date(2022, 8, 1), TODAY)),
        ("changes BYD since 1 August", Wanted("byd", date(2022, 8, 1), TODAY)),
        ("changes for BYD in August 2022", Wanted("byd", date(2022, 8, 1), date(2022, 8, 31))),
        ("what changed since I last asked?", Wanted()),
        ("What has changed since I last looked?", Wanted()),
        ("what's changed for Xiaomi since I last checked?", Wanted("xiaomi")),
        ("what changed since last time", Wanted()),
        ("what is new since I last asked?", Wanted()),
        ("what changed this week?", Wanted("", date(2022, 8, 25), TODAY)),
        ("what changed at CATL yesterday?", Wanted("catl", date(2022, 8, 31), TODAY)),
        ("有什么变化？", Wanted()),
        ("变化", Wanted()),
        ("小米最近有什么变化？", Wanted("xiaomi")),
        ("宁德时代这周有哪些变化", Wanted("catl", date(2022, 8, 25), TODAY)),
        ("比亚迪电池价格变化有多大？", None),
        ("changes xiomi", Wanted(name="xiomi")),
        ("changes nonsense-co", Wanted(name="nonsense-co")),
        ("changes in management?", None),
        ("what changed in BYD's plans for the plant in Turkey?", None),
        ("changes to the board of BYD", None),
        ("what changed as of 1 August?", None),
        ("is there any change?", None),
        ("what is new on Xiaomi?", None),
        ("changeset", None),
        ("", None),
    ],
)
def test_what_changes_a_text_asks_for(text: str, expected: Wanted | None) -> None:
    assert wanted_changes(text, a_watchlist(), TODAY) == expected


def test_days_that_a_person_names_are_the_world_s() -> None:
    late = a_case([a_report(published_at="2022-08-01", recorded_at="2022-09-01")])
    since, until = window_of(date(2022, 8, 1), None, NOW)
    (item,) = changes([late], Wanted("", date(2022, 8, 1)), a_watchlist(), since, until)
    assert item.change is Change.NEW_RUMOUR
    after, _ = window_of(date(2022, 8, 2), None, NOW)
    assert changes([late], Wanted("", date(2022, 8, 2)), a_watchlist(), after, until) == ()


def test_since_i_last_looked_goes_by_when_it_was_recorded() -> None:
    late = a_case([a_report(published_at="2022-08-29", recorded_at="2022-08-31")])
    assert changes([late], Wanted(), a_watchlist(), utc("2022-08-30"), NOW)
    assert not changes([late], Wanted(), a_watchlist(), utc("2022-08-31T12:00"), NOW)


def test_changes_of_a_company_are_those_of_what_belongs_to_it_too() -> None:
    case = a_case(companies=("findreams-battery",))
    assert changes([case], Wanted("byd"), a_watchlist(), utc("2022-08-01"), NOW)
    assert not changes([case], Wanted("catl"), a_watchlist(), utc("2022-08-01"), NOW)


def test_a_window_ends_with_the_last_day_named_and_never_after_now() -> None:
    assert window_of(date(2022, 8, 1), date(2022, 8, 31), NOW)[1].date() == date(2022, 8, 31)
    assert window_of(date(2022, 8, 1), date(2022, 12, 31), NOW)[1] == NOW


def test_the_first_time_tells_of_the_last_seven_days(desk: Desk) -> None:
    shown = desk.command("/ev changes")
    assert "in the last 7 days (you have not asked before)" in shown
    assert "3 changes" in shown
    assert "Denied by Hyundai Motor" in shown


def test_the_second_time_tells_what_came_since_then(desk: Desk) -> None:
    desk.command("/ev changes")
    desk.later(3_600)
    moment = desk.sandbox.clock.now()
    statement = "Ford will close a plant"
    report = a_report(id="n1", statement=statement, quote=statement, companies=("ford",), published_at="2022-09-01")
    fresh = replace(report, article=replace(report.article, recorded_at=moment))
    keep(desk.database, a_claim(id="cnew", statement=statement, companies=("ford",)), [fresh])
    desk.later(60)
    shown = desk.command("/ev changes")
    assert "1 change since you last asked (1 September 2022, 00:00 UTC)" in shown
    assert statement in shown
    assert "Nothing changed since you last asked" in desk.command("/ev changes")


def test_each_person_looks_for_themselves(desk: Desk) -> None:
    desk.command("/ev changes")
    assert "you have not asked before" in desk.command("/ev changes", user="kim")


def test_a_look_at_one_company_leaves_the_others_unseen(desk: Desk) -> None:
    desk.command("/ev changes xiaomi")
    assert "Nothing changed since you last asked" in desk.command("/ev changes xiaomi")
    assert "you have not asked before" in desk.command("/ev changes")
    assert "Nothing changed since you last asked" in desk.command("/ev changes byd")


def test_changes_since_a_day(desk: Desk) -> None:
    shown = desk.command("/ev changes xiaomi since 2022-08-30")
    assert "What changed: Xiaomi" in shown
    assert "since 30 August 2022" in shown
    assert "Denied by Hyundai Motor" in shown
    assert "BAIC Group to jointly" not in shown


def test_an_old_period_is_not_taken_for_a_look(desk: Desk) -> None:
    desk.command("/ev changes in July 2022")
    desk.command("/ev changes since yesterday")
    assert "you have not asked before" in desk.command("/ev changes")


def test_a_mention_asks_for_changes_too(desk: Desk) -> None:
    (answer,) = desk.mention("@ev what changed since I last asked?")
    assert "What changed" in desk.sandbox.visible_text(answer)


def test_more_than_twenty_changes_are_told_in_part(desk: Desk) -> None:
    many(desk, 25)
    shown = desk.command("/ev changes since 2022-06-01")
    assert "28 changes" in shown
    assert "Show all (8)" in shown


def test_changes_of_a_name_that_is_none_are_answered_with_the_nearest(desk: Desk) -> None:
    assert "Did you mean" in desk.command("/ev changes xiomi")
    assert "no company of that name" in desk.command("/ev changes nonsense-co")


def test_in_a_thread_about_one_company_both_are_about_that(desk: Desk) -> None:
    desk.mention("@ev xiaomi")
    thread = desk.sandbox.messages("#ev-news")[0].ts
    for text, expected in (("timeline", "Timeline: Xiaomi"), ("what changed this week?", "What changed: Xiaomi")):
        desk.later(2)
        assert expected in desk.sandbox.visible_text(desk.mention(f"@ev {text}", thread_ts=thread)[-1])


def test_a_thread_goes_on_with_the_company_of_a_timeline(desk: Desk) -> None:
    desk.mention("@ev timeline xiaomi")
    desk.later(2)
    thread = desk.sandbox.messages("#ev-news")[0].ts
    answer = desk.mention("@ev who denied something?", thread_ts=thread)[-1]
    assert "Hyundai Motor" in desk.sandbox.visible_text(answer)


def test_changes_of_all_companies_leave_a_thread_on_its_subject(desk: Desk) -> None:
    desk.mention("@ev is Xiaomi building its car with BAIC?")
    thread = desk.sandbox.messages("#ev-news")[0].ts
    for text in ("changes", "source?"):
        desk.later(2)
        answer = desk.mention(f"@ev {text}", thread_ts=thread)[-1]
    assert "Bloomberg" in desk.sandbox.visible_text(answer)


# Questions by command


def test_ask_asks_where_a_name_alone_would_show_a_card(desk: Desk) -> None:
    card, answer = desk.command("/ev xiaomi"), desk.command("/ev ask xiaomi")
    assert "[1]" in answer
    assert "Sources:" not in card


def test_ask_without_a_question_says_how(desk: Desk) -> None:
    assert "What do you want to know?" in desk.command("/ev ask")


def test_ask_by_mention_is_a_question_too(desk: Desk) -> None:
    (answer,) = desk.mention("@ev ask xiaomi")
    assert "[1]" in desk.sandbox.visible_text(answer)


def test_what_is_shown_keeps_the_rules_and_has_a_text(desk: Desk) -> None:
    many(desk, 25)
    for text in (
        "/ev timeline byd",
        "/ev timeline xiaomi",
        "/ev changes",
        "/ev changes since 2022-06-01",
        "/ev ask byd",
    ):
        desk.command(text)
    assert desk.sandbox.warnings == []
    assert all(message.text.strip() for message in desk.sandbox.ephemerals("alex"))
