"""Which reports of one article belong together: answers with what they answer, a lead with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from briefings import edtf
from briefings.claims import RESPONSES, Report, SourceClass, Stance, Status
from briefings.companies import Watchlist
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import Voice

_NEAR = 40
"""How many reports before and after it an answer may be about."""
_RECENT = timedelta(days=3)
_SHORT = 9
_ANSWERS = RESPONSES | {Stance.DENIES}


def denied(
    found: Sequence[Report], page: Page, clause: tuple[int, int], voice: Voice, companies: tuple[str, ...]
) -> Report | None:
    """The rumour that a bare denial ("denied the report", "fake news") is about: the last that shares a company."""
    start, end = clause
    bare = (
        page.lexicon.has("story", page.text, start, end)
        or page.lexicon.has("false", page.text, start, end)
        or end - start < 8
    )
    brief = end - start <= 24 if page.chinese(start, end) else len(page.text[start:end].split()) <= _SHORT
    if not (bare and brief):
        return None
    for report in reversed(found):
        if rumour(report) and _shared(page.watchlist, report.companies, voice.companies or companies):
            return report
    return None


def led(found: Sequence[Report], paragraphs: Sequence[int]) -> list[Report]:
    """A lead without attribution, followed at once by a party's own word on the same matter, is that party's."""
    reports = list(found)
    if not reports or not any(one.supports is Status.CONFIRMED and not one.background for one in reports):
        return reports
    heard = next((at for at, one in enumerate(reports) if _other_voice(one)), len(reports))
    words = {one.source.company: one for one in reversed(reports) if _announces(one)}
    for at, (report, paragraph) in enumerate(zip(reports, paragraphs, strict=False)):
        if at < heard and report.rule == "own.voice" and report.stance is Stance.REPORTS:
            reports[at] = _carried(report, words)
            continue
        if paragraph > 0 or report.rule != "own.voice" or report.stance is not Stance.REPORTS:
            continue
        word = next((one for one in reports[at + 1 :] if one.rule != "own.voice"), None)
        if word and _announces(word) and word.source.company in report.companies:
            source = replace(word.source, origin=None)
            reports[at] = replace(
                report,
                supports=Status.CONFIRMED,
                stance=Stance.CONFIRMS,
                source=source,
                spoken_on=word.spoken_on,
                rule="lead.carried",
            )
    return reports


def _other_voice(report: Report) -> bool:
    """Whether a report is somebody's who is no party: then the article is no plain account of an announcement."""
    return report.source.cls in (
        SourceClass.OUTLET_ANONYMOUS,
        SourceClass.AGENTLESS,
        SourceClass.ANALYST,
        SourceClass.THIRD_PARTY,
    ) or (report.source.origin is not None and report.source.cls is SourceClass.OUTLET)


def _carried(report: Report, words: Mapping[str | None, Report]) -> Report:
    """In a plain account of an announcement the article's own words about its parties are the announcer's."""
    word = next((words[slug] for slug in report.companies if slug in words), None)
    if word is None:
        return report
    source = replace(word.source, origin=None)
    return replace(
        report,
        supports=Status.CONFIRMED,
        stance=Stance.CONFIRMS,
        source=source,
        spoken_on=report.spoken_on or word.spoken_on,
        rule="article.carried",
    )


def _announces(word: Report) -> bool:
    """Whether a report is a party's fresh word that needs nobody's look."""
    official = word.source.cls is SourceClass.PARTY and word.supports is Status.CONFIRMED
    return official and not word.needs_review and not word.background and not word.rule.startswith("own.")


def traced(page: Page, reports: Sequence[Report]) -> list[Report]:
    """Hearsay, and the article's own telling of a rumour, go back to the one outlet that the article draws on."""
    text, title = page.text, len(page.article.title)
    credited = [m.name for m in page.named(0, title, Kind.OUTLET)] + [
        m.name
        for m in page.mentions
        if m.kind is Kind.OUTLET and text[max(0, m.start - 8) : m.start].endswith(("Source: ", "来源：", "来源:"))
    ]
    origins = list(
        dict.fromkeys(
            [
                *(
                    one.source.origin
                    for one in reports
                    if one.source.origin and one.source.cls is not SourceClass.PARTY
                ),
                *credited,
            ]
        )
    )
    origins = [name for name in origins if name and name.lower() not in page.article.outlet.lower()]
    if not origins:
        return list(reports)
    first = next((at for at, one in enumerate(reports) if one.source.origin), 0)
    early = {id(one) for one in reports[:first] if one.rule.startswith("own.") and one.source.cls is SourceClass.OUTLET}
    return [_from(one, origins[0]) if _homeless(one) and id(one) not in early else one for one in reports]


def _homeless(report: Report) -> bool:
    """Whether a rumour goes back to nobody yet."""
    if (
        report.source.origin
        or report.stance is not Stance.REPORTS
        or report.supports is not Status.RUMOURED
        or report.rule == "told.rumour"
    ):
        return False
    if report.event_date and edtf.bounds(report.event_date)[1] < report.article.published_at.date() - _RECENT:
        return False
    return report.source.cls in (SourceClass.OUTLET_ANONYMOUS, SourceClass.AGENTLESS) or report.rule.startswith("own.")


def _from(report: Report, origin: str) -> Report:
    name = origin if report.source.cls is SourceClass.OUTLET else report.source.name
    return replace(report, source=replace(report.source, origin=origin, name=name))


def answered(watchlist: Watchlist, reports: Sequence[Report]) -> list[Report]:
    """Answers with the positions of the rumours they answer: of the same sentence, else of the article."""
    done = []
    for report in reports:
        if report.stance in _ANSWERS:
            targets = _targets(watchlist, reports, report)
            about = reports[targets[0]].topic if targets else report.topic
            done.append(replace(report, answers=targets, topic=about if report.stance in RESPONSES else report.topic))
        else:
            done.append(report)
    return done


def _targets(watchlist: Watchlist, reports: Sequence[Report], answer: Report) -> tuple[int, ...]:
    at = next(n for n, one in enumerate(reports) if one is answer)
    said = [n for n in range(max(0, at - _NEAR), min(len(reports), at + _NEAR)) if rumour(reports[n]) and n != at]
    shared = [n for n in said if _shared(watchlist, reports[n].companies, answer.companies)]
    shared = shared[-_NEAR:]
    beside = [n for n in shared if reports[n].span == answer.span]
    before = [n for n in shared if reports[n].span[0] <= answer.span[0]]
    if answer.stance is Stance.DENIES:
        same = [n for n in before if reports[n].statement == answer.statement]
        return tuple(same or beside or [n for n in before if reports[n].topic is answer.topic][-1:])
    return tuple(beside or before or shared or said[-1:])


def rumour(report: Report) -> bool:
    """Whether a report only says that something is said."""
    return report.stance is Stance.REPORTS and report.supports is Status.RUMOURED


def _shared(watchlist: Watchlist, one: Sequence[str], other: Sequence[str]) -> bool:
    return any(watchlist.related(a, b) for a in one for b in other)
