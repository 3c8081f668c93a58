"""Which reports of one article belong together: answers with what they answer, a lead with its source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from briefings import edtf
from briefings.claims import Report, SourceClass, Stage, Stance, Status
from briefings.companies import Watchlist
from briefings.reading.memory import Voice
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page
from briefings.reading.targets import follows, rumour

_NEAR = 40
"""How many reports before and after it an answer may be about."""
_RECENT = timedelta(days=3)
_SHORT = 9
_CITES = re.compile(
    r"(?:Source:|来源[：:]|according to|citing|quoting|reported by|report by|据|援引)\s?(?:the )?$", re.IGNORECASE
)
_WRITES = re.compile(
    r"(?:'s)?,? (?:[A-Z]\w+ )?(?:has |had |also |first |earlier |which )*(?:writes?|wrote|reports?|re"
    r"ported|says|said|claims?|"
    r"quotes?|cites?|learned|picked up|broke|revealed)\b|(?:报道|報導|爆料|获悉|称)",
)
_OPEN = (Stage.CONSIDERED, Stage.NEGOTIATING)
OPINED = re.compile(
    r"\b(?:wants?|wanted|hop(?:es?|ed|ing)|(?:is|are|was|were) (?:seen|regarded|viewed|known|consider"
    r"ed|believed|thought|"
    r"understood|learn(?:ed|t)) ?|it (?:was|has been) (?:learn(?:ed|t)|understood)|seems?|looks|appea"
    r"rs|likely|struggl\w+|"
    r"ailing|means that|shares (?:of|in)|similar|meanwhile|rivals?|critics)\b"
    r"|被视为|被认为|意味着|这也?(?:表明|说明)|似乎|看来",
    re.IGNORECASE,
)
"""What an outlet thinks, or tells about others: never a part of an announcement."""


def denied(
    found: Sequence[Report], page: Page, clause: tuple[int, int], voice: Voice, companies: tuple[str, ...]
) -> Report | None:
    """What a bare denial ("denied the report", "fake news") is about: the last before it or of the company."""
    start, end = clause
    bare = (
        page.lexicon.has("story", page.text, start, end)
        or page.lexicon.has("false", page.text, start, end)
        or end - start < 8
    )
    brief = end - start <= 24 if page.chinese(start, end) else len(page.text[start:end].split()) <= _SHORT
    if not (bare and brief):
        return None
    ours = voice.companies or companies
    rumours = [report for report in reversed(found) if rumour(report)]
    return next((one for one in rumours if follows(one, start) or _shared(page.watchlist, one.companies, ours)), None)


def led(found: Sequence[Report], paragraphs: Sequence[int]) -> list[Report]:
    """A lead without attribution, followed at once by a party's own word on the same matter, is that party's."""
    reports = list(found)
    if not reports or not any(one.supports is Status.CONFIRMED and not one.background for one in reports):
        return reports
    heard = next((at for at, one in enumerate(reports) if _other_voice(one)), len(reports))
    words = {one.source.company: one for one in reversed(reports) if _announces(one)}
    plain = heard == len(reports) or any(_announces(one) for one in reports[:heard])
    for at, (report, paragraph) in enumerate(zip(reports, paragraphs, strict=False)):
        if at < heard and plain and report.rule == "own.voice" and report.stance is Stance.REPORTS:
            reports[at] = _carried(report, words)
            continue
        if paragraph > 0 or report.rule != "own.voice" or report.stance is not Stance.REPORTS:
            continue
        word = next((one for one in reports[at + 1 :] if one.rule != "own.voice"), None)
        open_still = report.stage in _OPEN or OPINED.search(report.statement)
        if word and not open_still and _announces(word) and word.source.company in report.companies:
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
    if word is None or report.stage in _OPEN or OPINED.search(report.statement):
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
    title = len(page.article.title)
    credited = [m.name for m in page.named(0, title, Kind.OUTLET)]
    credited += [m.name for m in page.mentions if m.kind is Kind.OUTLET and _cited(page, m)]
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


def _cited(page: Page, outlet: Mention) -> bool:
    """Whether an outlet is named as where it stands: "Source: X", "as X writes", "according to X"."""
    before = page.text[max(0, outlet.start - 24) : outlet.start]
    return bool(_CITES.search(before) or _WRITES.match(page.text, outlet.end, outlet.end + 40))


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


def _shared(watchlist: Watchlist, one: Sequence[str], other: Sequence[str]) -> bool:
    return any(watchlist.related(a, b) for a in one for b in other)
