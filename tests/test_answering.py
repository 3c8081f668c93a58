"""Where answers go: each question one answer, in its own thread, however often and however many at once they come."""

from __future__ import annotations

from collections.abc import Callable

from builders import a_claim, a_company, a_report, a_watchlist
from conftest import NOW, Desk
from stored import keep, keep_the_story

from bot.sandbox.faults import Slow
from bot.views.message import Message, check_message
from db.conversations import question_from

_FIRST = "Arden Belmar Corvin Dalton Elmira Fenwick Garland Halden Ivarson Jutland"
_MORE = "Kestrel Lindau Marlow Norden Osprey Peregrine Quillan Rowan Selkirk Tamsin"
MAKERS = tuple(f"{name} Motors" for name in f"{_FIRST} {_MORE}".split(" "))


def twenty_stories(desk: Desk) -> None:
    companies = [a_company(name) for name in MAKERS]
    with desk.database.begin() as tx:
        tx.store.save_watchlist(a_watchlist(*companies))
    for number, company in enumerate(companies):
        statement = f"{company.name} will open a plant"
        report = a_report(id=f"a{number}", statement=statement, quote=statement, companies=(company.slug,))
        keep(desk.database, a_claim(id=f"cplant{number}", statement=statement, companies=(company.slug,)), [report])


def assert_each_has_its_own(desk: Desk) -> None:
    said = desk.sandbox.messages("#ev-news")
    questions = [each for each in said if each.user != desk.sandbox.bot_user_id]
    assert len(questions) == len(MAKERS)
    for name, question in zip(MAKERS, questions, strict=True):
        answers = [each for each in said if each.thread_ts == question.ts and each.user == desk.sandbox.bot_user_id]
        assert [name in desk.sandbox.visible_text(answer) for answer in answers] == [True], name
        others = [other for other in MAKERS if other != name and other in desk.sandbox.visible_text(answers[0])]
        assert others == []


def test_twenty_questions_at_once_delivered_three_times_get_one_answer_each(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(burst=100)
    twenty_stories(desk)
    deliveries = [
        desk.sandbox.say("alex", "#ev-news", f"@ev will {name} open a plant?", duplicates=3) for name in MAKERS
    ]
    for delivery in deliveries:
        desk.settle(delivery)
    assert_each_has_its_own(desk)
    assert desk.sandbox.warnings == []


def test_an_event_that_comes_again_long_after_is_not_answered_again(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    twenty_stories(desk)
    first = desk.sandbox.say("alex", "#ev-news", f"@ev will {MAKERS[0]} open a plant?")
    desk.settle(first)
    assert first is not None
    desk.later(3_600)
    desk.settle(desk.sandbox.event(first.payload["event"]))
    assert len(desk.answers()) == 1


def test_a_slow_first_answer_is_not_given_twice(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    twenty_stories(desk)
    desk.sandbox.faults.next("chat.postMessage", Slow(1))
    desk.mention(f"@ev will {MAKERS[0]} open a plant?", duplicates=3)
    assert len(desk.answers()) == 1


def test_what_people_asked_is_forgotten_after_a_month(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    twenty_stories(desk)
    (answer,) = desk.mention(f"@ev will {MAKERS[0]} open a plant?")
    desk.later(29 * 24 * 3_600)
    desk.tick()
    assert kept(desk, answer.thread_ts or "") == (True, True)
    desk.later(2 * 24 * 3_600)
    desk.tick()
    assert kept(desk, answer.thread_ts or "") == (False, False)


def test_where_an_answer_stands_is_kept_with_what_was_asked(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    twenty_stories(desk)
    (answer,) = desk.mention(f"@ev will {MAKERS[0]} open a plant?")
    with desk.database.read() as tx:
        asked = tx.asking.first_by(desk.sandbox.team_id, answer.channel, answer.thread_ts or "")
    assert asked is not None
    assert (asked.ts, asked.claims, asked.day) == (answer.ts, ("cplant0",), NOW.date())
    assert asked.text == f"will {MAKERS[0]} open a plant?"
    assert question_from(asked.understood).companies == ("arden-motors",)


def kept(desk: Desk, thread: str) -> tuple[bool, bool]:
    """Whether what a thread is about is kept, and what was asked in it."""
    channel = desk.sandbox.channel("#ev-news").id
    with desk.database.read() as tx:
        about = tx.conversations.last_question(desk.sandbox.team_id, channel, thread)
        asked = tx.asking.first_by(desk.sandbox.team_id, channel, thread)
    return about is not None, asked is not None


def test_every_way_of_asking_is_answered_within_the_rules_and_reads_well(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    keep_the_story(desk.database)
    desk.mention("@ev is Xiaomi building its car with BAIC?", duplicates=3)
    question = desk.sandbox.messages("#ev-news")[0]
    desk.mention("@ev and what did Beijing Hyundai say about its plant?", thread_ts=question.ts)
    desk.mention("Good morning. @ev any rumours about Xiaomi? See you.", user="kim")
    for text in ("xiaomi", "ask xiaomi", "timeline xiaomi", "changes", "help", "what of the moon?"):
        desk.command(f"/ev {text}")
    desk.settle(desk.sandbox.say("ada", "@ev", "is Xiaomi buying the plant of Beijing Hyundai?"))
    direct = desk.sandbox.direct_channel("ada").id
    desk.settle(desk.sandbox.edit("ada", desk.sandbox.messages(direct)[0], "what changed this week?"))
    shown = [*desk.answers(), *desk.answers(direct), *desk.sandbox.ephemerals("alex")]
    assert len(shown) == 3 + 1 + 6
    assert desk.sandbox.warnings == []
    assert [call.error for call in desk.sandbox.calls() if call.error] == []
    for message in shown:
        assert check_message(Message(message.text, tuple(dict(block) for block in message.blocks))) == []
        for text in (message.text, desk.sandbox.visible_text(message)):
            assert_reads_well(text)


def assert_reads_well(text: str) -> None:
    assert text.strip()
    for flaw in ("None", "&lt;", "..", "  ", " .", " ,", "()", "[]", "{", "}", "Topic.", "Status.", "_reported"):
        assert flaw not in text.replace("…", ""), (flaw, text)
