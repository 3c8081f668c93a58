"""What a page that was changed, or taken away, does to what its article reported. Evidence is added, never altered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefings.claims import ArticleRef, Case, Report, Source, SourceClass, Stance, Status
from briefings.companies import Watchlist
from briefings.matching import place

WITHDRAWN, REMOVED, CHANGED, NOTICE = "page.withdrawn", "page.removed", "page.changed", "page.notice"
STILL_THERE = 0.6
"""The share of an article's sentences that must still stand for a missing one to count as taken out: with fewer, the
page shows something else (a wall, a summary, another layout), and nothing is concluded from what is missing."""
_ASSERTS = frozenset({Stance.REPORTS, Stance.CONFIRMS, Stance.DENIES})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})

SHORT = 8
"""Characters below which a sentence tells nothing about whether a text is the same."""
SHARED_WORDS = 3
_NOTICE = re.compile(
    r"^(?:correction|corrected|clarification|editor[’']?s note)\b[^a-z]{0,20}|"
    r"\b(?:earlier|previous|original) version of this (?:article|story|report|post|piece|page)\b|"
    r"\bthis (?:article|story|report|post|piece) (?:has been|was) (?:corrected|retracted|withdrawn|amended)\b|"
    r"更正|勘误|编者按|致歉|(?:早前|此前|先前|原)版本",
    re.IGNORECASE,
)

Told = tuple[str, Report]
"""The id of a claim, and a report of it."""
Notice = tuple[int, int, str]
"""Where an outlet's notice about its own article stands in the later text, and its words."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a later version of an article adds: to claims that it told already, and what is told in it first."""

    to_claims: tuple[Told, ...] = ()
    fresh: tuple[Report, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that we keep has changed."""
        return not self.to_claims and not self.fresh


def withdrawn(told: Iterable[Told], ref: ArticleRef) -> Revision:
    """The article is no longer there: its outlet takes back what it reported, in the words that were there."""
    return Revision(tuple((claim, _taken_back(report, ref, WITHDRAWN)) for claim, report in _asserted(told)))


def changed(
    told: Sequence[Told],
    before: str,
    after: str,
    ref: ArticleRef,
    reports: Sequence[Report],
    cases: Sequence[Case],
    watchlist: Watchlist,
) -> Revision:
    """The article reads otherwise now.

    `told`: what it and its earlier revisions reported; `before`, `after`: its text then and now; `ref`: the later
    version; `reports`: what that reports; `cases`: the claims of `told`.
    """
    known = "\n".join((plain(before), *(plain(report.quote) for _, report in told)))
    notices = _notices(before, after)
    new = [replace(report, answers=()) for report in reports if _is_new(report, known, notices)]
    if share_kept(before, after) < STILL_THERE and not notices:
        return Revision()
    gone = _gone(told, before, after, bool(notices))
    placed = place(new, cases, watchlist)[: len(new)]
    later = {each.claim_id: report for each, report in zip(placed, new, strict=True)}
    to_claims = [(claim, each) for claim, report in gone if (each := _now(report, later.get(claim), notices, ref))]
    if notices and not gone:
        to_claims = _noted(_asserted(told), notices[0], ref)
    used = [later[claim] for claim, _ in gone if claim in later]
    return Revision(tuple(to_claims), tuple(report for report in new if report not in used))


def _gone(told: Sequence[Told], before: str, after: str, noticed: bool) -> list[Told]:
    """The claims of which no word stands any more, each with the first that was said of it.

    Without a notice only words that were taken out from between others count: headlines are rewritten all the time, and
    a page that lacks whole passages shows something else.
    """
    there, headline = plain(after), plain(before.partition("\n")[0])
    standing = {claim for claim, report in told if plain(report.quote) in there}
    lost = [(claim, report) for claim, report in _asserted(told) if claim not in standing]
    if noticed:
        return lost
    stood = [plain(before[start:end]) for start, end in _sentences(before)]
    return [
        one for one in lost if plain(one[1].quote) not in headline and _was_cut_out(plain(one[1].quote), stood, there)
    ]


def _was_cut_out(quote: str, sentences: Sequence[str], there: str) -> bool:
    """Whether the sentences next to the one that held these words still stand."""
    for number, sentence in enumerate(sentences):
        if quote in sentence or sentence in quote:
            beside = [sentences[near] for near in (number - 1, number + 1) if 0 <= near < len(sentences)]
            return all(each in there for each in beside)
    return False


def _is_new(report: Report, known: str, notices: Sequence[Notice]) -> bool:
    """Whether a report was not there before, and is not read out of what the outlet says about its own mistake."""
    inside = any(report.span[0] < end and start < report.span[1] for start, end, _ in notices)
    return plain(report.quote) not in known and not inside


def _notices(before: str, after: str) -> list[Notice]:
    """What the later text says of the earlier: corrections and apologies that were not there."""
    known = plain(before)
    found = ((start, end, after[start:end]) for start, end in _sentences(after))
    return [each for each in found if _NOTICE.search(each[2]) and plain(each[2]) not in known]


def _now(report: Report, later: Report | None, notices: Sequence[Notice], ref: ArticleRef) -> Report | None:
    """What has become of a report whose words are gone; None where the later words say the same."""
    if later is None:
        return _explained(report, notices[0], ref) if notices else _taken_back(report, ref, REMOVED)
    if later.stance is not report.stance:
        return later
    if _details(later) == _details(report):
        return None
    return replace(later, stance=Stance.QUALIFIES, supports=Status.RUMOURED, rule=CHANGED, needs_review=False)


def _noted(told: Sequence[Told], notice: Notice, ref: ArticleRef) -> list[Told]:
    """A notice that leaves the article's words as they were qualifies the claim that it shares most words with."""
    words = _words(notice[2])
    claim, report = max(told, key=lambda one: len(words & _words(one[1].quote)), default=("", None))
    if report is None or len(words & _words(report.quote)) < SHARED_WORDS:
        return []
    explained = _explained(report, notice, ref)
    return [(claim, replace(explained, stance=Stance.QUALIFIES, supports=Status.RUMOURED))]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{4,}|\d+|[\u3400-\u9fff]{2}", plain(text).casefold()))


def _details(report: Report) -> tuple[object, ...]:
    return (report.supports, report.event_date, frozenset((q.value, q.unit) for q in report.quantities))


def _asserted(told: Iterable[Told]) -> list[Told]:
    """One assertion for each claim, the first, without facts that were only retold."""
    first: dict[str, Report] = {}
    for claim, report in told:
        if report.stance in _ASSERTS and not report.background:
            first.setdefault(claim, report)
    return list(first.items())


def _taken_back(report: Report, ref: ArticleRef, rule: str) -> Report:
    """The outlet's own step, shown by the words that are gone."""
    return replace(
        report,
        article=ref,
        stance=Stance.RETRACTS,
        supports=Status.RETRACTED,
        source=Source(SourceClass.OUTLET, ref.outlet),
        rule=rule,
        background=False,
        needs_review=False,
        spoken_on=None,
        answers=(),
    )


def _explained(report: Report, notice: Notice, ref: ArticleRef) -> Report:
    """The same, shown by the outlet's own notice."""
    start, end, words = notice
    return replace(_taken_back(report, ref, NOTICE), quote=words, span=(start, end))


def share_kept(before: str, after: str) -> float:
    """How much of a text still stands in another, by sentences."""
    there = plain(after)
    told = [each for start, end in _sentences(before) if len(each := plain(before[start:end])) >= SHORT]
    return sum(each in there for each in told) / len(told) if told else 0.0


def _sentences(text: str) -> list[tuple[int, int]]:
    """Roughly, where sentences begin and end."""
    return [
        found.span()
        for found in re.finditer(r"[^\s.!?。！？\n][^\n]*?(?:[.!?。！？][\"”’]?(?=\s|$|[^\x00-\xff])|$|(?=\n))", text)
    ]


def plain(text: str) -> str:
    """A text as it is compared: width, quotation marks, dashes and white space made one."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(_QUOTES)).strip()
