"""Dates that a story counts from the one it named last: "that year", "the following year", 次年, 次日."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NARRATED = re.compile(
    r"\b(?:the (?:following|previous|same)|that(?: same)?) year\b|当年|同年|次年|翌年", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d.,$€£])((?:19|20)\d\d)(?![\d,]|\.\d)|(去年|前年)")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日")
_YEARS_BACK = {"去年": 1, "前年": 2}
_REACH = 240
"""How far back a story's last year may stand, in characters."""


def anchor_of(match: re.Match[str], anchor: date) -> date:
    """The day to count from: within a story the year named last, otherwise the day of writing."""
    if not _NARRATED.search(match[0]):
        return anchor
    told = list(_YEAR.finditer(match.string, max(0, match.start() - _REACH), match.start()))
    if not told:
        return anchor
    year = int(told[-1][1]) if told[-1][1] else anchor.year - _YEARS_BACK[told[-1][2]]
    return anchor.replace(year=year, day=min(anchor.day, 28))


def day_after(match: re.Match[str]) -> str | None:
    """次日: the day after the one named last in full."""
    told = list(_DAY.finditer(match.string, max(0, match.start() - _REACH), match.start()))
    return (date(*map(int, told[-1].groups())) + timedelta(days=1)).isoformat() if told else None
