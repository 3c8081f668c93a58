"""A digest as messages: the first is posted, the rest goes into its thread."""

from __future__ import annotations

from bot.views.escaping import esc
from bot.views.message import Message, Part, heading, line, linked, note, paginate, text_link, words
from briefings.digests import Digest, DigestItem
from briefings.wording import day_words


def digest_messages(digest: Digest, footer: str | None = None) -> tuple[Message, ...]:
    """The digest; `footer` says how the channel's settings are changed."""
    parts = [heading(digest.title), _small(digest.intro)]
    for change, items in digest.sections:
        parts += [heading(change.value), *(item_part(item) for item in items)]
    if footer:
        parts.append(_small(footer))
    return paginate(parts)


def _small(text: str) -> Part:
    return Part(esc(text), (note(text),))


def item_part(item: DigestItem) -> Part:
    """One change: the claim with its status, how it moved, where that can be read."""
    where = f"{item.outlet}, {day_words(item.day)}"
    statement = item.statement.rstrip(".。")
    return line(
        f"{esc(item.label)}: {esc(statement)}. {esc(item.moved)}. {text_link(item.url, where)} · {esc(item.claim)}",
        words(f"{item.label}: ", bold=True),
        words(f"{statement}. "),
        words(f"{item.moved}. ", italic=True),
        *linked(item.url, where),
        words(f" · {item.claim}"),
        claims=(item.claim,),
    )
