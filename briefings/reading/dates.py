"""Dates as news writes them, resolved against the day of the text, as precise as they were said (EDTF)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from briefings import edtf
from briefings.errors import DateError
from briefings.reading import dates_zh, narrated
from briefings.reading.date_rules import DAYS, MONTHS, PATTERN, RULES

_ORDINAL = {"first": 1, "second": 2, "latter": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_NUMBER = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBER |= {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12}


@dataclass(frozen=True, slots=True)
class Found:
    """A date in the text: where it stands and what it means."""

    start: int
    end: int
    edtf: str
    by: bool = False


Tense = Callable[[int, int], bool | None]
"""Whether what is told at a span of the text still lies ahead; None where no verb tells."""


def find(text: str, anchor: date, ahead: Tense, start: int = 0, end: int | None = None) -> list[Found]:
    """The dates within a span, from left to right, none overlapping. `anchor` is the day of the statement."""
    stop = len(text) if end is None else end
    found: list[Found] = []
    for match in PATTERN.finditer(text, start, stop):
        value = _resolve(match, anchor, ahead)
        if value is not None:
            found.append(_opened(text, match, value, start))
    for first, last, value in dates_zh.find(text, anchor, ahead, start, stop):
        found.append(Found(first, last, value, value.startswith("../")))
    return sorted(_valid(found), key=lambda one: one.start)


_BY = re.compile(r"\b(?:by|before|until|till|no later than|ahead of)(?: the)? $", re.IGNORECASE)


def _valid(found: list[Found]) -> Iterator[Found]:
    end = -1
    for one in sorted(found, key=lambda f: (f.start, -f.end)):
        if one.start >= end:
            try:
                edtf.bounds(one.edtf)
            except (DateError, ValueError, OverflowError):
                continue
            yield one
            end = one.end


def _opened(text: str, match: re.Match[str], value: str, start: int) -> Found:
    """The date, as an end where the text says "by" or "before"."""
    before = text[max(start, match.start() - 20) : match.start()]
    own = text[match.start() : match.end()].lower()
    by = _BY.search(before) is not None or own.startswith(("by ", "before ", "until "))
    if by and not value.startswith(".."):
        value = f"../{edtf.bounds(value)[1].isoformat()}"
    return Found(match.start(), match.end(), value, by)


def _resolve(match: re.Match[str], anchor: date, ahead: Tense) -> str | None:
    rule = next(name for name in RULES if match[f"{name}_"] is not None)
    groups = {
        key.removeprefix(f"{rule}_"): value
        for key, value in match.groupdict().items()
        if value and key.startswith(f"{rule}_")
    }
    groups.pop("", None)
    if groups.get("m") == "may":  # the verb: the month has a capital
        return None
    anchor = narrated.anchor_of(match, anchor)
    future = lambda: ahead(match.start(), match.end())  # noqa: E731 - asked only where the rule needs it
    try:
        return _MEANINGS[rule](groups, anchor, future)
    except (ValueError, OverflowError, KeyError):
        return None


Groups = dict[str, str]
Future = Callable[[], bool | None]


def _exact(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat()


def _month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def _year_of(g: Groups, anchor: date) -> int | None:
    """The year that the groups name, in figures or in words."""
    if g.get("y") or g.get("yl"):
        return int(g.get("y") or g["yl"])
    word = (g.get("yw") or g.get("yv") or g.get("yx") or "").lower()
    if not word:
        return None
    if "after next" in word:
        return anchor.year + 2
    if word.startswith(("last", "the previous")):
        return anchor.year - 1
    return anchor.year + (1 if word.startswith(("next", "the following")) else 0)  # "that year": see narrated


def _nearest(month: int, day: int | None, anchor: date, future: Future) -> int:
    """The year of a date that was given without one: by tense the next or the last."""
    if (month, day or anchor.day) == (anchor.month, anchor.day):
        return anchor.year
    return dates_zh.nearest(month, day, anchor, future())


def _part_of_month(part: str, year: int, month: int) -> str:
    last = calendar.monthrange(year, month)[1]
    part = part.lower()
    if part.startswith(("early", "begin", "start")):
        return f"{_exact(year, month, 1)}/{_exact(year, month, 10)}"
    if part.startswith("mid"):
        return f"{_exact(year, month, 11)}/{_exact(year, month, 20)}"
    return f"{_exact(year, month, 21)}/{_exact(year, month, last)}"


def _part_of_year(part: str, year: int) -> str:
    part = part.lower()
    if part.startswith(("early", "begin", "start")):
        return f"{_month(year, 1)}/{_month(year, 4)}"
    if part.startswith("mid"):
        return f"{_month(year, 5)}/{_month(year, 8)}"
    return f"{_month(year, 9)}/{_month(year, 12)}" if part.startswith("late") else _month(year, 12)


def _iso(g: Groups, _anchor: date, _future: Future) -> str:
    return date.fromisoformat(g["iso"]).isoformat()


def _range(g: Groups, _anchor: date, _future: Future) -> str:
    return f"{g['y1']}/{g['y2']}"


def _full(g: Groups, anchor: date, _future: Future) -> str:
    return _exact(_year_of(g, anchor) or anchor.year, MONTHS[g["m"].lower()], int(g["d"]))


def _part_month(g: Groups, anchor: date, future: Future) -> str:
    month = MONTHS[g["m"].lower()]
    return _part_of_month(g["p"], _year_of(g, anchor) or _nearest(month, None, anchor, future), month)


def _day_month(g: Groups, anchor: date, future: Future) -> str:
    month, day = MONTHS[g["m"].lower()], int(g["d"])
    return _exact(_nearest(month, day, anchor, future), month, day)


def _month_year(g: Groups, anchor: date, _future: Future) -> str:
    return _month(_year_of(g, anchor) or anchor.year, MONTHS[g["m"].lower()])


_SOON = 3
"""Months that are too near to be called "next": those are "this October"."""


def _relative_month(g: Groups, anchor: date, _future: Future) -> str:
    month = MONTHS[g["m"].lower()]
    if g["rel"].lower() == "next":  # "next October", said in August, is rather the one of next year
        return _month(anchor.year + (month <= anchor.month + _SOON), month)
    if g["rel"].lower() == "last":
        return _month(anchor.year - (month >= anchor.month), month)
    return _month(anchor.year, month)


def _bare_month(g: Groups, anchor: date, future: Future) -> str:
    month = MONTHS[g["m"].lower()]
    return _month(_nearest(month, None, anchor, future), month)


def _half(g: Groups, anchor: date, future: Future) -> str:
    half = _ORDINAL[g["o"].lower()] if g.get("o") else int(g.get("h") or g.get("h2") or g["h3"])
    year = _year_of(g, anchor) or int(g.get("hy") or g.get("hy2") or g.get("hy3") or 0)
    if not year:
        year = anchor.year if half == 2 or anchor.month <= 6 or not future() else anchor.year + 1
    return f"{year}-{39 + half}"


def _quarter(g: Groups, anchor: date, future: Future) -> str:
    quarter = _ORDINAL[g["o"].lower()] if g.get("o") else 4 if g.get("ol") else int(g.get("q") or g["q2"])
    year = _year_of(g, anchor) or int(g.get("qy") or g.get("qy2") or 0)
    if not year:
        ended, begun = quarter * 3 < anchor.month, quarter * 3 - 2 <= anchor.month
        year = anchor.year + (1 if ended and future() else 0 if begun or future() else -1)
    return f"{year}-{32 + quarter}"


def _relative_quarter(g: Groups, anchor: date, _future: Future) -> str:
    step = {"last": -1, "this": 0, "next": 1}[g["rel"].lower()]
    index = anchor.year * 4 + (anchor.month - 1) // 3 + step
    return f"{index // 4}-{33 + index % 4}"


def _part_year(g: Groups, anchor: date, _future: Future) -> str:
    if g.get("e"):
        return _month(anchor.year, 12)
    if g.get("el"):
        return _shifted(anchor, 0, g["eu"].lower().split()[-1])
    return _part_of_year(g["p"], _year_of(g, anchor) or anchor.year)


def _over(g: Groups, anchor: date, _future: Future) -> str:
    if g["u"].lower().startswith("year"):
        return f"{anchor.year}/{anchor.year + _number(g['n'])}"
    weeks = g["u"].lower().startswith("week")
    last = anchor + timedelta(weeks=_number(g["n"])) if weeks else anchor + timedelta(days=30 * _number(g["n"]))
    return f"{_month(anchor.year, anchor.month)}/{_month(last.year, last.month)}"


_SOON_DAYS = {"weeks": 45, "months": 180}


def _soon(g: Groups, anchor: date, _future: Future) -> str:
    """ "In the coming months": within half a year; weeks, within a month and a half."""
    last = anchor + timedelta(days=_SOON_DAYS[g["u"].lower()])
    return f"{_month(anchor.year, anchor.month)}/{_month(last.year, last.month)}"


def _first_months(g: Groups, anchor: date, future: Future) -> str:
    count = _number(g["n"]) * (3 if g["u"].lower() == "quarters" else 1)
    year = _year_of(g, anchor) or (anchor.year if count <= anchor.month or future() else anchor.year - 1)
    return f"{_month(year, 1)}/{_month(year, count)}"


def _told(g: Groups, anchor: date, _future: Future) -> str:
    return f"{_year_of(g, anchor)}"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER[word.lower()]


def _ago(g: Groups, anchor: date, _future: Future) -> str:
    sign = -1 if g["dir"].lower() in ("ago", "earlier") else 1
    return _shifted(anchor, sign * _number(g["n"]), g["u"].lower())


def _fixed(g: Groups, anchor: date, _future: Future) -> str:
    days = {"a fortnight ago": -14, "the day before yesterday": -2, "last night": -1, "the day after tomorrow": 2}
    return (anchor + timedelta(days=days.get(g["k"].lower(), 0))).isoformat()


def _weekend(_g: Groups, anchor: date, future: Future) -> str:
    saturday = anchor + timedelta(days=5 - anchor.weekday(), weeks=-1 if anchor.weekday() < 5 and not future() else 0)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"


def _end_of_decade(_g: Groups, anchor: date, _future: Future) -> str:
    return f"{anchor.year // 10 * 10 + 10}"


def _nth(g: Groups, anchor: date, future: Future) -> str:
    return dates_zh.bare_day(anchor, int(g["d"]), future())


def _shifted(anchor: date, count: int, unit: str) -> str:
    if unit.startswith("day"):
        return (anchor + timedelta(days=count)).isoformat()
    if unit.startswith("week"):
        return _week(anchor, count)
    if unit.startswith("month"):
        index = anchor.year * 12 + anchor.month - 1 + count
        return _month(index // 12, index % 12 + 1)
    return f"{anchor.year + count}"


_WORKING = 5


def _week(anchor: date, step: int, days: int = 7) -> str:
    """A week; "early next week" is one of its working days."""
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=step)
    return f"{monday.isoformat()}/{(monday + timedelta(days=days - 1)).isoformat()}"


def _in(g: Groups, anchor: date, future: Future) -> str | None:
    """ "In five years" is a date ahead, or how long something took ("the biggest in five years")."""
    if g["u"].lower().startswith(("year", "day")) and not g.get("time") and not future():
        return None
    return _shifted(anchor, _number(g["n"]), g["u"].lower())


def _relative(g: Groups, anchor: date, _future: Future) -> str | None:
    step = {"last": -1, "next": 1}.get(g["rel"].lower(), 0)
    unit = g["u"].lower()
    if unit == "week" and g.get("wp"):
        return _week(anchor, step, _WORKING)
    if unit in ("year", "week", "month"):
        return _shifted(anchor, step, unit)
    if unit == "weekend":
        saturday = anchor - timedelta(days=anchor.weekday()) + timedelta(days=5, weeks=step)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    return _season_of(unit, anchor.year + (step > 0 and _SEASON[unit][0] < anchor.month) - (step < 0))


_SEASON = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}


def _season_of(name: str, year: int) -> str:
    first, last = _SEASON[name.lower()]
    return f"{_month(year, first)}/{_month(year, last)}"


def _season(g: Groups, anchor: date, _future: Future) -> str:
    return _season_of(g["s"], _year_of(g, anchor) or anchor.year)


def _weekday(g: Groups, anchor: date, future: Future) -> str:
    target = DAYS[g["w"].lower()]
    relation, which = g.get("rel", "on").lower(), g.get("which", "").lower()
    if which or relation in ("next",):
        monday = anchor - timedelta(days=anchor.weekday())
        step = {"last week": -1, "this week": 0}.get(which, 1)
        return (monday + timedelta(days=target, weeks=step)).isoformat()
    back = (anchor.weekday() - target) % 7
    if relation == "last":
        return (anchor - timedelta(days=back or 7)).isoformat()
    if relation == "coming" or future():
        return (anchor + timedelta(days=(7 - back) % 7 if relation != "coming" else 7 - back)).isoformat()
    return (anchor - timedelta(days=back)).isoformat()


def _named_day(g: Groups, anchor: date, _future: Future) -> str:
    return (anchor + timedelta(days={"yesterday": -1, "today": 0, "tomorrow": 1}[g["k"].lower()])).isoformat()


def _decade(g: Groups, _anchor: date, _future: Future) -> str:
    return f"{g['dd']}/{int(g['dd']) + 9}"


def _year(g: Groups, _anchor: date, _future: Future) -> str:
    return g["y"]


_MEANINGS: dict[str, Callable[[Groups, date, Future], str | None]] = {
    "iso": _iso, "range": _range, "dmy": _full, "mdy": _full, "pmy": _part_month,
    "md": _day_month, "dm": _day_month, "my": _month_year, "lm": _relative_month, "half": _half,
    "halfbare": _half, "quarter": _quarter, "relq": _relative_quarter, "py": _part_year, "over": _over,
    "soon": _soon, "firstn": _first_months, "told": _told,
    "ago": _ago, "weekend": _weekend, "end": _end_of_decade, "nth": _nth, "fixed": _fixed,
    "inn": _in, "rel": _relative, "ofnext": _relative, "lw": _weekday, "day": _named_day,
    "season": _season, "m": _bare_month, "decade": _decade, "y": _year,
}  # fmt: skip
