"""Chinese dates: 去年11月底, 3月30日, 明年上半年, 未来10年 …"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from briefings import edtf
from briefings.reading import narrated

Tense = Callable[[int, int], bool | None]

_YEARS = {
    "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "同年": 0,
    "明年": 1, "次年": 1, "翌年": 1, "后年": 2, "後年": 2,
}  # fmt: skip
_PART = (
    "(?P<part>年底前|年底|年末|年初|年中|年内|(?<=年)(?:底前|底|末|初|中(?=[，,。投量交完启]))|"
    "上半年|下半年|第?[一二三四1-4]季度|第[一二三四1-4]季(?!度)|[Qq][1-4]|"
    "前(?:\\d{1,2}|[一二两三四五六七八九十]{1,2})个?(?:月|季度))"
)
_PATTERN = re.compile(
    r"(?P<from>(?:19|20)\d\d)年?(?:至|到|-|—|~|～)(?P<to>(?:19|20)\d\d)年|"
    rf"(?:(?P<year>(?:19|20)\d\d)\s?(?:年(?!度?(?:业绩|财报|年报|报告|款|版))|(?=全年))|(?P<word>{'|'.join(_YEARS)}))?\s?"
    r"(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?:份)?(?:(?P<day>\d{1,2})\s?[日号號]|(?P<third>底|末|初|中旬|上旬|下旬))?"
    rf"|{_PART})?"
    r"(?P<by>之?前|以前)?"
    r"|未来(?P<span>\d{1,2}|[一二两三四五六七八九十])年"
    r"|(?P<ago>\d{1,2}|[一二两三四五六七八九十])(?P<unit>天|周|个月|年)(?P<dir>前|后)"
    r"|(?P<relday>今日|今天|昨日|昨天|昨晚|今晚|明日|明天|当日|当天|前天)"
    r"|(?P<nextday>次日|翌日|隔天)"
    r"|(?P<relmonth>上个?月|本月|这个月|下个?月|次月)(?:(?P<rday>\d{1,2})[日号號])?"
    r"|(?P<relweek>上周|本周|这周|下周)(?:(?P<wd>[一二三四五六日天])|(?P<soon>初))?"
    r"|(?<![\d月])(?P<bareday>\d{1,2})[日号](?=[,，、晚早上下午予表称宣公发回在就向否签召举]|$)"
)
_AS_OF = re.compile(r"截[至止]到?$")
_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"日": 7, "天": 7, "两": 2}
_DAYS = {
    "今日": 0,
    "今天": 0,
    "今晚": 0,
    "当日": 0,
    "当天": 0,
    "昨日": -1,
    "昨天": -1,
    "昨晚": -1,
    "前天": -2,
    "明日": 1,
    "明天": 1,
}


def find(text: str, anchor: date, ahead: Tense, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and EDTF of the Chinese dates within a span."""
    if text[start:end].isascii():
        return
    for match in _PATTERN.finditer(text, start, end):
        if match.end() > match.start():
            try:
                value = _resolve(match, anchor, ahead)
                if value and _AS_OF.search(text, max(start, match.start() - 3), match.start()):
                    value = _until(value)
            except (ValueError, OverflowError, KeyError):
                continue
            if value:
                yield match.start(), match.end(), value


def _resolve(m: re.Match[str], anchor: date, ahead: Tense) -> str | None:
    if m["from"]:
        return f"{m['from']}/{m['to']}"
    if m["span"]:
        return f"{anchor.year}/{anchor.year + _number(m['span'])}"
    if m["ago"]:
        return _shifted(anchor, _number(m["ago"]) * (1 if m["dir"] == "后" else -1), m["unit"])
    if m["relday"]:
        return (anchor + timedelta(days=_DAYS[m["relday"]])).isoformat()
    if m["relmonth"]:
        step = -1 if m["relmonth"].startswith("上") else 1 if m["relmonth"].startswith(("下", "次")) else 0
        month = _shifted(anchor, step, "个月")
        return date.fromisoformat(f"{month}-{int(m['rday']):02d}").isoformat() if m["rday"] else month
    if m["relweek"]:
        return _week(anchor, {"上": -1, "下": 1}.get(m["relweek"][0], 0), m["wd"], 5 if m["soon"] else 7)
    if m["bareday"]:
        return bare_day(anchor, int(m["bareday"]), ahead(m.start(), m.end()))
    if m["nextday"]:
        return narrated.day_after(m)
    value = _calendar(m, narrated.anchor_of(m, anchor), ahead)
    return _until(value) if value and (m["by"] or (m["part"] or "").endswith("底前")) else value


def _until(value: str) -> str:
    """A date as an end: 年底前, 截至2023年底."""
    return value if value.startswith("..") else f"../{edtf.bounds(value)[1].isoformat()}"


def _calendar(m: re.Match[str], anchor: date, ahead: Tense) -> str | None:
    year = int(m["year"]) if m["year"] else anchor.year + _YEARS[m["word"]] if m["word"] else None
    if m["month"]:
        month = _number(m["month"])
        day = int(m["day"]) if m["day"] else None
        if year is None:
            year = nearest(month, day, anchor, ahead(m.start(), m.end()))
        return _in_month(year, month, day, m["third"])
    if m["part"]:
        return _part(year, m["part"], anchor, ahead(m.start(), m.end()))
    return f"{year}" if year is not None else None


def _in_month(year: int, month: int, day: int | None, third: str | None) -> str:
    if day:
        return date(year, month, day).isoformat()
    if not third:
        return f"{year:04d}-{date(year, month, 1).month:02d}"
    first, last = {"初": (1, 10), "上": (1, 10), "中": (11, 20)}.get(
        third[0], (21, calendar.monthrange(year, month)[1])
    )
    return f"{date(year, month, first).isoformat()}/{date(year, month, last).isoformat()}"


def _first_months(year: int | None, part: str, anchor: date) -> str:
    """前7个月, 前三季度: from January to then."""
    count = _number(part.strip("前个月季度")) * (3 if "季" in part else 1)
    given = year if year is not None else anchor.year if count <= anchor.month else anchor.year - 1
    return f"{given:04d}-01/{given:04d}-{date(given, count, 1).month:02d}"


def _part(year: int | None, part: str, anchor: date, future: bool | None) -> str:
    if part.startswith("前"):
        return _first_months(year, part, anchor)
    given = anchor.year if year is None else year
    if part == "年内":
        return f"{given}"
    part = part if part.startswith("年") else f"年{part}" if part[0] in "底末初中" else part
    if part in ("年底", "年末", "年底前"):
        return f"{given}-12"
    if part == "年初":
        return f"{given}-01/{given}-04"
    if part == "年中":
        return f"{given}-05/{given}-08"
    if part.endswith("半年"):
        half = 1 if part[0] == "上" else 2
        late = bool(year is None and half == 1 and anchor.month > 6 and future)
        return f"{given + late}-{39 + half}"
    quarter = _number(part.strip("第季度Qq"))
    late = bool(year is None and quarter * 3 < anchor.month and future)
    return f"{given + late}-{32 + quarter}"


def nearest(month: int, day: int | None, anchor: date, future: bool | None) -> int:
    """The year of a date given without one: by tense the next or the last; where no verb tells, the nearer one."""
    this, now = (month, day or anchor.day), (anchor.month, anchor.day)
    if day is None and month == anchor.month:
        return anchor.year
    if day is not None and (close := _close(month, day, anchor)):
        return close
    next_year, last_year = anchor.year + (this < now), anchor.year - (this > now)
    if future is None:
        to_come = _months_on(anchor, next_year, month) * _PAST_FIRST
        future = to_come < -_months_on(anchor, last_year, month)
    return next_year if future else last_year


_CLOSE = timedelta(days=12)


def _close(month: int, day: int, anchor: date) -> int | None:
    """The year of a day so near that no other can be meant, whatever the tense."""
    for year in (anchor.year, anchor.year - 1, anchor.year + 1):
        if calendar.monthrange(year, month)[1] >= day and abs(date(year, month, day) - anchor) <= _CLOSE:
            return year
    return None


_PAST_FIRST = 3
"""News tells what was: without a verb a date ahead has to be so many times nearer than the last one."""


def _months_on(anchor: date, year: int, month: int) -> int:
    return (year - anchor.year) * 12 + month - anchor.month


def bare_day(anchor: date, day: int, future: bool | None) -> str:
    """A day without a month: by tense the last such day, or the next."""
    step = 0
    if day > anchor.day and not future:
        step = -1
    elif day < anchor.day and future:
        step = 1
    return date.fromisoformat(f"{_shifted(anchor, step, '个月')}-{day:02d}").isoformat()


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return sum(_DIGITS[c] for c in text)


def _shifted(anchor: date, count: int, unit: str) -> str:
    if unit == "天":
        return (anchor + timedelta(days=count)).isoformat()
    if unit == "周":
        return _week(anchor, count, None)
    if unit == "年":
        return f"{anchor.year + count}"
    index = anchor.year * 12 + anchor.month - 1 + count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _week(anchor: date, step: int, weekday: str | None, days: int = 7) -> str:
    """A week, or a day of it; 下周初 is one of its working days."""
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=step)
    if weekday:
        return (monday + timedelta(days=_DIGITS[weekday] - 1)).isoformat()
    return f"{monday.isoformat()}/{(monday + timedelta(days=days - 1)).isoformat()}"
