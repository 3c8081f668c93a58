"""What is shown for a request; an answer is kept, so that the buttons under it work later, after a restart too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.services import Services
from bot.views.buttons import answer_buttons, under
from bot.views.message import Message
from briefings.questions import Question
from db.asked import Asked
from db.conversations import question_to

if TYPE_CHECKING:
    from bot.requests import Request


class Kind(StrEnum):
    """What an answer is: it decides what "Show all" shows."""

    ANSWER = "answer"
    CARD = "card"
    TIMELINE = "timeline"
    CHANGES = "changes"


@dataclass(frozen=True)
class Told:
    """What an answer tells: `others` are claims that fit as well, `more` counts what "Show all" would show."""

    kind: Kind
    question: Question
    day: date
    claims: tuple[str, ...]
    others: tuple[str, ...] = ()
    more: int = 0
    previous: Question | None = None


@dataclass(frozen=True)
class Draft:
    """Messages to show, and what they tell, if they are an answer."""

    messages: tuple[Message, ...]
    told: Told | None = None


@dataclass(frozen=True)
class Reply:
    """Messages to show, with their buttons, and under which id the answer is kept, if it is one."""

    messages: tuple[Message, ...]
    asked_id: int | None = None


def finished(services: Services, request: Request, text: str, draft: Draft) -> Reply:
    """Keep an answer, and put its buttons under it; what is no answer stays as it is."""
    told = draft.told
    if told is None:
        return Reply(draft.messages)
    only_theirs = request.question_ts is None
    asked = Asked(
        workspace_id=request.workspace_id,
        kind=told.kind,
        channel_id=request.channel_id,
        user_id=request.user_id,
        text=text,
        understood=question_to(told.question),
        day=told.day,
        claims=told.claims,
        others=told.others,
        more=told.more,
        thread_ts=request.thread_ts,
        question_ts=request.question_ts,
        previous=question_to(told.previous) if told.previous else None,
        shown=tuple(_as_json(message) for message in draft.messages) if only_theirs else (),
    )
    with services.database.begin() as tx:
        asked_id = tx.asking.keep(asked, services.now())
    return Reply(under(draft.messages, answer_buttons(asked_id, told.more, shares=only_theirs)), asked_id)


def _as_json(message: Message) -> dict[str, object]:
    return {"text": message.text, "blocks": list(message.blocks), "claims": list(message.claims)}
