"""Follow-up questions: what a thread was about is kept in the store, and a direct message needs no thread."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import a_claim, a_denial, a_report
from conftest import NOW, Desk
from stored import keep, keep_the_story

from briefings.claims import Topic
from briefings.questions import Question
from db.conversations import question_from, question_to
from db.database import Database

ASKED = "@ev is Xiaomi building its car with BAIC?"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """With the story of Xiaomi, BAIC and Hyundai, and one of BYD that must not be mixed into it."""
    keep_the_story(desk.database)
    statement = "BYD will buy a plant of Ford"
    keep(
        desk.database,
        a_claim(id="cford", statement=statement, companies=("byd", "ford")),
        [a_report(statement=statement, quote=statement, companies=("byd", "ford"), id="b1")],
    )
    return desk


def follow_up(desk: Desk, text: str) -> str:
    """What is answered to a further question in the thread of the first."""
    question = next(each for each in desk.sandbox.messages("#ev-news") if each.user != desk.sandbox.bot_user_id)
    desk.later(2)
    return desk.sandbox.visible_text(desk.mention(f"@ev {text}", thread_ts=question.ts)[-1])


def direct(desk: Desk, text: str, **more: str) -> str:
    """What is answered to a direct message."""
    desk.later(2)
    desk.settle(desk.sandbox.say("kim", "@ev", text, **more))
    return desk.sandbox.visible_text(desk.answers(desk.sandbox.direct_channel("kim").id)[-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("when?", "29 August 2022"),
        ("source?", "Bloomberg"),
        ("who said so", "Bloomberg"),
        ("谁说的？", "Bloomberg"),
        ("is that official?", "Not confirmed."),
    ],
)
def test_a_follow_up_is_about_what_the_thread_is_about(desk: Desk, text: str, expected: str) -> None:
    desk.mention(ASKED)
    assert expected in follow_up(desk, text)


def test_a_follow_up_that_names_another_company_is_about_that_one(desk: Desk) -> None:
    desk.mention("@ev is Xiaomi buying the plant of Beijing Hyundai?")
    assert "Denied by Hyundai Motor" in follow_up(desk, "and what did Hyundai say?")


def test_the_company_of_a_card_is_what_the_thread_goes_on_with(desk: Desk) -> None:
    desk.mention("@ev byd")
    assert "Ford" in follow_up(desk, "any rumours?")


def test_a_name_that_is_asked_in_a_thread_is_a_question(desk: Desk) -> None:
    desk.mention(ASKED)
    assert "Denied by Hyundai Motor" in follow_up(desk, "Beijing Hyundai?")


def test_a_question_without_a_company_is_kept_as_well(desk: Desk) -> None:
    desk.mention("@ev who will buy a plant?")
    question = desk.sandbox.messages("#ev-news")[0]
    with desk.database.read() as tx:
        kept = tx.conversations.last_question(desk.sandbox.team_id, question.channel, question.ts)
    assert kept is not None
    assert kept.companies == ()
    assert kept.topics or kept.terms


def test_a_question_without_a_company_keeps_the_thread_on_its_company(desk: Desk) -> None:
    desk.mention(ASKED)
    follow_up(desk, "when?")
    question = desk.sandbox.messages("#ev-news")[0]
    with desk.database.read() as tx:
        kept = tx.conversations.last_question(desk.sandbox.team_id, question.channel, question.ts)
    assert kept is not None
    assert kept.companies == ("xiaomi", "baic-group")


@pytest.mark.parametrize("aside", ["help", "should I buy the shares?", "list"])
def test_what_asks_for_nothing_changes_no_subject(desk: Desk, aside: str) -> None:
    desk.mention(ASKED)
    follow_up(desk, aside)
    assert "Bloomberg" in follow_up(desk, "source?")


def test_threads_are_apart(desk: Desk) -> None:
    desk.mention(ASKED)
    desk.later(2)
    desk.mention("@ev is BYD buying a plant of Ford?")
    answer = follow_up(desk, "any denial?")
    assert "Ford" not in answer


def test_a_direct_message_goes_on_with_the_one_before(desk: Desk) -> None:
    direct(desk, "is BYD buying a plant of Ford?")
    assert "BYD will buy a plant of Ford" in direct(desk, "source?")


def test_a_direct_message_long_after_begins_anew(desk: Desk) -> None:
    direct(desk, "is BYD buying a plant of Ford?")
    desk.later(31 * 60)
    assert "BYD will buy a plant of Ford" not in direct(desk, "source?")


def test_a_thread_in_direct_messages_is_a_conversation_of_its_own(desk: Desk) -> None:
    direct(desk, "is BYD buying a plant of Ford?")
    channel = desk.sandbox.direct_channel("kim").id
    first = desk.sandbox.messages(channel)[0]
    direct(desk, "is Xiaomi building its car with BAIC?")
    assert "BYD will buy a plant of Ford" in direct(desk, "source?", thread_ts=first.ts)
    assert "BYD" not in direct(desk, "and is it confirmed?", thread_ts=desk.sandbox.messages(channel)[2].ts)


def test_a_mistyped_name_in_a_conversation_is_still_asked_about(desk: Desk) -> None:
    direct(desk, "is BYD buying a plant of Ford?")
    assert "Did you mean" in direct(desk, "xiomi")


def test_everything_that_a_follow_up_goes_back_to_is_kept(database: Database) -> None:
    question = Question(
        "",
        companies=("byd",),
        topics=(Topic.PLANT,),
        words="plant in Turkey",
        terms=("manisa",),
        required=(("turkey", "turkish"), ("u8",)),
        since=date(2022, 8, 1),
        until=date(2022, 8, 31),
    )
    assert question_from(question_to(question)) == question
    with database.begin() as tx:
        tx.workspaces.remember("T1", "Desk", "U1")
        tx.conversations.save("T1", "C1", "1.0", question, NOW)
    with database.read() as tx:
        assert tx.conversations.last_question("T1", "C1", "1.0") == question
        assert tx.conversations.last_in_channel("T1", "C1", NOW) == question
        assert tx.conversations.last_in_channel("T1", "C1", NOW + timedelta(seconds=1)) is None
    with database.begin() as tx:
        tx.conversations.forget_old(NOW + timedelta(days=31))
        assert tx.conversations.last_question("T1", "C1", "1.0") is None


def test_a_denial_in_the_thread_is_found_without_its_company(desk: Desk) -> None:
    desk.mention("@ev did Beijing Hyundai sell its plant?")
    answer = follow_up(desk, "who denied it?")
    assert a_denial().source.name in answer


def test_half_a_character_in_a_question_does_no_harm(desk: Desk) -> None:
    assert "Bloomberg" in direct(desk, "is Xiaomi building \ud83d its car with BAIC?")
