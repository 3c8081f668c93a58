"""The Home tab: useful before anything is set up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.views.escaping import plain
from bot.views.message import Block, Element, Part, header, line, note, paginate, paragraph, words
from bot.views.notices import help_message
from briefings.wording import counted

MAX_SUBSCRIPTIONS = 20
_CHANNEL = re.compile(r"<#([A-Z0-9]{2,30})(?:\|[^>]*)?>")


def home_view(subscriptions: Sequence[str], companies: int, claims: int, checked: str | None = None) -> dict[str, Any]:
    """The Home tab: what is stored, which digests run, what can be asked."""
    stored = f"{companies:,} companies followed, {counted(claims, 'claim')} stored, each with its sources."
    blocks: list[Block] = [header("EV Briefings"), paragraph(words(stored))]
    if checked:
        blocks.append(note(checked))
    blocks += [header("Digests"), *_subscriptions(subscriptions), *help_message().blocks]
    return {"type": "home", "blocks": blocks}


def _subscriptions(rows: Sequence[str]) -> list[Block]:
    if not rows:
        return [note("None yet. In a channel, write /ev digest weekdays 09:00 Europe/Berlin")]
    parts = [line(plain(row), *_row(row)) for row in rows[:MAX_SUBSCRIPTIONS]]
    if len(rows) > MAX_SUBSCRIPTIONS:
        parts.append(Part("", (note(f"… and {len(rows) - MAX_SUBSCRIPTIONS:,} more"),)))
    return list(paginate(parts)[0].blocks)


def _row(row: str) -> tuple[Element, ...]:
    """A digest in words; the channel that opens it as one that can be clicked."""
    match = _CHANNEL.match(row)
    if match is None:
        return (words(row[:300]),)
    return ({"type": "channel", "channel_id": match[1]}, words(row[match.end() :][:300] or " "))
