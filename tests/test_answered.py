"""The buttons under an answer: the rest of it, sharing it with the channel, and saying what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from builders import a_claim, a_denial, a_report, utc
from conftest import NOW, Desk
from stored import keep, keep_the_story

from bot.answered import GONE
from bot.cli import main
from bot.sandbox.faults import Drop, RateLimited, Refuse
from bot.sandbox.workspace import Message
from db.asked import Asked, Feedback
from db.database import Database

QUESTION = "what rumours about BYD?"


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk(burst=100)
    keep_the_story(desk.database)
    many(desk, 27)
    return desk


def many(desk: Desk, number: int, first: int = 0) -> None:
    for each in range(first, number):
        statement = f"BYD will build its plant number {each:03}"
        published = f"{utc('2022-06-01') + timedelta(days=each):%Y-%m-%d}"
        report = a_report(
            id=f"m{each}",
            statement=statement,
            quote=statement,
            companies=("byd",),
            published_at=published,
            url=f"https://news.example/{each}",
        )
        keep(desk.database, a_claim(id=f"cmany{each:03}", statement=statement, companies=("byd",)), [report])


def asked_by_command(desk: Desk, text: str = QUESTION, **more: str) -> Message:
    desk.command(f"/ev {text}", **more)
    return desk.sandbox.ephemerals(more.get("user", "alex"))[-1]


def click(desk: Desk, where: Message, action: str, user: str = "alex", duplicates: int = 1) -> list[str]:
    """Press a button; what only the one who pressed is shown for it."""
    before = len(desk.sandbox.ephemerals(user))
    desk.settle(desk.sandbox.click(user, where, action, duplicates=duplicates))
    return list(map(desk.sandbox.visible_text, desk.sandbox.ephemerals(user)[before:]))


# Show all


def test_show_all_tells_the_rest_ten_a_message(desk: Desk) -> None:
    answer = asked_by_command(desk)
    told = desk.sandbox.visible_text(answer)
    pages = click(desk, answer, "ev_show_all")
    assert [page.count("• ") for page in pages] == [10, 10, 2]
    for number in range(27):
        assert (f"number {number:03}" in told) + sum(f"number {number:03}" in page for page in pages) == 1
    assert "Fits as well, 11 to 20 of 22:" in pages[1]
    assert all("Rumour, not confirmed: BYD will build" in page for page in pages)
    assert "https://news.example/" in pages[0]


def test_show_all_is_for_the_one_who_pressed_and_stays_in_the_thread(desk: Desk) -> None:
    answer = desk.mention(f"@ev {QUESTION}")[-1]
    posted = len(desk.answers())
    pages = click(desk, answer, "ev_show_all", user="kim")
    assert len(pages) == 3
    assert len(desk.answers()) == posted
    assert {each.thread_ts for each in desk.sandbox.ephemerals("kim")} == {answer.thread_ts}


def test_an_answer_that_tells_all_has_no_button_for_more(desk: Desk) -> None:
    assert "Show all" not in desk.command("/ev is Xiaomi building its car with BAIC?")


def test_the_buttons_work_after_a_restart(desk: Desk) -> None:
    answer = asked_by_command(desk)
    desk.restart()
    assert len(click(desk, answer, "ev_show_all")) == 3
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]


def test_a_click_that_is_delivered_twice_counts_once(desk: Desk) -> None:
    answer = asked_by_command(desk)
    assert len(click(desk, answer, "ev_show_all", duplicates=3)) == 3


def test_the_rest_of_a_timeline_is_what_came_earlier(desk: Desk) -> None:
    shown = desk.command("/ev timeline byd")
    pages = click(desk, desk.sandbox.ephemerals("alex")[-1], "ev_show_all")
    assert "Earlier changes" in pages[0]
    for number in range(27):
        assert (f"number {number:03}" in shown) + sum(f"number {number:03}" in page for page in pages) == 1


def test_a_very_long_timeline_says_what_it_leaves_out(desk: Desk) -> None:
    many(desk, 90, first=27)
    assert "Show all (60)" in desk.command("/ev timeline byd")
    pages = click(desk, desk.sandbox.ephemerals("alex")[-1], "ev_show_all")
    assert "10 still earlier changes not shown." in pages[0]
    assert "number 069" in pages[-1]


def test_the_rest_of_the_changes_are_claims(desk: Desk) -> None:
    desk.command("/ev changes since 2022-06-01")
    pages = click(desk, desk.sandbox.ephemerals("alex")[-1], "ev_show_all")
    assert sum(page.count("• ") for page in pages) == 10


def test_an_answer_that_is_no_longer_kept_is_said_to_be(desk: Desk) -> None:
    answer = asked_by_command(desk)
    with desk.database.begin() as tx:
        tx.asking.forget_old(desk.sandbox.clock.now() + timedelta(days=31))
    assert click(desk, answer, "ev_show_all") == [GONE]
    assert click(desk, answer, "ev_share") == [GONE]


def test_nothing_of_another_workspace_is_shown(database: Database) -> None:
    asked = Asked("T1", "answer", "C1", "U1", "what?", {}, NOW.date())
    with database.begin() as tx:
        for workspace in ("T1", "T2"):
            tx.workspaces.remember(workspace, workspace, "U")
        first = tx.asking.keep(asked, NOW)
        tx.asking.add_feedback("T1", Feedback(first, "U1", "wrong", "", NOW))
        assert tx.asking.get("T2", first) is None
        assert not tx.asking.take_share("T2", first, NOW)
        assert tx.asking.feedback("T2") == []
        assert tx.asking.get("T1", first) == asked


def test_an_id_is_never_given_again(database: Database) -> None:
    asked = Asked("T1", "answer", "C1", "U1", "what?", {}, NOW.date())
    with database.begin() as tx:
        tx.workspaces.remember("T1", "Desk", "U")
        first = tx.asking.keep(asked, NOW)
        tx.asking.forget_old(NOW + timedelta(days=31))
        assert tx.asking.keep(asked, NOW) > first


# Sharing


def test_share_posts_the_same_answer_and_says_who(desk: Desk) -> None:
    answer = asked_by_command(desk)
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]
    (shared,) = desk.answers()
    text = desk.sandbox.visible_text(shared)
    assert text.startswith(f"Shared by @alex; asked: “{QUESTION}”:")
    assert desk.sandbox.visible_text(answer).split("[Show all")[0] in text
    assert shared.text.startswith(f"Shared by <@{desk.sandbox.user('alex').id}>")
    assert "[Share to channel]" not in text
    assert len(click(desk, shared, "ev_show_all", user="kim")) == 3


def test_what_was_asked_is_told_without_the_word_of_the_command(desk: Desk) -> None:
    click(desk, asked_by_command(desk, f"ask {QUESTION}"), "ev_share")
    assert f"asked: “{QUESTION}”" in desk.answers()[-1].text


def test_a_shared_answer_is_remembered_with_its_claims(desk: Desk) -> None:
    click(desk, asked_by_command(desk, "is Xiaomi building its car with BAIC?"), "ev_share")
    (shared,) = desk.answers()
    with desk.database.read() as tx:
        assert tx.outbox.posts_about(desk.sandbox.team_id, "crumour") == [(shared.channel, shared.ts)]


def test_an_answer_whose_claim_is_gone_can_still_be_shared(desk: Desk) -> None:
    answer = asked_by_command(desk, "is Xiaomi building its car with BAIC?")
    with desk.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM claim WHERE id = 'crumour'")
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]


def test_a_shared_card_is_whole_with_what_follows_in_its_thread(desk: Desk) -> None:
    desk.command("/ev timeline byd")
    last = desk.sandbox.ephemerals("alex")[-1]
    pages = len(desk.sandbox.ephemerals("alex"))
    click(desk, last, "ev_share")
    shared = desk.answers()
    assert len(shared) == pages
    assert {each.thread_ts for each in shared[1:]} <= {shared[0].ts}


def test_clicking_twice_posts_once(desk: Desk) -> None:
    answer = asked_by_command(desk)
    click(desk, answer, "ev_share", duplicates=3)
    assert click(desk, answer, "ev_share") == ["That answer was shared already."]
    assert len(desk.answers()) == 1


def test_clicking_twice_at_once_posts_once(desk: Desk) -> None:
    answer = asked_by_command(desk)
    with ThreadPoolExecutor(8) as pool:
        clicks = list(pool.map(lambda _: desk.sandbox.click("alex", answer, "ev_share"), range(8)))
    for each in clicks:
        desk.settle(each)
    assert len(desk.answers()) == 1


def test_where_the_bot_is_not_in_the_channel_it_says_how_and_a_second_try_works(desk: Desk) -> None:
    answer = asked_by_command(desk, channel="#general")
    (said,) = click(desk, answer, "ev_share")
    assert said == "I am not in this channel. Invite me with /invite @ev, then press Share again."
    desk.sandbox.invite("#general")
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]
    assert len(desk.answers("#general")) == 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("channel_not_found", "Invite me with /invite @ev, then press Share again."),
        ("is_archived", "Unarchive it and press Share again"),
        ("restricted_action", "Ask an admin"),
        ("message_limit_exceeded", "the workspace has used up its messages"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_how_to_mend_it(desk: Desk, code: str, expected: str) -> None:
    answer = asked_by_command(desk)
    desk.sandbox.faults.next("chat.postMessage", Refuse(code))
    (said,) = click(desk, answer, "ev_share")
    assert expected in said
    assert desk.answers() == []
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]


def test_what_slack_asks_to_wait_for_can_be_shared_later(desk: Desk) -> None:
    answer = asked_by_command(desk)
    desk.sandbox.faults.next("chat.postMessage", RateLimited(30))
    (said,) = click(desk, answer, "ev_share")
    assert "Press Share again in a minute" in said
    assert click(desk, answer, "ev_share") == ["Shared in this channel."]


def test_what_may_have_arrived_is_not_posted_again(desk: Desk) -> None:
    answer = asked_by_command(desk)
    desk.sandbox.faults.next("chat.postMessage", Drop(after=True))
    (said,) = click(desk, answer, "ev_share")
    assert "did not say whether it arrived" in said
    assert click(desk, answer, "ev_share") == ["That answer was shared already."]
    assert len(desk.answers()) == 1


def test_an_answer_in_the_channel_has_nothing_to_share(desk: Desk) -> None:
    assert "Share to channel" not in desk.sandbox.visible_text(desk.mention(f"@ev {QUESTION}")[-1])


def test_a_question_is_never_markup_where_it_is_shared(desk: Desk) -> None:
    click(desk, asked_by_command(desk, "what about <!channel> *BYD* & <https://evil.example|BAIC>?"), "ev_share")
    (shared,) = desk.answers()
    assert "<!channel>" not in shared.text
    assert "<https://evil.example" not in shared.text


# What was wrong


def complain(desk: Desk, where: Message, user: str = "alex", **filled: str) -> list[str]:
    desk.settle(desk.sandbox.click(user, where, "ev_not_useful"))
    modal = desk.sandbox.modal(user)
    assert modal is not None
    before = len(desk.sandbox.ephemerals(user))
    desk.settle(desk.sandbox.submit(user, modal, filled))
    return list(map(desk.sandbox.visible_text, desk.sandbox.ephemerals(user)[before:]))


def test_not_useful_asks_for_a_reason_and_keeps_it(desk: Desk) -> None:
    answer = asked_by_command(desk)
    (said,) = complain(desk, answer, reason="wrong", note="  BYD said otherwise  ")
    assert said.startswith("Thank you, noted.")
    assert desk.sandbox.modal("alex") is None
    with desk.database.read() as tx:
        (kept,) = tx.asking.feedback(desk.sandbox.team_id)
    assert (kept.reason, kept.note, kept.question) == ("wrong", "BYD said otherwise", QUESTION)
    assert kept.user_id == desk.sandbox.user("alex").id


def test_not_useful_works_in_a_channel_a_direct_message_and_without_a_note(desk: Desk) -> None:
    in_channel = desk.mention(f"@ev {QUESTION}")[-1]
    assert complain(desk, in_channel, user="kim", reason="outdated")
    assert desk.sandbox.ephemerals("kim")[-1].thread_ts == in_channel.thread_ts
    desk.settle(desk.sandbox.say("kim", "@ev", QUESTION))
    direct = desk.answers(desk.sandbox.direct_channel("kim").id)[-1]
    assert complain(desk, direct, user="kim", reason="missing")
    with desk.database.read() as tx:
        assert [each.reason for each in tx.asking.feedback(desk.sandbox.team_id)] == ["missing", "outdated"]


def test_not_useful_works_where_the_bot_is_not_in_the_channel(desk: Desk) -> None:
    assert complain(desk, asked_by_command(desk, channel="#general"), reason="other")


def test_a_form_that_does_not_open_in_time_is_asked_for_again(desk: Desk) -> None:
    answer = asked_by_command(desk)
    desk.sandbox.faults.next("views.open", Refuse("expired_trigger_id"))
    assert click(desk, answer, "ev_not_useful") == [
        "The form did not open: that took too long. Press Not useful again."
    ]


def test_the_form_takes_four_reasons_and_500_characters(desk: Desk) -> None:
    answer = asked_by_command(desk)
    desk.settle(desk.sandbox.click("alex", answer, "ev_not_useful"))
    modal = desk.sandbox.modal("alex")
    assert modal is not None
    text = desk.sandbox.visible_text(modal)
    assert all(reason in text for reason in ("Wrong claim", "Out of date", "Missing something", "Other"))
    assert [block["element"].get("max_length") for block in modal.blocks] == [None, 500]


def test_feedback_is_kept_when_the_question_is_not(desk: Desk) -> None:
    complain(desk, asked_by_command(desk), reason="wrong")
    with desk.database.begin() as tx:
        tx.asking.forget_old(desk.sandbox.clock.now() + timedelta(days=31))
        (kept,) = tx.asking.feedback(desk.sandbox.team_id)
    assert (kept.reason, kept.question) == ("wrong", None)


def test_the_command_line_lists_what_people_thought(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EV_DATABASE_URL", str(desk.database.engine.url))
    assert main(["feedback", "list"]) == 0
    assert capsys.readouterr().out == "no feedback\n"
    complain(desk, asked_by_command(desk), reason="wrong", note="two\nlines \ud83d")
    assert main(["feedback", "list"]) == 0
    (row,) = capsys.readouterr().out.splitlines()
    assert "Wrong claim: two lines ?  [what rumours about BYD?]" in row
    assert main(["feedback", "--workspace", "T9", "list"]) == 0
    assert capsys.readouterr().out == "no feedback\n"
    assert main(["feedback", "list", "--json"]) == 0
    assert '"reason": "wrong", "note": "two\\nlines ?"' in capsys.readouterr().out


def test_what_is_shown_keeps_the_rules(desk: Desk) -> None:
    answer = asked_by_command(desk)
    click(desk, answer, "ev_show_all")
    click(desk, answer, "ev_share")
    complain(desk, answer, reason="other")
    assert desk.sandbox.warnings == []
    assert all(each.text.strip() for each in (*desk.answers(), *desk.sandbox.ephemerals("alex")))


def test_what_has_changed_since_it_was_asked_is_not_shared(desk: Desk) -> None:
    answer = asked_by_command(desk, "is Xiaomi building its car with BAIC?")
    denial = a_denial(id="later", by="Xiaomi", company="xiaomi", published_at="2022-09-02")
    keep(desk.database, a_claim(id="crumour"), [denial], day=date(2022, 9, 3))
    desk.later(20 * 86_400)
    (told,) = click(desk, answer, "ev_share")
    assert "changed since you asked" in told
    assert desk.answers() == []
