"""When: the day on which something was said, and the date of what it is about."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cached_property

from briefings import edtf
from briefings.reading.attribution import Framed
from briefings.reading.dates import Found
from briefings.reading.memory import Memory, Voice
from briefings.reading.page import Page

_SAME_TIME = re.compile(
    r"\b(?:that|the same|around that|around the same) (?:year|month|time)\b|\b(?:said|reported|announced) then\b"
    r"|\b(?:back then|at the time)\b|同年|当年|同月|当月|当时",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"(?<!around )\b(?:at|by) (?:that|the same) time\b", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also|added|adding|further)\b|还|並|并", re.IGNORECASE)
_NOW = re.compile(r"\b(?:now|today|currently|these days|says)\b|目前|现在|如今", re.IGNORECASE)
_DATELINE = re.compile(r"[早晚]?[上间間]?(?:消息|讯|訊|电|電)|,? ?\((?:[A-Z]\w+ ?){1,3}\) ?[-–]")
_STAMP = re.compile(r"(?:updated|published|posted|时间)(?: on|:|：)? ?$", re.IGNORECASE)
_RECENT = timedelta(days=10)
_FRESH = timedelta(days=5)
_LEAD = 400
"""How far into the text a lead reaches that dates the news, in characters."""


class Times:
    """Dates the assertions of one article, in its order: a date given once holds for what follows it."""

    def __init__(self, page: Page, memory: Memory) -> None:
        self._page = page
        self._memory = memory
        self._spoken: str | None = None
        self._speakers: tuple[str, ...] = ()
        self._until = 0
        self._days: dict[str, str] = {}

    def spoken_on(self, framed: Framed, voice: Voice) -> str | None:
        """The day of saying, where the frame gives it; carried frames keep the day of the frame they carry on."""
        if framed.spoken is None:
            carried = framed.rule.endswith((".carried", ".continued")) or (
                framed.voice is None and voice.official and voice is self._memory.voice
            )
            return self._spoken if carried else self._paragraph_day(framed.whole[0])
        found = [one.edtf for one in self._page.spoken(*framed.spoken) if self._over(one.edtf)]
        self._spoken = found[0] if found else self._same_time(*framed.spoken) or self._kept(framed, voice)
        if self._spoken and found:
            self._days.update(dict.fromkeys(_speakers(voice), self._spoken))
        self._speakers, self._until = _speakers(voice), framed.whole[1]
        return self._spoken

    def event(self, clause: tuple[int, int], framed: Framed, spoken: str | None) -> str | None:
        """When the thing happens: as the assertion says, or as all that was said does."""
        own = event_date(self._page, *clause, framed.spoken, spoken)
        shared = _shared_date(self._page, framed.content, framed.spoken, spoken)
        value = own or self._same_time(*clause) or shared
        self._memory.date = value or spoken or self._memory.date
        return value

    def news_day(self, companies: tuple[str, ...]) -> date:
        """The day of fresh word that names none: when its speaker spoke, else the lead's day, else publication."""
        day = next((self._days[slug] for slug in companies if slug in self._days), None)
        if day and self._this_week(day):
            return edtf.bounds(day)[0]
        return self._lead_day

    @cached_property
    def _lead_day(self) -> date:
        """The first day of this week that the lead names, the stamp of the article apart; else that of publication."""
        page = self._page
        for one in page.spoken(0, min(len(page.text), len(page.article.title) + _LEAD)):
            if self._this_week(one.edtf) and not _STAMP.search(page.text, max(0, one.start - 15), one.start):
                return edtf.bounds(one.edtf)[0]
        return page.day

    def _kept(self, framed: Framed, voice: Voice) -> str | None:
        """The day given before, where the same speaker goes on; a day of this week for the rest of the article."""
        assert framed.spoken is not None
        page, spoken = self._page, framed.spoken
        same = _speakers(voice) == self._speakers and bool(self._speakers)
        also = voice.companies == self._memory.voice.companies and _ALSO.search(page.text, *spoken)
        if also:
            return self._spoken
        if _NOW.search(page.text, *spoken):
            return None
        if same and self._spoken and "\n" not in page.text[self._until : framed.whole[0]]:
            return self._spoken
        days = [self._days[name] for name in _speakers(voice) if name in self._days]
        return next((day for day in days if edtf.bounds(day)[0] >= page.day - _RECENT), None)

    def _paragraph_day(self, at: int) -> str | None:
        """A day of this week that the paragraph names before this place."""
        page = self._page
        first = page.text.rfind("\n", max(0, at - _LEAD), at) + 1 or max(0, at - _LEAD)
        days = [one.edtf for one in page.spoken(first, at)]
        return next((day for day in reversed(days) if self._this_week(day)), None)

    def _this_week(self, value: str) -> bool:
        first, last = edtf.bounds(value)
        return first == last and self._page.day - _FRESH <= last <= self._page.day

    def _over(self, value: str) -> bool:
        """Whether a day of speaking can be over: "this month" has begun."""
        first, last = edtf.bounds(value)
        return first <= self._page.day and (last <= self._page.day or len(value) == len("2024-05"))

    def _same_time(self, start: int, end: int) -> str | None:
        """What "that year" or "the same month" means: that of the date before."""
        match = _SAME_TIME.search(self._page.text, start, end)
        before = self._memory.date
        if match is None or before is None or before.startswith("..") or _AT_ONCE.search(match[0]):
            return None
        if re.search("year|年", match[0]):
            return before[:4]
        return before.partition("/")[0][: len("2024-05")]


def _speakers(voice: Voice) -> tuple[str, ...]:
    """Whose days of speaking are one: a company's, or an outlet's."""
    name = voice.origin or voice.name
    return voice.companies or ((name,) if name else ())


def event_date(page: Page, start: int, end: int, spoken: tuple[int, int] | None, anchor: str | None) -> str | None:
    """When the thing happens: of the dates beside the day of speaking the one that a plan names, else the first."""
    within = spoken is not None and start <= spoken[0] < end
    day = edtf.bounds(anchor)[0] if anchor and not within else page.day
    found = [
        one
        for one in _told(page, start, end, day)
        if not spoken or not spoken[0] <= one.start < spoken[1] or spoken[0] <= start
    ]
    if not found:
        return None
    moved = [
        one for one in found if _MOVED.search(page.text, start, one.start) and _TO.search(page.text, start, one.start)
    ]
    if moved:
        return moved[-1].edtf
    found = _main(page, start, end, found)
    target = [one for one in found if page.lexicon.has("ahead", page.text, max(start, one.start - 30), one.start)]
    main = [one for one in target if "," not in page.text[found[0].end : one.start]]
    return (main or found)[0].edtf


_MOVED = re.compile(
    r"\b(?:delay|postpon|push|slip|extend|extension|mov|put off|put back|brought forward|bring forward|defer|prolong)"
    r"|延长|延期|推迟|延后|顺延|提前|改为|延至",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:to|until|till)(?: (?:the|at least|as late as))*(?: (?:start|end|middle|beginning) of)? $|[至到]$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r",? (?:which|who|whose|where|when) [^,;]{3,160}|, (?:[a-z]+ed|built|set up|made) [^,;]{2,80}(?=,)"
)
_SAME_DAY = re.compile(r"当[日天]|今[日天]|today|tonight", re.IGNORECASE)


def _main(page: Page, start: int, end: int, found: list[Found]) -> list[Found]:
    """The dates of the main clause, where it has any; 当日 beside a date of its own is the day of the telling."""
    asides = [m.span() for m in _BESIDE.finditer(page.text, start, end)]
    outside = [one for one in found if not any(first <= one.start < last for first, last in asides)] or found
    exact = [one for one in outside if not _SAME_DAY.fullmatch(page.text, one.start, one.end)]
    return exact or outside


def _shared_date(
    page: Page, content: tuple[int, int], spoken: tuple[int, int] | None, anchor: str | None
) -> str | None:
    """The one date of everything that was said, for those of its assertions that name none."""
    day = edtf.bounds(anchor)[0] if anchor else page.day
    found = [one for one in _told(page, *content, day) if not spoken or not spoken[0] <= one.start < spoken[1]]
    return found[0].edtf if len(found) == 1 else None


def _told(page: Page, start: int, end: int, day: date) -> list[Found]:
    """The dates within a span, without the line that dates the text itself."""
    found = page.dates(start, end, day)
    if day.year != page.day.year and _THIS.search(page.text, start, end):
        now = {one.start: one for one in page.dates(start, end, page.day)}
        found = [now.get(one.start, one) if _THIS.match(page.text, one.start) else one for one in found]
    return [one for one in found if not _DATELINE.match(page.text, one.end)]


_THIS = re.compile(r"\bthis (?:year|spring|summer|autumn|fall|winter|month|week)\b|今年|本月|本周", re.IGNORECASE)
"""Told by the day of the text, however long ago it was said what is to happen then."""
