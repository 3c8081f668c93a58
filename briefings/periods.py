"""Days and periods as people type them in a question."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SHORT_YEAR = r"(?:'?(?P<short>\d\d)\b)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>\d\d?)-(?P<day>\d\d?)\b",
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b",
        rf"(?<=\bin ){_MONTH}\s+{_SHORT_YEAR}(?!,?\s*\d)",
        rf"\b{_MONTH}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?",
        rf"\b{_MONTH}\s+(?:of\s+)?(?:{_YEAR}|{_SHORT_YEAR})",
        rf"{_YEAR}\s*年\s*(?P<number>\d\d?)\s*月(?:\s*(?P<day>\d\d?)\s*[日号])?",
        r"(?P<number>\d\d?)\s*月\s*(?P<day>\d\d?)\s*[日号]",
        rf"{_YEAR}\s*年",
        rf"\b{_YEAR}-(?P<number>\d\d)\b",
        rf"(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bsince )){_YEAR}\b",
    )
)
_AS_OF = re.compile(r"(?:\bas (?:of|at)|\bup to|\buntil|截至|截止)\s*$", re.IGNORECASE)
_SINCE = re.compile(r"(?:\bsince|\bafter|自从?)\s*$", re.IGNORECASE)
_OPENING = re.compile(r"^\W*(?:back\s+)?(?:in|on|by)\s*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\W*(?:what|who|whom|whose|which|when|where|why|how|is|was|are|were|did|does|do|had|has|have|will|would|could|can)\b",
    re.IGNORECASE,
)
"""A date before a question is the day as of which it asks; before a statement ("On 20 May X wrote …") it is not."""
_RELATIVE = re.compile(
    r"\b(?:(?:in |over |for )?(?:the )?(?:last|past) (?P<count>\d{1,3}|few) (?P<unit>day|week|month)s?"
    r"|(?P<this>this|last|past) (?P<span>week|month|year)|(?P<near>today|yesterday))\b"
    r"|(?P<zh>今天|昨天|本周|这周|上周|本月|上个?月|今年|去年)",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?P<count>\d{1,3}|an?|one|two|three|four|five|six|ten) (?P<unit>day|week|month|year)s? (?:later|after|on)\b"
    r"|(?P<zh>\d{1,3}|[一两二三四五六七八九十半])个?(?P<zh_unit>天|周|星期|月|年)(?:之?后|以后)",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {word: n for words in (_NUMBERS, "一二三四五六七八九十") for n, word in enumerate(words, 1)} | {"两": 2}
_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365, "天": 1, "周": 7, "星期": 7, "月": 30, "年": 365}
_CHINESE = {"今天": "today", "昨天": "yesterday", "本周": "week", "这周": "week", "上周": "week"}


@dataclass(frozen=True, slots=True)
class Period:
    """What a question says about time: the days it asks about, or the day as of which it asks."""

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    rest: str = ""
    """The question without the words of time."""


def find_period(text: str, today: date) -> Period:
    """The period that a question names; a date that opens it means "as of then"."""
    for form in _FORMS:
        for match in form.finditer(text):
            days = _days(match, today)
            if days is None:
                continue
            before = text[: match.start()]
            rest = f"{before} {text[match.end() :]}"
            opens = _OPENING.match(before) and _ASKS.match(text[match.end() :])
            if _AS_OF.search(before) or opens:
                return Period(as_of=min(days[1], today), rest=rest)
            if _SINCE.search(before):
                return Period(since=days[0], until=today, rest=rest)
            return Period(since=days[0], until=days[1], rest=rest)
    return _relative(text, today)


def _days(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """First and last day of a matched date; a date without a year is the last one that was."""
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _month(parts.get("month"))
    day = int(parts["day"]) if parts.get("day") else None
    year = int(parts["year"]) if parts.get("year") else None
    if year is None and parts.get("short"):
        year = 2000 + int(parts["short"])
    try:
        if year is None:
            if month is None or day is None:
                return None
            year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        # "31 Feb" means the end of the month: better than to lose that a day was named.
        exact = date(year, month, min(day, calendar.monthrange(year, month)[1]) if day <= 31 else day)
        return exact, exact
    except (ValueError, calendar.IllegalMonthError):
        return None


def _month(name: str | None) -> int | None:
    short = (name or "?")[:3].casefold()
    return next((number for number, full in enumerate(_MONTHS) if full.startswith(short)), None)


def _relative(text: str, today: date) -> Period:
    match = _RELATIVE.search(text)
    if match is None:
        return Period(rest=text)
    rest = text[: match.start()] + " " + text[match.end() :]
    words = match.groupdict()
    if words["unit"]:
        count = int(words["count"]) if words["count"].isdigit() else 3
        length = {"day": 1, "week": 7, "month": 30}[words["unit"].casefold()] * count
        return Period(since=_days_before(today, length), until=today, rest=rest)
    near = (words["near"] or "").casefold() or _CHINESE.get(words["zh"] or "")
    if near == "today":
        return Period(since=today, until=today, rest=rest)
    if near == "yesterday":
        return Period(since=_days_before(today, 1), until=today, rest=rest)
    span = (words["span"] or "").casefold() or near or ("month" if "月" in (words["zh"] or "") else "year")
    length = {"week": 7, "month": 31, "year": 365}[span]
    return Period(since=_days_before(today, length), until=today, rest=rest)


def shift(text: str) -> int:
    """By how many days a question moves on from the one before it: "two weeks later", "一年后"; 0 where it does not."""
    match = _LATER.search(text)
    if match is None:
        return 0
    count = match["count"] or match["zh"]
    number = int(count) if count.isdigit() else _COUNTS.get(count.casefold(), 1)
    return number * _LENGTHS[(match["unit"] or match["zh_unit"]).casefold()]


def _days_before(day: date, count: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - count))
