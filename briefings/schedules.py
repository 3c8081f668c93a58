"""When a digest is due: days, wall time and zone, as people type them, and the instants that follow from them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from briefings.errors import ScheduleError

MAX_CHARS = 120
HOW_TO = "write days, a time and, where it differs, a zone: `weekdays 08:30 Europe/Berlin`, `mon,thu 17:00`"
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EVERY, _WORKING, _WEEKEND = frozenset(range(7)), frozenset(range(5)), frozenset((5, 6))
_GROUPS = MappingProxyType(
    {
        "daily": _EVERY,
        "everyday": _EVERY,
        "每天": _EVERY,
        "weekdays": _WORKING,
        "weekday": _WORKING,
        "workdays": _WORKING,
        "工作日": _WORKING,
        "weekends": _WEEKEND,
        "weekend": _WEEKEND,
        "周末": _WEEKEND,
    }
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:days?)?"
_DAY_RANGE = re.compile(rf"\b({_DAY})\s*(?:-|–|to)\s*({_DAY})\b")
_DAY_WORD = re.compile(rf"\b{_DAY}\b")
_TIME = re.compile(r"(?<![\d:/+-])(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?(?![\w:])")
_NAMED_TIMES = MappingProxyType({"noon": time(12), "midday": time(12), "midnight": time(0)})
_FILLERS = re.compile(r"\b(?:at|every|each|on|and|time|o'clock|days?|in)\b|[,;()&|]")
_PLACES = MappingProxyType(
    {
        "beijing": "Asia/Shanghai",
        "shenzhen": "Asia/Shanghai",
        "hefei": "Asia/Shanghai",
        "guangzhou": "Asia/Shanghai",
        "北京": "Asia/Shanghai",
        "上海": "Asia/Shanghai",
        "munich": "Europe/Berlin",
        "stuttgart": "Europe/Berlin",
        "wolfsburg": "Europe/Berlin",
        "frankfurt": "Europe/Berlin",
        "turin": "Europe/Rome",
        "milan": "Europe/Rome",
        "gothenburg": "Europe/Stockholm",
        "geneva": "Europe/Zurich",
        "san francisco": "America/Los_Angeles",
        "palo alto": "America/Los_Angeles",
        "austin": "America/Chicago",
        "washington": "America/New_York",
        "boston": "America/New_York",
        "delhi": "Asia/Kolkata",
        "mumbai": "Asia/Kolkata",
        "bangalore": "Asia/Kolkata",
        "osaka": "Asia/Tokyo",
        "nagoya": "Asia/Tokyo",
    }
)
"""Cities of the industry that give no zone its name."""
_AREAS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_AMBIGUOUS = frozenset({"cst", "ist", "est", "pst", "mst", "bst", "cet", "edt", "pdt", "cdt", "cest"})


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days (0 is Monday), wall time and IANA zone of a digest; raises ScheduleError when they make no sense."""

    days: frozenset[int]
    at: time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or not self.days <= _EVERY:
            raise ScheduleError("a schedule needs at least one day of the week")
        if self.at.tzinfo is not None:
            raise ScheduleError("the time of a schedule is a wall time; the zone stands beside it")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ScheduleError(f"{self.zone[:60]!r} is no time zone; write one such as Asia/Shanghai") from error


def parse_schedule(text: str, default_zone: str) -> Schedule:
    """A schedule from what a person typed, such as `weekdays 9am Berlin`; raises ScheduleError."""
    rest = " ".join(unicodedata.normalize("NFKC", text).casefold().replace("`", " ").split())
    if not rest:
        raise ScheduleError(f"no schedule given: {HOW_TO}")
    if len(rest) > MAX_CHARS:
        raise ScheduleError(f"that is too long for a schedule: {HOW_TO}")
    zoned = re.search(r"\b[a-z_]+/[a-z_/+-]+\d*|\b(?:utc|gmt)[+-]\d+", rest)
    zone = find_zone(zoned[0]) if zoned else None
    if zoned:
        rest = rest.replace(zoned[0], " ", 1)
    days, rest = _take_days(rest)
    at, rest = _take_time(rest)
    place = " ".join(_FILLERS.sub(" ", rest).split())
    if place and zone:
        raise ScheduleError(f"{place!r} is not part of a schedule: {HOW_TO}")
    return Schedule(days or _EVERY, at, zone or (find_zone(place) if place else find_zone(default_zone)))


def find_zone(text: str) -> str:
    """The IANA zone that a zone's name in any case, or a city, means; raises ScheduleError with near ones."""
    from rapidfuzz import fuzz, process

    name = text.strip().casefold()
    zones = _zones()
    found = zones.get(name) or zones.get(name.replace(" ", "_")) or _PLACES.get(name) or _cities().get(name)
    if found:
        return found
    if name in _AMBIGUOUS:
        raise ScheduleError(f"{name.upper()} can mean several zones; name a city, such as Berlin")
    spelt = {**{key.replace("_", " "): zone for key, zone in zones.items()}, **_cities(), **_PLACES}
    near = process.extract(name.replace("_", " "), spelt.keys(), scorer=fuzz.ratio, limit=5, score_cutoff=70)
    guesses = list(dict.fromkeys(spelt[key] for key, _, _ in near))[:3]
    advice = f"did you mean {' or '.join(guesses)}?" if guesses else "write one such as Asia/Shanghai or Berlin"
    raise ScheduleError(f"{text.strip()[:60]!r} is no time zone; {advice}")


def next_slot(schedule: Schedule, after: datetime) -> datetime:
    """The first instant (UTC) later than `after` at which the schedule is due.

    By RFC 5545 §3.3.5: a wall time that the clock skips uses the offset before the gap, and a repeated one
    means the first.
    """
    day = after.astimezone(ZoneInfo(schedule.zone)).date() - timedelta(days=1)
    while True:
        if day.weekday() in schedule.days and (instant := slot_on(schedule, day)) > after:
            return instant
        day += timedelta(days=1)


def slot_on(schedule: Schedule, day: date) -> datetime:
    """The instant (UTC) of the schedule's wall time on a local date, whether or not it is one of its days."""
    wall = datetime.combine(day, schedule.at.replace(fold=0), tzinfo=ZoneInfo(schedule.zone))
    return wall.astimezone(UTC)


def slots_between(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """Every due instant (UTC) later than `after` and not later than `until`, in order."""
    slot = next_slot(schedule, after)
    while slot <= until:
        yield slot
        slot = next_slot(schedule, slot)


def describe(schedule: Schedule) -> str:
    """The schedule in words, such as "every day at 09:00 (Asia/Shanghai)"; `parse_schedule` understands them."""
    if schedule.days == _EVERY:
        days = "every day"
    elif schedule.days == _WORKING:
        days = "weekdays"
    else:
        names = [_NAMES[day] for day in sorted(schedule.days)]
        days = "every " + (" and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0])
    return f"{days} at {schedule.at:%H:%M} ({schedule.zone})"


def local_time(instant: datetime, zone: str) -> str:
    """An instant as its channel's clock shows it: "Monday 2 September 2024, 09:00 (Asia/Shanghai)"."""
    wall = instant.astimezone(ZoneInfo(zone))
    return f"{_NAMES[wall.weekday()]} {wall.day} {calendar.month_name[wall.month]} {wall.year}, {wall:%H:%M} ({zone})"


def _take_days(text: str) -> tuple[frozenset[int], str]:
    """The days named in a text, and the text without them."""
    days: set[int] = set()
    for word, group in _GROUPS.items():
        pattern = rf"\b{word}\b" if word.isascii() else word
        if re.search(pattern, text):
            days |= group
            text = re.sub(pattern, " ", text)
    for match in _DAY_RANGE.finditer(text):
        first, last = _number(match[1]), _number(match[2])
        days |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    text = _DAY_RANGE.sub(" ", text)
    days |= {_number(word) for word in _DAY_WORD.findall(text)}
    return frozenset(days), _DAY_WORD.sub(" ", text)


def _number(word: str) -> int:
    return next(number for number, name in enumerate(_NAMES) if name.casefold().startswith(word[:3]))


def _take_time(text: str) -> tuple[time, str]:
    """The wall time named in a text, and the text without it."""
    for word, moment in _NAMED_TIMES.items():
        if re.search(rf"\b{word}\b", text):
            return moment, re.sub(rf"\b{word}\b", " ", text, count=1)
    found = list(_TIME.finditer(text))
    if not found:
        raise ScheduleError(f"no time given: {HOW_TO}")
    if len(found) > 1:
        raise ScheduleError(f"a digest has one time of day, not {len(found)}: {HOW_TO}")
    match = found[0]
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if not 0 <= minute < 60 or not (1 <= hour <= 12 if half else hour < 24):
        raise ScheduleError(f"{match[0].strip()!r} is no time of day: {HOW_TO}")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute), text[: match.start()] + " " + text[match.end() :]


@cache
def _zones() -> dict[str, str]:
    """Every zone by its name in small letters."""
    unusual = ("localtime", "Factory")
    return {name.casefold(): name for name in sorted(available_timezones()) if name not in unusual}


@cache
def _cities() -> dict[str, str]:
    """Zones by the city that they are named after; where two share it, the shorter name."""
    named = [zone for zone in _zones().values() if zone.startswith(_AREAS)]
    longest_first = sorted(named, key=lambda zone: (-len(zone), zone))
    return {zone.rsplit("/", 1)[1].replace("_", " ").casefold(): zone for zone in longest_first}
