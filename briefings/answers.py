"""A question and the claims that were found become an answer: who says so, since when, and where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings import wording
from briefings.articles import show_time
from briefings.choosing import chosen_for, fitting_for, leading_count
from briefings.claims import Case, Report, Stance, Status
from briefings.companies import Watchlist
from briefings.evidence import evidence
from briefings.phrases import English, phrases
from briefings.questions import Intent, Question
from briefings.ranking import Match, rank, wanted_statuses
from briefings.verdicts import first_line

MAX_TEXT_CHARS = 1_800
MAX_OTHERS = 40


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a report can be read; `quote` is verbatim, `published` a day or ISO time."""

    claim: str
    article: str
    outlet: str
    published: str
    quote: str
    url: str
    about: str = ""
    """What of the quote belongs to the answer, in other words: where only a part is shown, it is about this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim of an answer, in words; `citations` are positions in the answer's citations, from 1.

    `leading` tells the claims that answer from those that only belong to the story.
    """

    claim: str
    label: str
    statement: str
    details: tuple[str, ...]
    citations: tuple[int, ...]
    leading: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """A claim that does not answer, offered because it comes near."""

    claim: str
    label: str
    statement: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question: `text` says all of it, the parts say the same for a richer surface.

    `status` is that of the claims that lead, "mixed" where they differ, None where nothing is stored.
    """

    question: Question
    text: str
    status: str | None = None
    claims: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    others: tuple[str, ...] = ()
    """Ids of further claims that fit and are not told, the best first."""


def answer(
    question: Question, cases: Sequence[Case], watchlist: Watchlist, day: date, checked: str | None = None
) -> Answer:
    """What the cases say to a question, as of a day; abstains rather than answer another question."""
    if question.advice:
        return _abstain(question, phrases(question).no_advice, (), None)
    if question.opinion:
        return _abstain(question, phrases(question).no_forecast, (), None)
    if question.intent is Intent.HELP or (question.is_empty and question.intent is not Intent.WHATS_NEW):
        return _abstain(question, phrases(question).how_to_ask, (), None)
    matches = rank(question, cases, watchlist, day)
    chosen = chosen_for(question, matches)
    if not chosen:
        near = () if question.intent is Intent.WHATS_NEW else matches
        return _abstain(question, _nothing(question, watchlist, day), near, checked)
    leading = leading_count(question, chosen)
    told = _compose(question, chosen, leading, watchlist, day)
    return replace(told, others=_others(question, matches, told))


def _others(question: Question, matches: Sequence[Match], told: Answer) -> tuple[str, ...]:
    """The claims that fit as well as those that are told, by the same rules."""
    fitting = [match.case.claim.id for match in fitting_for(question, matches)]
    return tuple(claim for claim in fitting if claim not in told.claims)[:MAX_OTHERS]


def _compose(question: Question, matches: list[Match], leading: int, watchlist: Watchlist, day: date) -> Answer:
    """The answer from its claims, cut to what fits: least important citations go first, then claims."""
    cases = [match.case for match in matches]
    statuses = {case.standing.status.value for case in cases[:leading]}
    verdict = first_line(question, matches[:leading])
    notes = _notes(question, cases, leading, verdict, watchlist, day)
    best = [evidence(question, match) for match in matches]
    for layout in _layouts(len(cases)):
        told = list(zip(cases, best, strict=True))[: layout.claims]
        findings, citations = _findings(question, told, leading, layout, watchlist, verdict)
        text = _text(question, notes, findings, citations, layout)
        if len(text) <= MAX_TEXT_CHARS:
            break
    return Answer(
        question=question,
        text=_within(text),
        status=statuses.pop() if len(statuses) == 1 else "mixed",
        claims=tuple(finding.claim for finding in findings),
        citations=citations,
        notes=notes,
        findings=findings,
    )


def _within(text: str) -> str:
    """The text within its limit, cut at a line's end where one hostile part alone exceeds it."""
    return text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…"


@dataclass(frozen=True, slots=True)
class _Layout:
    """How much an answer tells: how many claims, citations of each that leads and below, characters of their quotes."""

    claims: int
    cited: int
    below: int
    quote_chars: int
    below_chars: int


def _layouts(claims: int) -> Iterator[_Layout]:
    """Ever smaller answers: shorter quotes below first, then fewer citations, then fewer claims."""
    for cited, below, quote_chars, below_chars in (
        (4, 3, 240, 240),
        (4, 2, 240, 200),
        (4, 2, 200, 160),
        (4, 1, 240, 200),
        (4, 1, 200, 160),
        (3, 1, 200, 160),
        (3, 1, 180, 120),
        (2, 1, 180, 120),
    ):
        yield _Layout(claims, cited, below, quote_chars, below_chars)
    for fewer in range(claims, 0, -1):
        yield _Layout(fewer, 2, 1, 120, 80)
        yield _Layout(fewer, 1, 1, 120, 80)


def _findings(
    question: Question,
    told: Sequence[tuple[Case, list[Report]]],
    leading: int,
    layout: _Layout,
    watchlist: Watchlist,
    verdict: str | None,
) -> tuple[tuple[Finding, ...], tuple[Citation, ...]]:
    """Each claim in words, with its citations numbered through; words that were printed once are cited once.

    `told` are the claims with the reports to cite of each, the best first.
    """
    findings: list[Finding] = []
    citations: list[Citation] = []
    for position, (case, best) in enumerate(told):
        leads, head = position < leading, verdict if position == 0 else None
        shown = {(cited.article, cited.quote): number for number, cited in enumerate(citations, 1)}
        fresh = [r for r in best if (r.article.id, wording.quote_of(r)) not in shown]
        reports = fresh[: layout.cited if leads else layout.below]
        numbers = tuple(range(len(citations) + 1, len(citations) + len(reports) + 1))
        numbers = numbers or (shown[best[0].article.id, wording.quote_of(best[0])],)
        citations += [citation(case, report, f"{report.statement} {question.words}") for report in reports]
        findings.append(
            Finding(
                claim=case.claim.id,
                label=phrases(question).words.label(case.standing),
                statement=wording.one_line(wording.statement(case), 240 if leads else 160),
                details=_details(question, case, watchlist, head) if leads else _brief(question, case, watchlist),
                citations=numbers,
                leading=leads,
            )
        )
    return tuple(findings), tuple(citations)


def citation(case: Case, report: Report, about: str = "") -> Citation:
    """Where one report of a claim can be read."""
    article = report.article
    return Citation(
        claim=case.claim.id,
        article=article.id,
        outlet=article.outlet,
        published=show_time(article.published_at),
        quote=wording.quote_of(report),
        url=article.url,
        about=about,
    )


def _details(question: Question, case: Case, watchlist: Watchlist, verdict: str | None) -> tuple[str, ...]:
    """Sentences on a claim: what waits, who said it first, who settled it, how far, when, how much, who answered.

    Who said it first is left out where the verdict above it has told so.
    """
    say, standing = phrases(question), case.standing
    first = say.words.first_report(case)
    first = None if first and verdict and first in verdict else first
    found: list[str | None] = [*_belonging(question, case, watchlist), say.words.review_note(case), first]
    if standing.status not in (Status.CONFIRMED, Status.DENIED):
        found.append(say.words.origins(case))
    found += say.words.official_words(case)[-3:]
    found.append(say.words.stage_words(standing))
    if when := _happens(question, case):
        found.append(say.dated(when))
    if amounts := say.words.amounts(case.reports):
        found.append(say.amounts(amounts))
    found += say.words.responses(case)[:4]
    if question.intent is Intent.TIMELINE and len(standing.changes) > 1:
        steps = standing.changes[-6:]
        found.append(say.course([f"{say.words.day_words(c.on)} {say.words.short_label(c.status)}" for c in steps]))
    return tuple(wording.one_line(say.sentence(detail), 200) for detail in found if detail)


def _brief(question: Question, case: Case, watchlist: Watchlist) -> tuple[str, ...]:
    """What is said of a claim below the leading ones: what waits, and a date or an amount where one was asked for."""
    say = phrases(question)
    when = _happens(question, case) if question.intent is Intent.WHEN else None
    amounts = say.words.amounts(case.reports) if question.intent is Intent.HOW_MUCH else ()
    found = (
        say.words.review_note(case),
        say.dated(when) if when else None,
        say.amounts(amounts) if amounts else None,
    )
    return (*_belonging(question, case, watchlist), *filter(None, found))


def _belonging(question: Question, case: Case, watchlist: Watchlist) -> list[str]:
    """Which party of the claim stands for a company that was asked about: "FinDreams Battery belongs to BYD"."""
    return [
        phrases(question).belongs(watchlist.name_of(party), watchlist.name_of(slug))
        for slug in question.companies
        if slug not in case.claim.companies
        for party in case.claim.companies
        if slug in watchlist.ancestors(party)
    ]


def _happens(question: Question, case: Case) -> str | None:
    """When the thing itself is to happen or happened, by the latest report that says so."""
    dated = [report.event_date for report in case.reports if report.event_date]
    return phrases(question).words.edtf_words(dated[-1]) if dated else None


def _notes(
    question: Question, cases: Sequence[Case], leading: int, verdict: str | None, watchlist: Watchlist, day: date
) -> tuple[str, ...]:
    """What has to be said before the claims: how the question was read, what is known, and what is not stored."""
    say = phrases(question)
    notes = [say.guessed(typed, watchlist.name_of(slug)) for typed, slug in question.guessed]
    if question.as_of and question.as_of == day:
        notes.append(say.as_of(day))
    notes += [verdict] if verdict else []
    if Status.DENIED in question.statuses and not _denied(question, cases):
        notes.append(say.no_denial([watchlist.name_of(slug) for slug in question.companies]))
    if Status.CONFIRMED in question.statuses:
        notes += _unconfirmed(question, cases, leading, watchlist)
    return tuple(notes)


def _denied(question: Question, cases: Sequence[Case]) -> bool:
    """Whether any of those asked about has denied something that is told; where none is named, anybody."""
    words = [report for case in cases for report in case.reports if report.stance is Stance.DENIES]
    return any(not question.companies or report.source.company in question.companies for report in words)


def _unconfirmed(question: Question, cases: Sequence[Case], leading: int, watchlist: Watchlist) -> list[str]:
    """That nobody has confirmed anything that is told, or none of those asked about the claims that lead."""
    if not any(case.standing.confirmed_by for case in cases):
        return [phrases(question).no_confirmation]
    if not any(case.standing.confirmed_by for case in cases[:leading]):
        return []
    words = [report for case in cases[:leading] for report in case.reports if wording.official(report)]
    speakers = {report.source.company for report in words if report.stance is not Stance.DENIES}
    if not question.companies or speakers & set(question.companies):
        return []
    return [phrases(question).not_on_record([watchlist.name_of(slug) for slug in question.companies])]


def _text(
    question: Question,
    notes: Sequence[str],
    findings: Sequence[Finding],
    citations: Sequence[Citation],
    layout: _Layout,
) -> str:
    """The whole answer as plain text; the links stand in the citations."""
    say = phrases(question)
    lines = [" ".join(notes)] if notes else []
    printed: set[int] = set()
    for finding in (each for each in findings if each.leading):
        lines.append(_leading(finding))
        for number in finding.citations:
            # What answers best is shown as a whole.
            chars = wording.MAX_QUOTE_CHARS if number == finding.citations[0] else layout.quote_chars
            lines += [] if number in printed else [_source(say, number, citations[number - 1], chars)]
        printed.update(finding.citations)
    # What has no words of its own would only be told twice.
    below = [each for each in findings if not each.leading and not printed & {*each.citations}]
    lines += [say.also] if below else []
    for finding in below:
        if not printed & {*finding.citations}:
            lines += _below(say, finding, citations, layout.below_chars)
            printed.update(finding.citations)
    return "\n".join(lines)


def _leading(finding: Finding) -> str:
    numbers = "".join(f"[{number}]" for number in finding.citations)
    head = f"{finding.label}: {finding.statement}".rstrip(" .。") + f". {numbers}"
    return "\n".join([head, *(f"  {detail}" for detail in finding.details)])


def _below(say: English, finding: Finding, citations: Sequence[Citation], quote_chars: int) -> list[str]:
    """A claim that only belongs to the story: its status, and its words as they were printed, a line a source."""
    said = "".join(f" ({detail})" for detail in finding.details)
    heads = [f"{finding.label}{said}: ", *[""] * len(finding.citations)]
    cited = zip(finding.citations, heads, strict=False)
    return [_source(say, number, citations[number - 1], quote_chars, head) for number, head in cited]


def _source(say: English, number: int, citation: Citation, quote_chars: int, head: str = "") -> str:
    day = date.fromisoformat(citation.published[:10])
    quote = wording.excerpt(citation.quote, quote_chars, citation.about)
    return f"[{number}] {head}{say.source(wording.one_line(citation.outlet, 60), day, quote)}"


def _abstain(question: Question, why: str, matches: Sequence[Match], checked: str | None) -> Answer:
    """No answer, said plainly, with what comes nearest and what was checked."""
    say = phrases(question)
    near = tuple(
        Nearest(
            match.case.claim.id,
            say.words.label(match.case.standing),
            wording.one_line(wording.statement(match.case), 200),
        )
        for match in matches[:3]
    )
    notes = (why, *((checked,) if checked else ()))
    lines = [" ".join(notes)]
    if near:
        lines += [say.nearest, *(f"- {item.label}: {item.statement}" for item in near)]
    return Answer(question, _within("\n".join(lines)), abstained=True, notes=notes, nearest=near)


def _nothing(question: Question, watchlist: Watchlist, day: date) -> str:
    """That nothing is stored, about what, and why that may be."""
    names, say = [watchlist.name_of(slug) for slug in question.companies], phrases(question)
    then = f"{say.as_of(day)} " if question.as_of and question.as_of == day else ""
    return wording.one_line(then + say.nothing(question, names, wanted_statuses(question), day), 500)
