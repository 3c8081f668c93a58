"""Dates as precise as they were said: the part of EDTF (ISO 8601-2) that news needs, with bounds.

`2021-03-30`, `2021-11`, `2024`, `2024-40` (first half; 41 second), `2024-33` (first quarter; to 36),
`../2022-12-31` (by then), `2024-06-30/..` (from then), `2021-11-21/2021-11-30` (within). `2024-H1` and `2024-Q3` are
accepted in files.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from briefings.errors import DateError

_NAMED = {"H1": "40", "H2": "41", "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36"}
_MONTHS = {"33": (1, 3), "34": (4, 6), "35": (7, 9), "36": (10, 12), "40": (1, 6), "41": (7, 12)}
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def normalise(text: str) -> str:
    """The canonical spelling of an EDTF value; raises DateError."""
    spelt = re.sub(r"-([HQ]\d)", lambda m: f"-{_NAMED.get(m[1], m[1])}", text.strip())
    bounds(spelt)
    return spelt


def bounds(text: str) -> tuple[date, date]:
    """First and last day that an EDTF value allows; `date.min`/`date.max` where it is open. Raises DateError."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point(start)
    lower = date.min if start == ".." else _point(start)[0]
    upper = date.max if end == ".." else _point(end)[1]
    if lower > upper:
        raise DateError(f"the date {text!r} ends before it starts")
    return lower, upper


def parse_day(text: str) -> date:
    """A day as people give it to a command, YYYY-MM-DD; raises DateError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DateError(f"{text[:40]!r} is not a day: write YYYY-MM-DD") from error


def overlap(one: str, other: str) -> bool:
    """Whether two EDTF values can mean the same day."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return a <= d and c <= b


def _point(text: str) -> tuple[date, date]:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError(f"{text!r} is not a date: write 2024, 2024-07, 2024-07-12, 2024-H1 or ../2024-12-31")
    year, part, day = match[1], match[2], match[3]
    try:
        if day:
            exact = date(int(year), int(part), int(day))
            return exact, exact
        first, last = _MONTHS.get(part, (int(part), int(part))) if part else (1, 12)
        return date(int(year), first, 1), date(int(year), last, calendar.monthrange(int(year), last)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise DateError(f"{text!r} is not a date in the calendar") from error
