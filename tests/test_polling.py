"""When a feed is asked again: never sooner than it asks for, never for ever."""

from __future__ import annotations

from datetime import timedelta

from builders import utc
from hypothesis import given
from hypothesis import strategies as st

from briefings.polling import (
    JITTER,
    LONGEST,
    LONGEST_WAIT,
    SHORTEST,
    Answered,
    Failed,
    FeedState,
    Poll,
    after,
)

NOW = utc("2024-08-01T12:00")
spans = st.timedeltas(timedelta(), timedelta(days=400))
answered = st.builds(
    Answered,
    new=st.integers(0, 50),
    etag=st.none() | st.just('W/"1"'),
    last_modified=st.none(),
    at_least=spans,
    ttl=spans,
    unchanged=st.booleans(),
)
failed = st.builds(
    Failed, problem=st.just("500"), retry_after=st.none() | spans, gone=st.just(False), breach=st.just(False)
)
polls = st.builds(
    Poll,
    next_at=st.just(NOW),
    interval=st.timedeltas(SHORTEST, LONGEST),
    primed=st.booleans(),
    failures=st.integers(0, 10_000),
)
shares = st.floats(0, 1)


@given(polls, answered | failed, shares)
def test_no_feed_is_asked_too_soon_or_forgotten(poll: Poll, outcome: Answered | Failed, jitter: float) -> None:
    wait = after(poll, outcome, NOW, jitter).next_at - NOW
    assert SHORTEST <= wait <= LONGEST_WAIT * (1 + JITTER)


@given(polls, answered, shares)
def test_an_answer_is_good_for_as_long_as_its_host_says_up_to_a_day(
    poll: Poll, outcome: Answered, jitter: float
) -> None:
    wait = after(poll, outcome, NOW, jitter).next_at - NOW
    assert min(outcome.at_least, LONGEST) <= wait <= LONGEST * (1 + JITTER)


@given(polls, failed, shares)
def test_a_host_that_asks_to_be_left_alone_is(poll: Poll, outcome: Failed, jitter: float) -> None:
    asked = outcome.retry_after or timedelta()
    assert after(poll, outcome, NOW, jitter).next_at - NOW >= min(asked, LONGEST_WAIT)


@given(polls, shares)
def test_news_makes_it_quicker_and_none_makes_it_slower_within_bounds(poll: Poll, jitter: float) -> None:
    busy, quiet = after(poll, Answered(new=1), NOW, jitter), after(poll, Answered(), NOW, jitter)
    assert SHORTEST <= busy.interval <= poll.interval <= quiet.interval <= LONGEST
    if not poll.primed:
        assert busy.interval == quiet.interval, "the first answer says nothing about how often news comes"


def test_failures_come_further_and_further_apart_and_one_answer_clears_them() -> None:
    poll, waits = Poll(NOW), []
    for _ in range(9):
        poll = after(poll, Failed("500"), NOW, 0)
        waits.append(poll.next_at - NOW)
    assert waits[0] == SHORTEST
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert (poll.failures, poll.failing_since, poll.problem) == (9, NOW, "500")
    well = after(poll, Answered(), NOW, 0)
    assert (well.failures, well.failing_since, well.problem) == (0, None, None)


def test_a_feed_that_is_gone_or_exhausts_its_reader_twice_is_ended() -> None:
    assert after(Poll(NOW), Failed("410 (gone)", gone=True), NOW, 0).state is FeedState.ENDED
    once = after(Poll(NOW), Failed("too long", breach=True), NOW, 0)
    assert once.state is FeedState.ACTIVE
    assert after(once, Failed("too long", breach=True), NOW, 0).state is FeedState.ENDED
    assert after(after(once, Answered(), NOW, 0), Failed("too long", breach=True), NOW, 0).state is FeedState.ACTIVE


def test_validators_are_kept_while_a_feed_has_not_changed() -> None:
    first = after(Poll(NOW), Answered(etag='W/"a"', last_modified="Thu"), NOW, 0)
    again = after(first, Answered(unchanged=True), NOW, 0)
    assert (again.etag, again.last_modified) == ('W/"a"', "Thu")
    assert after(again, Answered(), NOW, 0).etag is None


def test_what_a_feed_says_of_itself_counts_while_it_has_not_changed() -> None:
    first = after(Poll(NOW), Answered(new=1, ttl=timedelta(hours=9)), NOW, 0)
    again = after(first, Answered(unchanged=True), NOW, 0)
    assert first.next_at - NOW == again.next_at - NOW == timedelta(hours=9)
