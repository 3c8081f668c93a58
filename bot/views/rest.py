"""What fits a question as well and was not told: short lines, ten a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.escaping import esc, host_of
from bot.views.message import Message, Part, line, linked, note, paginate, words
from briefings.cards import CardLine
from briefings.wording import day_words, one_line

PER_MESSAGE = 10
_LATIN_CHARS, _OTHER_CHARS = 160, 80
"""What a statement may take: ten of them make one message, and a Chinese character is three bytes."""
_URL_CHARS = 400


def rest_messages(lines: Sequence[CardLine]) -> tuple[Message, ...]:
    """The claims, each with its status, statement, day and one link."""
    found: list[Message] = []
    for start in range(0, len(lines), PER_MESSAGE):
        shown = lines[start : start + PER_MESSAGE]
        head = f"Fits as well, {start + 1} to {start + len(shown)} of {len(lines)}:"
        found += paginate([Part(esc(head), (note(head),), heads=True), *map(_line, shown)])
    return tuple(found)


def _line(shown: CardLine) -> Part:
    """The address stands in the blocks alone, so that ten lines are one message."""
    said = one_line(shown.statement, _LATIN_CHARS if shown.statement.isascii() else _OTHER_CHARS).rstrip(".。")
    where = f"{one_line(shown.outlet, 60)}, {day_words(shown.day)}"
    host = host_of(shown.url)
    link = linked(shown.url, where) if len(shown.url) <= _URL_CHARS else (words(where),)
    return line(
        f"{esc(shown.label)}: {esc(said)}. {esc(where)}" + (f" ({esc(host[:80])})" if host else ""),
        words(f"{shown.label}: ", bold=True),
        words(f"{said}. "),
        *link,
        claims=(shown.claim,),
    )
