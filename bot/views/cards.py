"""A company's card as messages."""

from __future__ import annotations

from bot.views.escaping import esc
from bot.views.message import Message, Part, heading, line, linked, note, paginate, text_link, words
from briefings.cards import Card, CardLine, CardSection
from briefings.wording import day_words


def card_messages(card: Card) -> tuple[Message, ...]:
    """The card; what does not fit one message follows in its thread."""
    parts = [heading(card.company.name)]
    parts += [Part(esc(text), (note(text),)) for text in card.group]
    if card.empty:
        parts.append(Part(esc(card.empty), (note(card.empty),)))
    for section in card.sections:
        parts += _section(section)
    return paginate(parts)


def _section(section: CardSection) -> list[Part]:
    parts = [heading(section.title), *(card_part(shown) for shown in section.lines)]
    if section.more:
        more = f"… and {section.more:,} more. Ask about a topic to see them."
        parts.append(Part(esc(more), (note(more),)))
    return parts


def card_part(shown: CardLine) -> Part:
    """One claim: status in words, statement, source with its host, who has answered, the claim's id."""
    where = f"{shown.outlet}, {day_words(shown.day)}"
    statement = shown.statement.rstrip(".。")
    details = "".join(f" · {text}" for text in (*shown.details, shown.claim))
    return line(
        f"{esc(shown.label)}: {esc(statement)}. {text_link(shown.url, where)} {esc(details)}",
        words(f"{shown.label}: ", bold=True),
        words(f"{statement}. "),
        *linked(shown.url, where),
        words(details),
        claims=(shown.claim,),
    )
