"""The whole app over real Socket Mode: what a person types, and what they are shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from builders import a_case, a_claim, a_report
from conftest import Desk
from stored import keep, keep_the_story

from bot.sandbox.faults import Drop, Slow


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """With a rumour that was answered, a confirmed plan and a denied purchase."""
    keep_the_story(desk.database)
    return desk


def test_a_card_shows_rumours_confirmations_and_denials_to_the_one_who_asked(desk: Desk) -> None:
    card = desk.command("/ev xiaomi")
    for words in (
        "Rumour, not confirmed",
        "Bloomberg",
        "BAIC Group",
        "Confirmed",
        "Denied by Hyundai Motor",
        "https://",
    ):
        assert words in card
    assert desk.answers() == []


def test_the_card_is_the_same_by_any_name(desk: Desk) -> None:
    cards = [desk.command(f"/ev {name}").split("[Share to channel]")[0] for name in ("小米", "xiaomi", "1810.HK")]
    assert len(set(cards)) == 1


def test_a_mistyped_name_is_answered_with_the_nearest_one_and_a_button_for_it(desk: Desk) -> None:
    assert "Xiaomi" in desk.command("/ev xiomi")
    offer = desk.sandbox.ephemerals("alex")[-1]
    desk.settle(desk.sandbox.click("alex", offer, "ev_company:0"))
    assert "Denied by Hyundai Motor" in desk.sandbox.visible_text(desk.sandbox.ephemerals("alex")[-1])


def test_an_ambiguous_name_is_answered_with_a_choice(desk: Desk) -> None:
    desk.command("/ev track Rimac Technology")
    desk.command("/ev track Rimac Automobili")
    choice = desk.command("/ev rimac")
    assert "can mean several companies" in choice
    assert "click ev_company:1" in choice


def test_a_name_that_is_nothing_here_is_answered_helpfully(desk: Desk) -> None:
    assert "Nothing stored about “nonsense-co”" in desk.command("/ev nonsense-co")


@pytest.mark.parametrize("text", ["/ev", "/ev help", "/ev HELP"])
def test_help_says_what_can_be_asked_and_how_in_threads(desk: Desk, text: str) -> None:
    shown = desk.command(text)
    assert "/ev digest" in shown
    assert "in a thread, mention me" in shown.casefold()


def test_the_list_names_every_company(desk: Desk) -> None:
    shown = desk.command("/ev list")
    assert all(name in shown for name in ("Xiaomi", "BAIC BluePark", "FinDreams Battery"))


def test_a_company_is_followed_from_now_on(desk: Desk) -> None:
    assert "Rimac" in desk.command("/ev track Rimac, 里马克")
    assert "Rimac" in desk.command("/ev 里马克")
    assert "already means BYD" in desk.command("/ev track Rimac, 比亚迪")
    assert "also goes by 锐马克" in desk.command("/ev track rimac, 锐马克")


def test_a_mention_is_answered_in_its_thread_with_quotes_and_links(desk: Desk) -> None:
    answer = desk.mention("@ev is Xiaomi building its car with BAIC?")[-1]
    question = desk.sandbox.messages("#ev-news")[0]
    text = desk.sandbox.visible_text(answer)
    assert answer.thread_ts == question.ts
    assert "Rumour, not confirmed" in text
    assert a_report().quote in text
    assert "https://news.example/xiaomi-baic" in text


def test_a_follow_up_in_the_thread_keeps_the_subject(desk: Desk) -> None:
    desk.mention("@ev is Xiaomi building its car with BAIC?")
    question = desk.sandbox.messages("#ev-news")[0]
    desk.later(2)
    answer = desk.mention("@ev who said so?", thread_ts=question.ts)[-1]
    assert "Bloomberg" in desk.sandbox.visible_text(answer)


def test_a_direct_message_is_answered_by_the_same_code(desk: Desk) -> None:
    desk.settle(desk.sandbox.say("kim", "@ev", "is Xiaomi building its car with BAIC?"))
    answer = desk.answers(desk.sandbox.direct_channel("kim").id)[-1]
    assert "Rumour, not confirmed" in desk.sandbox.visible_text(answer)


def test_a_mention_knows_the_words_of_the_command_too(desk: Desk) -> None:
    assert "/ev digest" in desk.sandbox.visible_text(desk.mention("@ev help")[-1])


def test_an_event_that_is_delivered_three_times_is_answered_once(desk: Desk) -> None:
    assert len(desk.mention("@ev is Xiaomi building its car with BAIC?", duplicates=3)) == 1


def test_where_our_answers_stand_is_remembered_with_their_claims(desk: Desk) -> None:
    answer = desk.mention("@ev is Xiaomi building its car with BAIC?")[-1]
    with desk.database.read() as tx:
        posts = tx.outbox.posts_about(desk.sandbox.team_id, "crumour")
    assert posts == [(answer.channel, answer.ts)]


def test_thirty_slow_listeners_do_not_keep_the_next_command_waiting(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(burst=100)
    desk.sandbox.faults.always("chat.postMessage", Slow(4))
    for number in range(30):
        desk.sandbox.say("alex", "#ev-news", f"@ev help, please, number {number}")
    desk.sandbox.wait_until(lambda: len(desk.sandbox.calls("chat.postMessage")) >= 30, 10)
    delivery = desk.sandbox.command("kim", "#ev-news", "/ev help").wait(3)
    assert delivery.acked
    assert desk.listeners.wait_idle(20)


def test_our_mistake_is_said_with_a_reference_and_nothing_else(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE claim_company")
        connection.commit()
    shown = desk.command("/ev xiaomi")
    reference = next(record.getMessage() for record in caplog.records if "reference" in record.getMessage())[-8:]
    assert reference in shown
    assert "claim_company" not in shown
    assert "Traceback" not in shown


def test_foreign_text_is_never_markup(desk: Desk) -> None:
    hostile = "Xiaomi <!channel> *buys* <https://evil.example|BAIC> & <@U123>"
    keep(
        desk.database, a_claim(id="chostile", statement=hostile), [a_report(statement=hostile, quote=hostile, id="h1")]
    )
    desk.command("/ev xiaomi")
    desk.mention("@ev what about Xiaomi buys BAIC?")
    shown = [*desk.sandbox.ephemerals("alex"), *desk.answers()]
    assert any("<!channel>" in desk.sandbox.visible_text(message) for message in shown)
    for message in shown:
        assert "<!channel>" not in message.text
        assert "<@U123>" not in message.text
        assert "<https://evil.example" not in message.text


def test_every_message_has_a_text_for_screen_readers(desk: Desk) -> None:
    for text in ("/ev", "/ev xiaomi", "/ev xiomi", "/ev list", "/ev digest", "/ev digest daily 09:00"):
        desk.command(text)
        desk.later(2)
    desk.mention("@ev is Xiaomi building its car with BAIC?")
    assert desk.sandbox.warnings == []
    assert all(message.text.strip() for message in (*desk.answers(), *desk.sandbox.ephemerals("alex")))


def test_the_home_tab_shows_the_digests(desk: Desk) -> None:
    desk.command("/ev digest daily 09:00 Asia/Shanghai")
    desk.settle(desk.sandbox.open_home("alex"))
    home = desk.sandbox.home("alex")
    assert home is not None
    assert "every day at 09:00 (Asia/Shanghai)" in desk.sandbox.visible_text(home)


def test_an_agent_session_that_is_stopped_is_no_longer_at_work(desk: Desk) -> None:
    direct = desk.sandbox.direct_channel("kim").id
    desk.settle(desk.sandbox.say("kim", "@ev", "help"))
    desk.settle(desk.sandbox.stop_agent("kim", direct, desk.sandbox.messages(direct)[0].ts))
    (call,) = desk.sandbox.calls("agents.sessions.setStatus")
    assert (call.arguments["status"], call.error) == ("active", None)


def test_a_dropped_answer_to_a_mention_is_not_sent_twice(desk: Desk) -> None:
    desk.sandbox.faults.next("chat.postMessage", Drop(after=True))
    assert len(desk.mention("@ev is Xiaomi building its car with BAIC?")) == 1
    assert a_case().claim.id


@pytest.mark.parametrize("text", ["/ev track Rimac, 比亚迪", "/ev xiaomi"])
def test_an_error_right_after_the_ack_is_never_a_time_out(desk: Desk, text: str) -> None:
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE claim_company")
        connection.commit()
    delivery = desk.settle(desk.sandbox.command("alex", "#ev-news", text))
    assert delivery.acked
    assert delivery.seconds is not None
    assert delivery.seconds < 1
    assert len(desk.sandbox.ephemerals("alex")) == 1


def test_a_question_that_begins_like_a_command_is_a_question(desk: Desk) -> None:
    desk.mention("@ev track record of Xiaomi's denials?")
    with desk.database.read() as tx:
        assert tx.store.watchlist().named("record of Xiaomi's denials?") is None
    assert "would be found in every article" in desk.command("/ev track Rimac, the")


def test_other_apps_are_not_answered(desk: Desk) -> None:
    event = {
        "type": "app_mention",
        "channel": desk.sandbox.channel("#ev-news").id,
        "bot_id": "B9",
        "ts": "1.0",
        "text": "x",
    }
    desk.settle(desk.sandbox.event(event))
    assert desk.answers() == []
