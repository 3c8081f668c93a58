"""An answer as messages: status first, then who said what, then numbered sources."""

from __future__ import annotations

from datetime import date

from bot.views.escaping import esc
from bot.views.message import Message, Part, line, linked, note, paginate, paragraph, text_link, words
from briefings.answers import Answer, Citation, Finding, Nearest
from briefings.phrases import English, phrases


def answer_messages(answer: Answer) -> tuple[Message, ...]:
    """The answer; what does not fit one message follows in its thread."""
    say = phrases(answer.question)
    parts = [_plain(text) for text in answer.notes]
    leading = [finding for finding in answer.findings if finding.leading]
    also = [finding for finding in answer.findings if not finding.leading]
    for finding in leading:
        parts += _leading(finding)
    if also:
        parts += [_small(say.also), *(_also(finding) for finding in also)]
    if answer.citations:
        parts += [_small(say.sources)]
    parts += [_source(say, number, citation) for number, citation in enumerate(answer.citations, 1)]
    if answer.nearest:
        parts += [_small(say.nearest), *(_near(item) for item in answer.nearest)]
    return paginate(parts or [_plain(answer.text)])


def _plain(text: str) -> Part:
    return Part(esc(text), (paragraph(words(text)),))


def _small(text: str) -> Part:
    return Part(esc(text), (note(text),), heads=True)


def _leading(finding: Finding) -> list[Part]:
    numbers = _numbers(finding)
    head = Part(
        f"{esc(finding.label)}: {esc(finding.statement)}{numbers}",
        (paragraph(words(f"{finding.label}: ", bold=True), words(f"{finding.statement}{numbers}")),),
        claims=(finding.claim,),
        heads=bool(finding.details),
    )
    return [head, *(line(esc(detail), words(detail)) for detail in finding.details)]


def _also(finding: Finding) -> Part:
    details = f" ({'; '.join(finding.details)})" if finding.details else ""
    rest = f"{finding.statement}{_numbers(finding)}{details}"
    return line(
        f"{esc(finding.label)}: {esc(rest)}",
        words(f"{finding.label}: ", bold=True),
        words(rest),
        claims=(finding.claim,),
    )


def _numbers(finding: Finding) -> str:
    return "".join(f" [{number}]" for number in finding.citations)


def _source(say: English, number: int, citation: Citation) -> Part:
    where = f"{citation.outlet}, {say.words.day_words(date.fromisoformat(citation.published[:10]))}"
    return line(
        f"[{number}] {text_link(citation.url, where)}: “{esc(citation.quote)}”",
        words(f"[{number}] "),
        *linked(citation.url, where),
        words(": "),
        words(f"“{citation.quote}”", italic=True),
        claims=(citation.claim,),
    )


def _near(item: Nearest) -> Part:
    return line(
        f"{esc(item.label)}: {esc(item.statement)}",
        words(f"{item.label}: ", bold=True),
        words(item.statement),
        claims=(item.claim,),
    )
