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
    parts, printed = [_plain(text) for text in answer.notes], set[int]()
    for finding in (each for each in answer.findings if each.leading):
        parts += [*_leading(finding), *_sources(say, answer, finding, printed)]
    below = [part for each in answer.findings if not each.leading for part in _below(say, answer, each, printed)]
    parts += [_small(say.also), *below] if below else []
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


def _below(say: English, answer: Answer, finding: Finding, printed: set[int]) -> list[Part]:
    """A claim that belongs to the story: its status and its words as printed; nothing where it has none of its own."""
    said = "".join(f" ({detail})" for detail in finding.details)
    return _sources(say, answer, finding, printed, f"{finding.label}{said}: ")


def _numbers(finding: Finding) -> str:
    return "".join(f" [{number}]" for number in finding.citations)


def _sources(say: English, answer: Answer, finding: Finding, printed: set[int], head: str = "") -> list[Part]:
    """The sources of a claim that were not shown yet, the first behind what the claim is headed by."""
    fresh = [number for number in finding.citations if number not in printed]
    printed.update(fresh)
    heads = [head, *[""] * len(fresh)]
    return [
        _source(say, number, answer.citations[number - 1], head) for number, head in zip(fresh, heads, strict=False)
    ]


def _source(say: English, number: int, citation: Citation, head: str = "") -> Part:
    where = f"{citation.outlet}, {say.words.day_words(date.fromisoformat(citation.published[:10]))}"
    return line(
        f"[{number}] {esc(head)}{text_link(citation.url, where)}: “{esc(citation.quote)}”",
        words(f"[{number}] "),
        *((words(head, bold=True),) if head else ()),
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
