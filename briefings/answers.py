"""A question and the claims that were found become an answer: who says so, since when, and where it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefings import wording
from briefings.articles import show_time
from briefings.claims import Case, Report, Stance, Status
from briefings.companies import Watchlist
from briefings.evidence import evidence
from briefings.questions import Intent, Question
from briefings.ranking import Match, in_window, rank, wanted_statuses

MAX_TEXT_CHARS = 1_800
MAX_CLAIMS = 5
MAX_LEADING = 3
MAX_OTHERS = 40
AS_GOOD = 0.995
"""A claim leads beside the best one when it fits at least this well."""
WORTH_A_LINE = 0.5
"""… and is listed below it when it fits so well."""
_QUOTE_CHARS, _URL_CHARS = 200, 160
"""What a line of the plain text holds; the citation itself keeps the whole quote and address."""
HOW_TO_ASK = (
    "Ask about a company, in any language it has a name in: “is Xiaomi building its car with BAIC?”, "
    "“what did Hyundai say?”, “any rumours about CATL?”, “as of 1 Sept 2022, who supplies Xiaomi's batteries?”"
)
NO_ADVICE = (
    "That is advice, which I do not and cannot give: I only tell who reported, confirmed or denied what, and when."
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a report can be read; `quote` is verbatim, `published` a day or ISO time."""

    claim: str
    article: str
    outlet: str
    published: str
    quote: str
    url: str


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
    """Ids of further claims that fit and are not told, the best first; at most `MAX_OTHERS`."""


def answer(
    question: Question, cases: Sequence[Case], watchlist: Watchlist, day: date, checked: str | None = None
) -> Answer:
    """What the cases say to a question, as of a day; abstains rather than answer another question."""
    if question.advice:
        return _abstain(question, NO_ADVICE, (), None)
    if question.intent is Intent.HELP or (question.is_empty and question.intent is not Intent.WHATS_NEW):
        return _abstain(question, HOW_TO_ASK, (), None)
    matches = rank(question, cases, watchlist, day)
    chosen = _chosen(question, matches)
    if not chosen:
        near = () if question.intent is Intent.WHATS_NEW else matches
        return _abstain(question, _nothing(question, watchlist, day), near, checked)
    leading = sum(match.fits and match.score >= chosen[0].score * AS_GOOD for match in chosen[:MAX_LEADING])
    told = _compose(question, [match.case for match in chosen], leading, watchlist, day)
    return replace(told, others=_others(question, matches, told))


def _chosen(question: Question, matches: Sequence[Match]) -> list[Match]:
    """The claims that are told: those that fit, the best first, then what belongs to the story; none if none fits."""
    fitting = [match for match in matches if match.fits]
    if question.intent is Intent.WHATS_NEW:
        news = [m for m in fitting if in_window(question, m.case) and not _only_retold(m.case)]
        return sorted(news, key=lambda m: (m.case.standing.updated, m.score), reverse=True)[:MAX_CLAIMS]
    if wanted := wanted_statuses(question):
        return [match for match in fitting if match.case.standing.status in wanted][:MAX_CLAIMS]
    if not fitting:
        return []
    rest = [match for match in matches if match.belongs and not match.fits]
    return [match for match in (*fitting, *rest) if match.score >= fitting[0].score * WORTH_A_LINE][:MAX_CLAIMS]


def _others(question: Question, matches: Sequence[Match], told: Answer) -> tuple[str, ...]:
    """The claims that fit as well as those that are told, by the same rules."""
    fitting = [match.case for match in matches if match.fits and match.case.claim.id not in told.claims]
    if question.intent is Intent.WHATS_NEW:
        fitting = [case for case in fitting if in_window(question, case) and not _only_retold(case)]
    elif wanted := wanted_statuses(question):
        fitting = [case for case in fitting if case.standing.status in wanted]
    return tuple(case.claim.id for case in fitting[:MAX_OTHERS])


def _only_retold(case: Case) -> bool:
    return all(report.background for report in case.reports)


def _compose(question: Question, cases: list[Case], leading: int, watchlist: Watchlist, day: date) -> Answer:
    """The answer from its claims, cut to what fits: least important citations go first, then claims."""
    statuses = {case.standing.status.value for case in cases[:leading]}
    notes = _notes(question, cases[:leading], watchlist, day)
    for layout in _layouts(len(cases)):
        findings, citations = _findings(question, cases[: layout.claims], leading, layout)
        text = _text(notes, findings, citations, layout)
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
    """How much an answer tells: how many claims, citations of each that leads, characters of a quote below."""

    claims: int
    cited: int
    quote_chars: int


def _layouts(claims: int) -> Iterator[_Layout]:
    """Ever smaller answers: fewer citations first, then shorter quotes, then fewer claims."""
    for cited, quote_chars in ((3, 120), (2, 120)):
        yield _Layout(claims, cited, quote_chars)
    for fewer in range(claims, 0, -1):
        yield _Layout(fewer, 2, 80)
        yield _Layout(fewer, 1, 80)


def _findings(
    question: Question, cases: Sequence[Case], leading: int, layout: _Layout
) -> tuple[tuple[Finding, ...], tuple[Citation, ...]]:
    """Each claim in words, with its citations numbered through."""
    findings: list[Finding] = []
    citations: list[Citation] = []
    for position, case in enumerate(cases):
        leads = position < leading
        reports = evidence(question, case)[: layout.cited if leads else 1]
        numbers = tuple(range(len(citations) + 1, len(citations) + len(reports) + 1))
        citations += [citation(case, report) for report in reports]
        findings.append(
            Finding(
                claim=case.claim.id,
                label=wording.label(case.standing),
                statement=wording.one_line(wording.statement(case), 240 if leads else 160),
                details=_details(question, case) if leads else _brief(case),
                citations=numbers,
                leading=leads,
            )
        )
    return tuple(findings), tuple(citations)


def citation(case: Case, report: Report) -> Citation:
    """Where one report of a claim can be read."""
    article = report.article
    return Citation(
        claim=case.claim.id,
        article=article.id,
        outlet=article.outlet,
        published=show_time(article.published_at),
        quote=wording.quote_of(report),
        url=article.url,
    )


def _details(question: Question, case: Case) -> tuple[str, ...]:
    """Sentences on a claim: what waits, who said it first, who settled it, how far, when, how much, who answered."""
    standing = case.standing
    found: list[str | None] = [wording.review_note(case), wording.first_report(case)]
    if standing.status not in (Status.CONFIRMED, Status.DENIED):
        found.append(wording.origins(case))
    found += wording.official_words(case)[-3:]
    if stage := wording.stage_words(standing):
        found.append(stage[0].upper() + stage[1:])
    if when := _happens(case):
        found.append(f"Date given: {when}")
    if amounts := wording.amounts(case.reports):
        found.append(f"Amounts: {', '.join(amounts)}")
    found += wording.responses(case)[:4]
    if question.intent is Intent.TIMELINE and len(standing.changes) > 1:
        steps = [f"{wording.day_words(c.on)} {wording.short_label(c.status)}" for c in standing.changes[-6:]]
        found.append(f"Course: {', '.join(steps)}")
    return tuple(wording.one_line(sentence, 200) for sentence in found if sentence)


def _brief(case: Case) -> tuple[str, ...]:
    note = wording.review_note(case)
    return (*((note,) if note else ()), wording.day_words(case.standing.updated))


def _happens(case: Case) -> str | None:
    """When the thing itself is to happen or happened, by the latest report that says so."""
    dated = [report.event_date for report in case.reports if report.event_date]
    return wording.edtf_words(dated[-1]) if dated else None


def _notes(question: Question, leading: Sequence[Case], watchlist: Watchlist, day: date) -> tuple[str, ...]:
    """What has to be said before the claims: how the question was read, and what is not stored."""
    notes = [f"Reading “{typed}” as {watchlist.name_of(slug)}." for typed, slug in question.guessed]
    if question.as_of and question.as_of == day:
        notes.append(f"As of {wording.day_words(day)}.")
    if Status.DENIED in question.statuses and not any(case.standing.denied_by for case in leading):
        notes.append("No denial by anyone concerned is stored.")
    if Status.CONFIRMED in question.statuses:
        notes += _unconfirmed(question, leading, watchlist)
    return tuple(notes)


def _unconfirmed(question: Question, leading: Sequence[Case], watchlist: Watchlist) -> list[str]:
    """That nobody, or none of those asked about, has confirmed the claims."""
    if not any(case.standing.confirmed_by for case in leading):
        return ["No confirmation by anyone concerned is stored."]
    words = [report for case in leading for report in case.reports if wording.official(report)]
    speakers = {report.source.company for report in words if report.stance is not Stance.DENIES}
    if not question.companies or speakers & set(question.companies):
        return []
    names = wording.listed(watchlist.name_of(slug) for slug in question.companies)
    return [f"{names} {'is' if len(question.companies) == 1 else 'are'} not on record as confirming it."]


def _text(notes: Sequence[str], findings: Sequence[Finding], citations: Sequence[Citation], layout: _Layout) -> str:
    """The whole answer as plain text."""
    lines = [" ".join(notes)] if notes else []
    also = False
    for finding in findings:
        if not finding.leading and not also:
            lines.append("Also stored:")
            also = True
        lines.append(_line(finding))
    leading = {number for finding in findings if finding.leading for number in finding.citations}
    for number, cited in enumerate(citations, 1):
        lines.append(_source(number, cited, _QUOTE_CHARS if number in leading else layout.quote_chars))
    return "\n".join(lines)


def _line(finding: Finding) -> str:
    numbers = "".join(f"[{number}]" for number in finding.citations)
    head = f"{finding.label}: {finding.statement}".rstrip(" .。") + f". {numbers}"
    if not finding.leading:
        return f"- {head} ({'; '.join(finding.details)})"
    return "\n".join([head, *(f"  {detail}." for detail in finding.details)])


def _source(number: int, citation: Citation, quote_chars: int) -> str:
    day = wording.day_words(date.fromisoformat(citation.published[:10]))
    quote = wording.one_line(citation.quote, quote_chars)
    url = f" {citation.url}" if len(citation.url) <= _URL_CHARS else ""
    return f"[{number}] {wording.one_line(citation.outlet, 60)}, {day}: “{quote}”{url}"


def _abstain(question: Question, why: str, matches: Sequence[Match], checked: str | None) -> Answer:
    """No answer, said plainly, with what comes nearest and what was checked."""
    near = tuple(
        Nearest(
            match.case.claim.id,
            wording.label(match.case.standing),
            wording.one_line(wording.statement(match.case), 200),
        )
        for match in matches[:3]
    )
    notes = (why, *((checked,) if checked else ()))
    lines = [" ".join(notes)]
    if near:
        lines += ["Nearest stored:", *(f"- {item.label}: {item.statement}" for item in near)]
    return Answer(question, _within("\n".join(lines)), abstained=True, notes=notes, nearest=near)


def _nothing(question: Question, watchlist: Watchlist, day: date) -> str:
    """That nothing is stored, about what, and why that may be."""
    names = [watchlist.name_of(slug) for slug in question.companies]
    if question.intent is Intent.WHATS_NEW:
        about = f" about {wording.listed(names)}" if names else ""
        since = f" since {wording.day_words(question.since)}" if question.since else ""
        return f"Nothing new stored{about}{since}, as of {wording.day_words(day)}."
    topics = [topic.value for topic in question.topics]
    subject = wording.listed([*names, *question.unknown]) or ", ".join(question.terms) or ", ".join(topics)
    detail = ", ".join(dict.fromkeys((*question.terms, *topics)))
    said = f"Nothing stored about {subject}" + (f" ({detail})" if detail and detail != subject else "") + "."
    if wanted := wanted_statuses(question):
        kinds = wording.listed(sorted(status.value for status in wanted))
        said = f"Nothing {kinds} stored about {subject}."
    if question.unknown:
        verb = "is" if len(question.unknown) == 1 else "are"
        said += f" {wording.listed(question.unknown)} {verb} not on the watchlist."
    return wording.one_line(said, 500)
