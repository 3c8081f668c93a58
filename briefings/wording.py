"""How evidence is put into words: one vocabulary for answers, cards, digests and views.

A rumour is always said to be one, a denial always has its speaker, and "false" is never said.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from briefings import edtf
from briefings.claims import (
    LICENSED,
    RESPONSES,
    Case,
    Quantity,
    Report,
    SourceClass,
    Stage,
    Stance,
    Standing,
    Status,
)
from briefings.errors import DateError

MAX_QUOTE_CHARS = 300
_CONFIRMED = MappingProxyType(
    {
        Stage.CONSIDERED: "Confirmed as being considered",
        Stage.NEGOTIATING: "Confirmed talks, no agreement yet",
        Stage.AGREED: "Confirmed agreement",
        Stage.PLANNED: "Confirmed plan",
        Stage.UNDER_WAY: "Confirmed, under way",
        Stage.DONE: "Confirmed, done",
        Stage.DELAYED: "Confirmed, delayed",
        Stage.CANCELLED: "Confirmed, since cancelled",
    }
)
_STAGES = MappingProxyType(
    {
        Stage.CONSIDERED: "said to be considered",
        Stage.NEGOTIATING: "said to be in talks",
        Stage.AGREED: "said to be agreed",
        Stage.PLANNED: "said to be planned",
        Stage.UNDER_WAY: "said to be under way",
        Stage.DONE: "said to be done",
        Stage.DELAYED: "said to be delayed",
        Stage.CANCELLED: "said to be cancelled",
    }
)
_ANSWERS = MappingProxyType(
    {
        Stance.NO_COMMENT: "declined to comment (no comment)",
        Stance.UNAWARE: "not aware of it",
        Stance.DEFERS: "left it open",
        Stance.QUALIFIES: "said that nothing final is decided",
        Stance.DENIES: "denied it",
        Stance.CONFIRMS: "confirmed it",
        Stance.RETRACTS: "withdrew the report",
        Stance.REPORTS: "reported it",
    }
)
_WORDS = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]{2}")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_PARTS = MappingProxyType(
    {
        "33": "first quarter of",
        "34": "second quarter of",
        "35": "third quarter of",
        "36": "fourth quarter of",
        "40": "first half of",
        "41": "second half of",
    }
)


def label(standing: Standing) -> str:
    """The status in words, such as "Rumour, not confirmed" or "Denied by Hyundai Motor"."""
    if standing.status is Status.CONFIRMED and not standing.official:
        return f"Told as a fact by {listed(standing.confirmed_by)}, no word of those concerned"
    if standing.status is Status.CONFIRMED:
        stage = _CONFIRMED.get(standing.stage, "Confirmed") if standing.stage else "Confirmed"
        return f"{stage}, by {listed(standing.confirmed_by)}" if standing.confirmed_by else stage
    if standing.status is Status.DENIED:
        return f"Denied by {listed(standing.denied_by)}" if standing.denied_by else "Denied"
    if standing.status is Status.DISPUTED:
        return _disputed(standing)
    if standing.status is Status.LAPSED:
        return f"Rumour, not confirmed, no word since {day_words(standing.updated)}"
    if standing.status is Status.CORROBORATED:
        return f"Rumour from {len(standing.origins)} independent origins, not confirmed"
    if standing.status is Status.RETRACTED:
        return "Withdrawn by the outlet that reported it"
    return "Rumour, not confirmed"


def statement(case: Case) -> str:
    """What a claim says: where it is confirmed, what was confirmed, not what the first rumour made of it."""
    if case.standing.status is Status.CONFIRMED:
        return key_report(case).statement or case.claim.statement
    return case.claim.statement


def short_label(status: Status) -> str:
    """The status in one or two words, for what changed from what to what."""
    words = {
        Status.RUMOURED: "rumoured",
        Status.CORROBORATED: "rumoured by several",
        Status.LAPSED: "no further word",
        Status.RETRACTED: "withdrawn",
    }
    return words.get(status, status.value)


def review_note(case: Case) -> str | None:
    """That something official-looking waits for a person; None where nothing does."""
    if not case.standing.needs_review:
        return None
    waiting = [report for report in case.reports if report.needs_review]
    if not waiting:
        return "A statement about this is awaiting review"
    return waiting_note(waiting[-1])


def waiting_note(report: Report) -> str:
    """What a report that waits for a person appears to do."""
    done = {Stance.DENIES: "denied", Stance.RETRACTS: "withdrawn"}.get(report.stance, "confirmed")
    return f"{speaker(report)} appears to have {done} this; awaiting review"


def origins(case: Case) -> str:
    """How many outlets printed it and how many origins they go back to: "5 outlets, 1 origin (Bloomberg)"."""
    told = [r for r in case.reports if r.stance in (Stance.REPORTS, Stance.CONFIRMS)]
    outlets = len({report.article.outlet for report in told})
    names = case.standing.origins
    if not names:
        return counted(outlets, "outlet") if outlets else ""
    shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    return f"{counted(outlets, 'outlet')}, {counted(len(names), 'origin')} ({shown})"


def first_report(case: Case) -> str | None:
    """Who brought it up and when: "First reported by Bloomberg (26 August 2022), via Pandaily"."""
    first = first_told(case)
    if first is None:
        return None
    via = f", via {first.article.outlet}" if first.origin != first.article.outlet else ""
    return f"First reported by {first.origin} ({when_said(first)}){via}"


def _word(report: Report) -> str:
    if report.stance is Stance.DENIES:
        return "Denied"
    return "Told as a fact" if report.source.cls is SourceClass.OUTLET else "Confirmed"


def official_words(case: Case) -> tuple[str, ...]:
    """Who confirmed or denied it, when, and where that is printed; the latest word of each."""
    return tuple(
        f"{_word(report)} by {speaker(report)} ({when_said(report)}), in {report.article.outlet}"
        for report in latest_official(case)
    )


def responses(case: Case) -> tuple[str, ...]:
    """What those asked have answered, without settling it: "BAIC Group: not aware of it"; the latest of each."""
    return tuple(f"{speaker(report)}: {response(report)}" for report in latest_answers(case))


def first_told(case: Case) -> Report | None:
    """The first report that tells the claim without settling it."""
    told = (r for r in case.reports if not official(r) and r.stance in (Stance.REPORTS, Stance.CONFIRMS))
    return next(told, None)


def latest_official(case: Case) -> tuple[Report, ...]:
    """The latest word that settles the claim of each who spoke, for and against."""
    latest = {(report.speaker, report.stance is Stance.DENIES): report for report in case.reports if official(report)}
    return tuple(latest.values())


def latest_answers(case: Case) -> tuple[Report, ...]:
    """The latest answer of each who was asked and settled nothing, in the order of these answers."""
    latest: dict[str, Report] = {}
    for report in case.reports:
        unsettled = report.stance is Stance.DENIES and not official(report)
        if report.stance in RESPONSES or (unsettled and not report.needs_review):
            latest.pop(report.speaker, None)
            latest[report.speaker] = report
    return tuple(latest.values())


def response(report: Report) -> str:
    """What a response says, in a few words; a denial that settles nothing is told as said."""
    if report.stance is Stance.DENIES:
        return "says it is not so, which settles nothing"
    return _ANSWERS[report.stance]


def stage_words(standing: Standing) -> str | None:
    """How far an unconfirmed thing is said to have come; a confirmed one has it in its label."""
    if standing.stage is None or standing.status is Status.CONFIRMED:
        return None
    return _STAGES[standing.stage]


def official(report: Report) -> bool:
    """Whether a report settles its claim as far as its source goes."""
    settles = {Stance.DENIES: Status.DENIED, Stance.CONFIRMS: Status.CONFIRMED, Stance.REPORTS: Status.CONFIRMED}
    licensed = report.source.cls in LICENSED and not report.needs_review
    return licensed and report.stance in settles and report.supports is settles[report.stance]


def speaker(report: Report) -> str:
    """Who is shown to have said it."""
    if report.source.cls is SourceClass.AGENTLESS:
        return report.article.outlet
    return report.source.name or report.origin


def when_said(report: Report) -> str:
    """When it was said, as precisely as the article tells; otherwise when it was published."""
    return edtf_words(report.spoken_on) if report.spoken_on else day_words(report.article.published_at.date())


def quote_of(report: Report) -> str:
    """The verbatim quote, cut (never altered) where it is longer than we keep.

    Never at the front: who says it, and whether it is denied, mostly stands there.
    """
    return report.quote[:MAX_QUOTE_CHARS]


def amount(quantity: Quantity) -> str:
    """An amount in words: "10 billion CNY (stated as 1.5 billion USD)", "150,000 vehicles a year"."""
    number = _number(quantity.value)
    if quantity.value_hi is not None:
        number = f"{number} to {_number(quantity.value_hi)}"
    shown = f"{number}%" if quantity.unit == "%" else f"{number} {quantity.unit}"
    if quantity.per:
        shown += f" per {quantity.per}"
    if quantity.stated:
        shown += f" (stated as {_number(quantity.stated[0])} {quantity.stated[1]})"
    return shown


def amounts(reports: Iterable[Report], at_most: int = 4) -> tuple[str, ...]:
    """The amounts that reports name, each once."""
    return tuple(dict.fromkeys(amount(q) for report in reports for q in report.quantities))[:at_most]


def day_words(day: date) -> str:
    """A day as people read it, the same in every locale: "29 August 2022"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def edtf_words(text: str) -> str:
    """An EDTF date as people read it: "November 2021", "first half of 2024", "by 31 December 2022"."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point_words(text)
    if start == "..":
        return f"by {_point_words(end)}"
    if end == "..":
        return f"from {_point_words(start)}"
    return f"{_point_words(start)} to {_point_words(end)}"


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "A, B and C"."""
    names = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 outlet", "5 outlets"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_line(text: str, limit: int = 400) -> str:
    """A text on one line, cut at a word where it is too long."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:") + "…"


def excerpt(text: str, limit: int, about: str) -> str:
    """The part of a text, at most `limit` characters on one line, that has most of the words of `about`."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    start = _best_part(flat, limit - 2, about)
    return ("…" if start else "") + one_line(flat[start:], limit - bool(start))


def _best_part(text: str, room: int, about: str) -> int:
    """Where the part of so many characters begins that has most of the words of `about`; the first of equals."""
    wanted = {word for word in _WORDS.findall(about.casefold()) if len(word) > 1}
    met = [match.start() for match in _WORDS.finditer(text.casefold()) if match[0] in wanted]
    start = max((0, *met), key=lambda at: (sum(at <= one < at + room - 8 for one in met), -at))
    start = min(start, len(text) - room)
    if start > 0 and text[start - 1] != " " and " " in text[start : start + 20]:
        start = text.index(" ", start) + 1
    return start


def _disputed(standing: Standing) -> str:
    if standing.confirmed_by and standing.denied_by:
        return f"Disputed: confirmed by {listed(standing.confirmed_by)}, denied by {listed(standing.denied_by)}"
    if standing.denied_by:
        return f"Disputed: denied by {listed(standing.denied_by)}, reported again since, not confirmed"
    return "Disputed, not confirmed"


def _point_words(text: str) -> str:
    year, _, rest = text.partition("-")
    if not rest:
        return year
    if rest in _PARTS:
        return f"{_PARTS[rest]} {year}"
    try:
        first, _ = edtf.bounds(text)
    except DateError:
        return text
    return day_words(first) if "-" in rest else f"{calendar.month_name[first.month]} {first.year}"


def _number(value: float) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{_plain(value / scale)} {word}"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{round(value, 3):,.3f}".rstrip("0").rstrip(".")


def key_report(case: Case) -> Report:
    """The report to read first: the latest official word where one settles the claim, else the first report."""
    if case.standing.status in (Status.CONFIRMED, Status.DENIED, Status.DISPUTED):
        settled = [report for report in case.reports if official(report)]
        if settled:
            return settled[-1]
    if case.standing.status is Status.RETRACTED:
        withdrawn = [report for report in case.reports if report.stance is Stance.RETRACTS]
        if withdrawn:
            return withdrawn[-1]
    told = [report for report in case.reports if report.stance in (Stance.REPORTS, Stance.CONFIRMS)]
    return (told or case.reports)[0]
