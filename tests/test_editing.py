"""A question that is edited in a direct message: its answer is edited with it, and nothing else is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from builders import a_claim, a_report
from conftest import Desk
from stored import keep, keep_the_story

from bot.sandbox.faults import Refuse, Slow
from bot.sandbox.workspace import Message
from bot.turns import Turns

FIRST, SECOND = "is Xiaomi building its car with BAIC?", "is Xiaomi buying the plant of Beijing Hyundai?"


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk(burst=100)
    keep_the_story(desk.database)
    return desk


def ask(desk: Desk, text: str, **more: str) -> Message:
    """Write a direct message; the message."""
    desk.later(1)
    desk.settle(desk.sandbox.say("kim", "@ev", text, **more))
    return [each for each in said(desk) if each.user != desk.sandbox.bot_user_id][-1]


def said(desk: Desk) -> list[Message]:
    return desk.sandbox.messages(desk.sandbox.direct_channel("kim").id)


def answers(desk: Desk) -> list[Message]:
    return desk.answers(desk.sandbox.direct_channel("kim").id)


def edit(desk: Desk, question: Message, text: str, duplicates: int = 1) -> None:
    desk.later(1)
    desk.settle(desk.sandbox.edit("kim", question, text, duplicates=duplicates))


def test_an_edited_question_has_its_answer_edited(desk: Desk) -> None:
    question = ask(desk, FIRST)
    (before,) = answers(desk)
    edit(desk, question, SECOND)
    (after,) = answers(desk)
    assert after.ts == before.ts
    assert after.edited_ts is not None
    assert desk.sandbox.visible_text(after).startswith("Denied by Hyundai Motor")


def test_the_answer_is_remembered_with_the_claims_that_it_tells_now(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, "is Xiaomi putting vehicle manufacturing on its agenda?")
    edit(desk, question, "anything about CATL's licence?")
    with desk.database.read() as tx:
        assert tx.outbox.posts_about(desk.sandbox.team_id, "crumour") == []
    edit(desk, question, SECOND)
    with desk.database.read() as tx:
        assert tx.outbox.posts_about(desk.sandbox.team_id, "cdenied") == [
            (answers(desk)[0].channel, answers(desk)[0].ts)
        ]


def test_an_edit_that_comes_three_times_counts_once(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, SECOND, duplicates=3)
    assert len(desk.sandbox.calls("chat.update")) == 1
    assert len(answers(desk)) == 1


def test_the_first_answer_is_not_given_again_after_an_edit(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, SECOND)
    event = {"type": "message", "channel_type": "im", "channel": question.channel, "user": question.user}
    desk.settle(desk.sandbox.event(event | {"ts": question.ts, "text": FIRST}, "message.im"))
    (after,) = answers(desk)
    assert desk.sandbox.visible_text(after).startswith("Denied by Hyundai Motor")


def test_a_link_that_slack_unfolds_is_no_edit(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, FIRST)
    assert desk.sandbox.calls("chat.update") == []
    assert len(answers(desk)) == 1


def test_our_own_edits_are_no_questions(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, SECOND)
    desk.sandbox.wait_quiet()
    assert len(desk.sandbox.calls("chat.update")) == 1


def test_another_bot_s_edit_is_no_question(desk: Desk) -> None:
    question = ask(desk, FIRST)
    message = {"user": question.user, "bot_id": "B0OTHER", "ts": question.ts, "text": SECOND}
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": question.channel,
        "channel_type": "im",
        "ts": "1.5",
        "message": message,
        "previous_message": message | {"text": FIRST},
    }
    desk.settle(desk.sandbox.event(event, "message.im"))
    assert desk.sandbox.calls("chat.update") == []


def test_a_longer_answer_goes_on_in_the_thread_and_a_shorter_one_takes_the_rest_away(desk: Desk) -> None:
    for number in range(20):
        statement = f"BYD will build its plant number {number:03}, the {'very ' * 20}largest of all its plants"
        report = a_report(id=f"m{number}", statement=statement, quote=statement, companies=("byd",))
        keep(desk.database, a_claim(id=f"cm{number}", statement=statement, companies=("byd",)), [report])
    question = ask(desk, "timeline byd")
    many = answers(desk)
    assert len(many) > 1
    edit(desk, question, SECOND)
    (only,) = answers(desk)
    assert only.ts == many[0].ts
    edit(desk, question, "timeline byd")
    again = answers(desk)
    assert len(again) == len(many)
    assert {each.thread_ts for each in again} == {question.ts}
    assert again[0].ts == only.ts


def test_an_answer_that_is_gone_is_posted_anew(desk: Desk) -> None:
    question = ask(desk, FIRST)
    desk.sandbox.workspace.remove(answers(desk)[0])
    edit(desk, question, SECOND)
    (after,) = answers(desk)
    assert after.thread_ts == question.ts
    edit(desk, question, FIRST)
    assert [each.ts for each in answers(desk)] == [after.ts]


def test_an_answer_that_can_no_longer_be_edited_is_posted_anew(desk: Desk) -> None:
    question = ask(desk, FIRST)
    desk.sandbox.faults.next("chat.update", Refuse("edit_window_closed"))
    edit(desk, question, SECOND)
    assert len(answers(desk)) == 2
    assert desk.sandbox.visible_text(answers(desk)[-1]).startswith("Denied by Hyundai Motor")


def test_only_the_answer_to_the_edited_question_changes(desk: Desk) -> None:
    first = ask(desk, FIRST)
    ask(desk, SECOND)
    before = answers(desk)
    edit(desk, first, "is Xiaomi putting vehicle manufacturing on its agenda?")
    after = answers(desk)
    assert after[1] == before[1]
    assert after[0] != before[0]


def test_an_edited_follow_up_goes_on_with_what_came_before_it(desk: Desk) -> None:
    first = ask(desk, FIRST)
    follow = ask(desk, "and what about BYD?", thread_ts=first.ts)
    edit(desk, follow, "who said so?")
    assert "Bloomberg" in desk.sandbox.visible_text(answers(desk)[-1])


def test_a_follow_up_after_an_edit_is_about_the_edited_question(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edit(desk, question, SECOND)
    ask(desk, "who denied it?", thread_ts=question.ts)
    assert "Hyundai Motor" in desk.sandbox.visible_text(answers(desk)[-1])


def test_an_edit_during_the_first_answer_changes_that(desk: Desk) -> None:
    desk.sandbox.faults.next("chat.postMessage", Slow(1))
    first = desk.sandbox.say("kim", "@ev", FIRST)
    desk.sandbox.wait_until(lambda: desk.sandbox.calls("chat.postMessage"))
    question = next(each for each in said(desk) if each.user != desk.sandbox.bot_user_id)
    edited = desk.sandbox.edit("kim", question, SECOND)
    desk.settle(first)
    desk.settle(edited)
    (after,) = answers(desk)
    assert desk.sandbox.visible_text(after).startswith("Denied by Hyundai Motor")


def test_an_edit_in_a_channel_is_ignored(desk: Desk) -> None:
    (before,) = desk.mention(f"@ev {FIRST}")
    question = desk.sandbox.messages("#ev-news")[0]
    assert desk.sandbox.edit("alex", question, f"@ev {SECOND}") is None
    desk.sandbox.wait_quiet()
    assert desk.answers() == [before]
    assert "In channels I see no edits" in desk.command("/ev help")


def test_an_edit_that_fails_says_so_to_the_one_who_asked(desk: Desk) -> None:
    question = ask(desk, FIRST)
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE claim_company")
        connection.commit()
    edit(desk, question, SECOND)
    (told,) = desk.sandbox.ephemerals("kim")
    assert "Something went wrong on my side" in told.text
    assert told.thread_ts == question.ts


def test_one_thing_at_a_time_and_others_meanwhile() -> None:
    turns, order = Turns(), []

    def work(name: str) -> None:
        with turns.of("T1", name[0]):
            order.append(f"{name} begins")
            time.sleep(0.05)
            order.append(f"{name} ends")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a1", "a2", "a3", "b1")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    of_a = [each for each in order if each.startswith("a")]
    assert all(end == begin.replace("begins", "ends") for begin, end in zip(of_a[::2], of_a[1::2], strict=True))
    assert order.index("b1 begins") < len(order) - 2
    assert turns._waiting == {}


def edited_at(desk: Desk, question: Message, seconds: int, text: str) -> None:
    """The event of an edit that was made so many seconds after the question, delivered now."""
    ts = f"{float(question.ts) + seconds:.6f}"
    channel = desk.sandbox.direct_channel("kim").id
    changed = {"type": "message", "user": question.user, "text": text, "ts": question.ts, "edited": {"ts": ts}}
    event = {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": channel, "ts": ts}
    before = {"user": question.user, "text": FIRST, "ts": question.ts}
    desk.settle(desk.sandbox.event({**event, "message": changed, "previous_message": before}, "message.im"))


def test_an_older_edit_that_comes_later_does_not_win(desk: Desk) -> None:
    question = ask(desk, FIRST)
    edited_at(desk, question, 20, SECOND)
    edited_at(desk, question, 10, "is Xiaomi putting vehicle manufacturing on its agenda?")
    (after,) = answers(desk)
    assert desk.sandbox.visible_text(after).startswith("Denied by Hyundai Motor")
