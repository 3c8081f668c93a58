"""Digests from set to posted: once, on time, and with a word when that cannot be promised."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import a_claim, a_report, utc
from conftest import Desk
from stored import keep

from bot.delivery import SENT_AGAIN
from bot.sandbox.faults import AnyFault, Drop, Garbled, RateLimited, Refuse, Reset, ServerError
from db.outbox import State

HISTORY = ("channels:history",)


def with_digest(desk: Desk, claims: int = 1) -> Desk:
    """A digest due at 2022-09-01T01:00Z, and so many new rumours."""
    for number in range(claims):
        statement = f"Xiaomi is negotiating with BAIC Group to produce model {number} jointly"
        report = a_report(id=f"a{number}", statement=statement, quote=statement, url=f"https://news.example/{number}")
        keep(desk.database, a_claim(id=f"c{number}", statement=statement), [report])
    shown = desk.command("/ev digest daily 09:00 Asia/Shanghai")
    assert "Digest set" in shown
    return desk


def digests(desk: Desk) -> list[str]:
    """The digests in the channel, without the introduction and without what is in threads."""
    return [desk.sandbox.visible_text(each) for each in desk.answers()[1:] if not each.thread_ts]


def due(desk: Desk) -> None:
    desk.sandbox.clock.move_to(utc("2022-09-01T01:00"))
    desk.tick()


def settle(desk: Desk) -> None:
    """Let everything that is open be tried again until nothing is."""
    for _ in range(20):
        desk.later(40)
        desk.tick()


def states(desk: Desk) -> list[State]:
    with desk.database.read() as tx:
        return [each.state for each in reversed(tx.outbox.recent(desk.sandbox.team_id, "digest", 20))]


def test_the_channel_is_told_who_set_the_digest_and_how_to_stop_it(desk: Desk) -> None:
    with_digest(desk)
    intro = desk.sandbox.visible_text(desk.answers()[0])
    assert "@alex" in intro
    assert "/ev digest off" in intro


def test_a_digest_is_posted_when_it_is_due_and_not_before(desk: Desk) -> None:
    with_digest(desk)
    desk.tick()
    assert digests(desk) == []
    due(desk)
    assert len(digests(desk)) == 1
    assert "30 days" in digests(desk)[0]
    assert "model 0" in digests(desk)[0]
    desk.tick()
    assert len(digests(desk)) == 1


def test_the_zone_is_the_persons_own_where_none_is_named(desk: Desk) -> None:
    assert "Europe/Berlin" in desk.command("/ev digest weekdays 08:30", user="kim")


def test_the_next_digest_holds_only_what_came_since(desk: Desk) -> None:
    with_digest(desk)
    due(desk)
    desk.sandbox.clock.move_to(utc("2022-09-02T01:00"))
    desk.tick()
    assert len(digests(desk)) == 2
    assert "model 0" not in digests(desk)[1]


def test_a_long_digest_goes_on_in_its_thread(desk: Desk) -> None:
    with_digest(desk, claims=60)
    due(desk)
    settle(desk)
    top = [each for each in desk.answers()[1:] if not each.thread_ts]
    rest = [each for each in desk.answers()[1:] if each.thread_ts]
    assert len(top) == 1
    assert {each.thread_ts for each in rest} == {top[0].ts}
    everything = "\n".join(desk.sandbox.visible_text(each) for each in desk.answers())
    assert all(f"model {number} " in everything for number in range(60))
    assert set(states(desk)) == {State.SENT}


def test_after_an_outage_the_newest_slot_is_posted_and_the_others_are_recorded(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.clock.move_to(utc("2022-09-04T02:00"))
    desk.tick()
    assert len(digests(desk)) == 1
    assert states(desk) == [State.SKIPPED, State.SKIPPED, State.SKIPPED, State.SENT]


def test_a_slot_that_is_too_late_is_recorded_and_not_posted(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.clock.move_to(utc("2022-09-01T01:00") + timedelta(hours=5))
    desk.tick()
    assert digests(desk) == []
    assert states(desk) == [State.SKIPPED]


def test_a_digest_that_is_off_is_not_posted(desk: Desk) -> None:
    with_digest(desk)
    assert "off" in desk.command("/ev digest off")
    due(desk)
    assert digests(desk) == []
    assert "no digest to stop" in desk.command("/ev digest off")


def test_a_digest_can_be_had_at_once(desk: Desk) -> None:
    with_digest(desk)
    desk.later(2)
    assert "in this channel" in desk.command("/ev digest now")
    assert len(digests(desk)) == 1
    due(desk)
    assert len(digests(desk)) == 2


@pytest.mark.parametrize("text", ["/ev digest daily 09:00", "/ev digest now"])
def test_where_the_bot_is_no_member_it_says_how_to_invite_it(desk: Desk, text: str) -> None:
    shown = desk.command(text, channel="#general")
    assert "/invite @ev" in shown
    with desk.database.read() as tx:
        assert tx.workspaces.subscription(desk.sandbox.team_id, desk.sandbox.channel("#general").id) is None


def test_a_schedule_that_is_none_is_explained(desk: Desk) -> None:
    assert "Berlin" in desk.command("/ev digest daily 09:00 Europe/Berln")
    assert "09:00" in desk.command("/ev digest whenever you like")


LOST: list[AnyFault] = [Drop(after=True), Reset(after=True), ServerError(after=True), Garbled(after=True)]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: type(fault).__name__)
def test_a_lost_reply_is_looked_up_and_the_post_adopted(open_desk: Callable[..., Desk], fault: AnyFault) -> None:
    desk = with_digest(open_desk(grant=HISTORY))
    desk.sandbox.faults.next("chat.postMessage", fault)
    due(desk)
    assert states(desk) == [State.DOUBT]
    settle(desk)
    assert len(digests(desk)) == 1
    assert states(desk) == [State.SENT]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: type(fault).__name__)
def test_without_history_a_lost_reply_means_one_more_that_says_so(desk: Desk, fault: AnyFault) -> None:
    with_digest(desk)
    desk.sandbox.faults.next("chat.postMessage", fault)
    due(desk)
    settle(desk)
    first, second = digests(desk)
    assert SENT_AGAIN not in first
    assert SENT_AGAIN in second
    assert states(desk) == [State.SENT]


def test_without_history_a_lost_reply_can_be_held_instead(open_desk: Callable[..., Desk]) -> None:
    desk = with_digest(open_desk(repost_doubtful=False))
    desk.sandbox.faults.next("chat.postMessage", Drop(after=True))
    due(desk)
    settle(desk)
    assert len(digests(desk)) == 1
    assert states(desk) == [State.FAILED]


@pytest.mark.parametrize("fault", [Drop(), Reset(), ServerError()], ids=lambda fault: type(fault).__name__)
def test_a_call_that_never_arrived_is_made_again(open_desk: Callable[..., Desk], fault: AnyFault) -> None:
    desk = with_digest(open_desk(grant=HISTORY))
    desk.sandbox.faults.next("chat.postMessage", fault)
    due(desk)
    settle(desk)
    assert len(digests(desk)) == 1
    assert SENT_AGAIN not in digests(desk)[0]
    assert states(desk) == [State.SENT]


def test_slack_is_not_called_before_the_time_it_asked_for(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.faults.next("chat.postMessage", RateLimited(30))
    due(desk)
    calls = len(desk.sandbox.calls("chat.postMessage"))
    desk.later(29)
    desk.tick()
    assert len(desk.sandbox.calls("chat.postMessage")) == calls
    desk.later(1)
    desk.tick()
    assert len(digests(desk)) == 1


def test_a_refusal_is_final_and_kept_with_its_reason(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.faults.next("chat.postMessage", Refuse("is_archived"))
    due(desk)
    settle(desk)
    with desk.database.read() as tx:
        (delivery,) = tx.outbox.recent(desk.sandbox.team_id, "digest", 5)
    assert (delivery.state, delivery.reason) == (State.FAILED, "the channel is archived")
    assert digests(desk) == []


def test_a_slack_that_cannot_be_reached_is_tried_again_later(desk: Desk) -> None:
    from bot.delivery import deliver_due
    from bot.jobs import plan_due_digests
    from bot.slack_api import slack_client

    with_digest(desk)
    desk.sandbox.clock.move_to(utc("2022-09-01T01:00"))
    plan_due_digests(desk.services, desk.sandbox.team_id)
    deliver_due(desk.services, desk.sandbox.team_id, slack_client("xoxb-x", "http://127.0.0.1:9/api/"))
    assert states(desk) == [State.PENDING]
    settle(desk)
    assert len(digests(desk)) == 1


def test_a_429_holds_the_whole_workspace(desk: Desk) -> None:
    other = desk.sandbox.add_channel("ev-china", ["alex"])
    with_digest(desk)
    desk.command("/ev digest daily 09:00 Asia/Shanghai", channel=other.id)
    desk.sandbox.faults.next("chat.postMessage", RateLimited(30))
    due(desk)
    before = len(desk.sandbox.calls("chat.postMessage"))
    desk.later(29)
    desk.tick()
    assert len(desk.sandbox.calls("chat.postMessage")) == before
    settle(desk)
    assert states(desk) == [State.SENT, State.SENT]


def test_a_reply_that_never_comes_does_not_flood_the_channel(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.faults.always("chat.postMessage", Drop(after=True))
    due(desk)
    settle(desk)
    settle(desk)
    assert len(digests(desk)) == 2
    assert states(desk) == [State.FAILED]


def test_what_a_failed_digest_would_have_told_is_in_the_next_one(desk: Desk) -> None:
    with_digest(desk)
    desk.sandbox.faults.next("chat.postMessage", Refuse("restricted_action"))
    due(desk)
    assert states(desk) == [State.FAILED]
    desk.sandbox.clock.move_to(utc("2022-09-02T01:00"))
    desk.tick()
    assert "model 0" in digests(desk)[0]


def test_a_digest_of_another_workspace_is_left_alone(desk: Desk) -> None:
    from datetime import time

    from briefings.schedules import Schedule

    with desk.database.begin() as tx:
        tx.workspaces.remember("T2", "two", "U2")
        tx.workspaces.subscribe(
            "T2", "C9", "U9", Schedule(frozenset(range(7)), time(9), "UTC"), utc("2022-09-01T00:30")
        )
    due(desk)
    with desk.database.read() as tx:
        assert tx.outbox.recent("T2", "digest", 5) == []
        (left,) = tx.workspaces.subscriptions("T2")
    assert left.next_run_at == utc("2022-09-01T00:30")


def test_one_broken_subscription_does_not_stop_the_others(desk: Desk) -> None:
    other = desk.sandbox.add_channel("ev-china", ["alex"])
    with_digest(desk)
    desk.command("/ev digest daily 09:00 Asia/Shanghai", channel=other.id)
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql(f"UPDATE subscription SET zone = 'Mars/Base' WHERE channel_id = '{other.id}'")
        connection.commit()
    due(desk)
    assert len(digests(desk)) == 1
