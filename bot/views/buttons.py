"""The buttons under an answer. Each carries the id under which the answer is kept, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.views.escaping import esc, plain
from bot.views.message import (
    Block,
    Message,
    actions,
    button,
    cut,
    cut_bytes,
    paragraph,
    person,
    words,
)

SHOW_ALL = "ev_show_all"
SHARE = "ev_share"
NOT_USEFUL = "ev_not_useful"


def answer_buttons(asked_id: int, more: int = 0, shares: bool = False) -> Block:
    """What can be done with an answer: see the rest, show it to the channel, say that it is of no use."""
    value = str(asked_id)
    row = [button(f"Show all ({more})", SHOW_ALL, value)] if more else []
    row += [button("Share to channel", SHARE, value)] if shares else []
    return actions(*row, button("Not useful", NOT_USEFUL, value))


def under(messages: Sequence[Message], row: Block) -> tuple[Message, ...]:
    """The messages with a row of buttons under the last; `paginate` leaves room for it."""
    *before, last = messages
    return (*before, replace(last, blocks=(*last.blocks, row)))


def shared_by(message: Message, user_id: str, question: str) -> Message:
    """The message with who shares it, and what they asked, above it."""
    element, named = person(user_id)
    asked = f"; asked: “{cut(plain(question), 150)}”" if question.strip() else ""
    intro = paragraph(words("Shared by "), element, words(f"{asked}:"))
    return replace(
        message,
        text=cut_bytes(f"Shared by {named}{esc(asked)}:\n{message.text}"),
        blocks=(intro, *message.blocks),
    )
