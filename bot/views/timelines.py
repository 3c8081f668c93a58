"""A company's timeline, and what changed, as messages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.digests import item_part
from bot.views.escaping import esc
from bot.views.message import Message, Part, heading, line, linked, note, paginate, text_link, words
from briefings.digests import Change, DigestItem
from briefings.timelines import Step
from briefings.wording import day_words


def timeline_messages(title: str, steps: Sequence[Step], notes: Sequence[str] = ()) -> tuple[Message, ...]:
    """Changes of status, one a line, the newest last."""
    return paginate([heading(title), *map(_small, notes), *map(_step, steps)])


def changes_messages(title: str, intro: str, items: Sequence[DigestItem]) -> tuple[Message, ...]:
    """What changed, under headings, the weightiest first."""
    parts = [heading(title), _small(intro)]
    for change in Change:
        found = [item_part(item) for item in items if item.change is change]
        parts += [heading(change.value), *found] if found else []
    return paginate(parts)


def _small(text: str) -> Part:
    return Part(esc(text), (note(text),))


def _step(step: Step) -> Part:
    day, statement = day_words(step.on), step.statement.rstrip(".。")
    return line(
        f"{esc(day)}: {esc(step.label)}: {esc(statement)}. {text_link(step.url, step.outlet)}",
        words(f"{day}: "),
        words(f"{step.label}: ", bold=True),
        words(f"{statement}. "),
        *linked(step.url, step.outlet),
        claims=(step.claim,),
    )
