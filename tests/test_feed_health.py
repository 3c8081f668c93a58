"""How a feed is doing, in words that need no explanation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import utc

from briefings.feed_health import Condition, SourcesChecked, health, needs_alert
from briefings.polling import Answered, Failed, FeedState, Poll, after

NOW = utc("2024-08-01T12:00")  # a Thursday
WELL = after(Poll(NOW), Answered(), NOW - timedelta(minutes=30), 0)


def failing_since(**ago: float) -> Poll:
    return after(Poll(NOW), Failed("403 (forbidden)"), NOW - timedelta(**ago), 0)


@pytest.mark.parametrize(
    ("poll", "condition", "words"),
    [
        (Poll(NOW), Condition.NOT_CHECKED, "not checked yet"),
        (WELL, Condition.WELL, "checked at 11:30 UTC"),
        (failing_since(hours=2), Condition.FAILING, "403 (forbidden) since 10:00 UTC"),
        (failing_since(days=2), Condition.FAILING, "403 (forbidden) since Tuesday"),
        (failing_since(days=20), Condition.FAILING, "403 (forbidden) since 12 July"),
        (failing_since(days=300), Condition.FAILING, "403 (forbidden) since 6 October 2023"),
        (replace(WELL, state=FeedState.PAUSED), Condition.PAUSED, "paused"),
        (after(WELL, Failed("410 (gone)", gone=True), NOW, 0), Condition.ENDED, "ended: 410 (gone)"),
    ],
)
def test_a_feeds_condition_in_words(poll: Poll, condition: Condition, words: str) -> None:
    found = health(poll, NOW)
    assert (found.condition, found.words) == (condition, words)


def test_a_feed_that_used_to_bring_news_is_silent_when_it_does_not() -> None:
    seen = [NOW - timedelta(days=3) - n * timedelta(hours=5) for n in range(10)]
    assert health(WELL, NOW, seen).words == "nothing new since Monday, usually every 5 hours"
    assert needs_alert(WELL, NOW, seen)
    weekly = [NOW - timedelta(days=3) - n * timedelta(days=7) for n in range(10)]
    assert health(WELL, NOW, weekly).condition is Condition.WELL
    assert health(WELL, NOW, seen[:3]).condition is Condition.WELL, "three entries say nothing about what is usual"


def test_nobody_is_told_of_a_feed_that_fails_for_less_than_a_day() -> None:
    asked_again = {hours: after(failing_since(hours=hours), Failed("403 (forbidden)"), NOW, 0) for hours in (23, 25)}
    assert not needs_alert(asked_again[23], NOW, ())
    assert needs_alert(asked_again[25], NOW, ())
    assert not needs_alert(replace(asked_again[25], state=FeedState.PAUSED), NOW, ())


def test_after_an_outage_of_ours_a_feed_is_judged_when_it_was_asked_again() -> None:
    seen = [NOW - timedelta(days=3) - n * timedelta(hours=5) for n in range(10)]
    overdue = after(Poll(NOW), Answered(), NOW - timedelta(days=3), 0)
    assert not needs_alert(overdue, NOW, seen)
    assert not needs_alert(failing_since(days=3), NOW, ())
    assert needs_alert(after(overdue, Answered(), NOW, 0), NOW, seen)


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        (SourcesChecked(0, 0, None), ""),
        (SourcesChecked(1, 0, None), "1 source, none checked yet"),
        (SourcesChecked(41, 3, NOW - timedelta(hours=4)), "41 sources checked at 16:00, 3 failing"),
        (SourcesChecked(41, 0, NOW - timedelta(days=2)), "41 sources checked on 30 July, at 20:00"),
    ],
)
def test_what_was_checked_is_said_by_the_clock_of_the_place(checked: SourcesChecked, words: str) -> None:
    assert checked.words(NOW, "Asia/Shanghai") == words
