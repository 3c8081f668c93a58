"""Suggested questions where people write to the bot."""

from __future__ import annotations

import pytest
from builders import a_claim, a_confirmation, a_report
from conftest import Desk
from stored import keep, keep_the_story

from bot.sandbox.faults import Refuse


def opened(desk: Desk, tab: str = "messages") -> list[dict[str, str]]:
    """The prompts that somebody sees who opens a tab."""
    desk.settle(desk.sandbox.open_home("kim", tab))
    session = desk.sandbox.workspace.sessions.get((desk.sandbox.direct_channel("kim").id, ""), {})
    prompts: list[dict[str, str]] = session.get("prompts", [])
    return prompts


def test_the_messages_tab_suggests_what_the_store_can_answer(desk: Desk) -> None:
    keep_the_story(desk.database)
    statement = "CATL will open a plant"
    keep(
        desk.database,
        a_claim(id="ccatl", statement=statement, companies=("catl",)),
        [a_confirmation(statement=statement, companies=("catl",), id="k1", by="CATL", company="catl")],
    )
    assert [prompt["title"] for prompt in opened(desk)] == [
        "What rumours are there about Xiaomi?",
        "What is confirmed about CATL?",
        "What changed this week?",
        "Help",
    ]


def test_every_suggestion_has_an_answer(desk: Desk) -> None:
    keep_the_story(desk.database)
    for prompt in opened(desk):
        desk.later(2)
        desk.settle(desk.sandbox.say("kim", "@ev", prompt["message"]))
        text = desk.sandbox.visible_text(desk.answers(desk.sandbox.direct_channel("kim").id)[-1])
        assert "Nothing" not in text, prompt


def test_an_empty_store_suggests_what_always_works(desk: Desk) -> None:
    assert [prompt["title"] for prompt in opened(desk)] == ["What changed this week?", "Help"]


def test_the_newest_rumour_comes_first_and_only_of_companies_that_are_followed(desk: Desk) -> None:
    keep_the_story(desk.database)
    for slug, day in (("byd", "2022-08-30"), ("gone", "2022-08-31")):
        statement = f"A plant of {slug} will open"
        report = a_report(id=slug, statement=statement, quote=statement, companies=(slug,), published_at=day)
        keep(desk.database, a_claim(id=f"c{slug}", statement=statement, companies=(slug,)), [report])
    assert opened(desk)[0]["message"] == "What rumours are there about BYD?"


def test_the_home_tab_suggests_nothing(desk: Desk) -> None:
    assert opened(desk, "home") == []
    assert desk.sandbox.home("kim") is not None


def test_where_slack_does_not_take_them_we_log_and_go_on(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.sandbox.faults.next("assistant.threads.setSuggestedPrompts", Refuse("internal_error"))
    assert opened(desk) == []
    assert "no questions were suggested" in caplog.text
    assert desk.sandbox.ephemerals("kim") == []
    assert len(opened(desk)) == 2
