"""What people type becomes a schedule; a schedule becomes instants, also where clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.errors import ScheduleError
from briefings.schedules import Schedule, describe, next_slot, parse_schedule, slots_between

EVERY, WORKING = frozenset(range(7)), frozenset(range(5))
ZONES = (
    "America/New_York", "Europe/Berlin", "Europe/London", "Africa/Cairo", "Asia/Beirut", "Australia/Sydney",
    "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Asia/Shanghai", "Asia/Kathmandu", "Pacific/Apia",
    "Pacific/Chatham", "America/St_Johns", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran", "UTC",
)  # fmt: skip
schedules = st.builds(
    Schedule,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times(max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2009, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("daily 09:00", Schedule(EVERY, time(9), "Asia/Shanghai")),
        ("weekdays 8:30 Europe/Berlin", Schedule(WORKING, time(8, 30), "Europe/Berlin")),
        ("mon,thu 17:00 Asia/Shanghai", Schedule(frozenset({0, 3}), time(17), "Asia/Shanghai")),
        ("daily 9am", Schedule(EVERY, time(9), "Asia/Shanghai")),
        ("every day at 9 pm europe/berlin", Schedule(EVERY, time(21), "Europe/Berlin")),
        ("Monday and Thursday at 7.15 New York", Schedule(frozenset({0, 3}), time(7, 15), "America/New_York")),
        ("mon-fri 12:05am berlin", Schedule(WORKING, time(0, 5), "Europe/Berlin")),
        ("fri-mon noon", Schedule(frozenset({4, 5, 6, 0}), time(12), "Asia/Shanghai")),
        ("weekends 10:00 (UTC)", Schedule(frozenset({5, 6}), time(10), "UTC")),
        ("每天 9:00 北京", Schedule(EVERY, time(9), "Asia/Shanghai")),
        ("9:00 San Francisco", Schedule(EVERY, time(9), "America/Los_Angeles")),
        ("daily 18:00 Etc/GMT-8", Schedule(EVERY, time(18), "Etc/GMT-8")),
        ("wednesdays 06:00 america/argentina/buenos_aires",
         Schedule(frozenset({2}), time(6), "America/Argentina/Buenos_Aires")),
    ],
)  # fmt: skip
def test_understands_what_people_type(typed: str, expected: Schedule) -> None:
    assert parse_schedule(typed, "Asia/Shanghai") == expected


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no schedule"),
        ("daily", "no time"),
        ("daily 25:00", "no time of day"),
        ("daily 13pm", "no time of day"),
        ("daily 09:75", "no time of day"),
        ("daily 9:00 17:00", "one time of day"),
        ("daily 9:00 Shanghia", "did you mean Asia/Shanghai"),
        ("daily 9:00 Europe/Berln", "did you mean Europe/Berlin"),
        ("daily 9:00 CST", "name a city"),
        ("daily 9:00 qqqqqq", "no time zone"),
        ("daily 9:00 Europe/Berlin please", "'please'"),
        ("daily 9:00 ../../etc/passwd", "no"),
        ("x" * 500, "too long"),
    ],
)
def test_says_what_is_wrong(typed: str, says: str) -> None:
    with pytest.raises(ScheduleError, match=says):
        parse_schedule(typed, "Asia/Shanghai")


@given(st.text(max_size=80))
def test_any_text_is_a_schedule_or_a_clear_error(typed: str) -> None:
    try:
        said = describe(parse_schedule(typed, "UTC"))
    except ScheduleError as error:
        said = str(error)
    assert said
    assert "\n" not in said


@given(schedules)
def test_its_description_is_read_back_as_the_same_schedule(schedule: Schedule) -> None:
    assert parse_schedule(describe(schedule), "UTC") == schedule


def test_describes_in_words() -> None:
    assert describe(Schedule(EVERY, time(9), "Asia/Shanghai")) == "every day at 09:00 (Asia/Shanghai)"
    assert describe(Schedule(frozenset({0, 3}), time(17), "UTC")) == "every Monday and Thursday at 17:00 (UTC)"


@pytest.mark.parametrize(
    ("at", "zone", "after", "expected"),
    [
        # New York loses 02:00-03:00: a midnight digest must not lose its day.
        (time(0, 0), "America/New_York", "2026-03-08T05:00", "2026-03-09T04:00"),
        (time(0, 30), "America/New_York", "2026-03-08T12:00", "2026-03-09T04:30"),
        (time(2, 30), "America/New_York", "2026-03-07T12:00", "2026-03-08T07:30"),
        # The repeated hour fires once, the first time.
        (time(1, 30), "America/New_York", "2026-11-01T00:00", "2026-11-01T05:30"),
        (time(1, 30), "America/New_York", "2026-11-01T05:30", "2026-11-02T06:30"),
        # Midnight itself does not exist in Cairo on 24 April and in Beirut on 29 March.
        (time(0, 0), "Africa/Cairo", "2026-04-23T12:00", "2026-04-23T22:00"),
        (time(0, 0), "Asia/Beirut", "2026-03-28T12:00", "2026-03-28T22:00"),
    ],
)
def test_keeps_its_day_where_the_clock_changes(at: time, zone: str, after: str, expected: str) -> None:
    start = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_slot(Schedule(EVERY, at, zone), start) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def brute_force(schedule: Schedule, after: datetime, until: datetime) -> list[datetime]:
    """Independent of the code under test: the offset is looked up an hour either side, not left to `fold`."""
    zone, found = ZoneInfo(schedule.zone), set()
    day = (after - timedelta(days=3)).date()
    while day <= (until + timedelta(days=3)).date():
        if day.weekday() in schedule.days:
            found.add(_instant(day, schedule.at, zone))
        day += timedelta(days=1)
    return sorted(moment for moment in found if after < moment <= until)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    naive = datetime.combine(day, at)
    around = [datetime.combine(day, at, UTC) + timedelta(hours=hours) for hours in (-36, 36)]
    offsets = [moment.astimezone(zone).utcoffset() or timedelta(0) for moment in around]
    exact = [
        moment
        for moment in (naive.replace(tzinfo=UTC) - offset for offset in offsets)
        if moment.astimezone(zone).replace(tzinfo=None) == naive
    ]
    return min(exact) if exact else naive.replace(tzinfo=UTC) - offsets[0]


@settings(max_examples=150)
@given(schedules, moments)
def test_agrees_with_brute_force(schedule: Schedule, after: datetime) -> None:
    until = after + timedelta(days=40)
    assert list(slots_between(schedule, after, until)) == brute_force(schedule, after, until)


@given(schedules, moments)
def test_slots_are_later_than_asked_and_strictly_increase(schedule: Schedule, after: datetime) -> None:
    first = next_slot(schedule, after)
    second = next_slot(schedule, first)
    assert after < first < second
    assert first.tzinfo is UTC


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(0, 30), time(2, 30), time(9)])
def test_every_local_date_of_a_year_has_one_slot(zone: str, at: time) -> None:
    schedule = Schedule(EVERY, at, zone)
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert len(list(slots_between(schedule, start, start + timedelta(days=365)))) == 365


@pytest.mark.parametrize(
    ("days", "at", "zone"),
    [
        (frozenset(), time(9), "UTC"),
        (frozenset({7}), time(9), "UTC"),
        (EVERY, time(9, tzinfo=UTC), "UTC"),
        (EVERY, time(9), "No/Where"),
        (EVERY, time(9), "../etc/passwd"),
    ],
)
def test_refuses_values_that_make_no_sense(days: frozenset[int], at: time, zone: str) -> None:
    with pytest.raises(ScheduleError):
        Schedule(days, at, zone)
