"""Short messages: help, choices, settings, errors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.escaping import esc, plain
from bot.views.message import (
    MAX_ACTIONS,
    Message,
    Part,
    actions,
    button,
    cut,
    heading,
    line,
    note,
    paginate,
    paragraph,
    person,
    words,
)
from briefings.companies import Company

COMPANY_ACTION = "ev_company"
"""Prefix of the buttons that open a company's card; the number after the colon only makes them differ."""
COMMANDS: tuple[tuple[str, str], ...] = (
    ("/ev xiaomi", "a company's card: open rumours, confirmations, denials, each with its source"),
    ("/ev is Xiaomi building its car with BAIC?", "an answer with quotes and links"),
    ("/ev ask batteries?", "an answer, even to one word"),
    ("/ev timeline xiaomi", "how its claims came to stand as they do, in order of day"),
    (
        "/ev changes",
        "what changed since you last asked; /ev changes xiaomi since 1 August: about one, since a day",
    ),
    ("/ev digest weekdays 09:00 Europe/Berlin", "a digest in this channel on those days, at that local time"),
    ("/ev digest", "this channel's digest; /ev digest now posts it at once, /ev digest off stops it"),
    ("/ev list", "the companies that are followed"),
    ("/ev track Rimac, 里马克", "follow a company, with its other names"),
    ("/ev feeds", "the sources that are read, and how each is doing; /ev feeds add URL follows one more"),
    ("/ev read https://…", "read one article now"),
    ("/ev help", "this list"),
)
_DIGEST_COMMANDS: tuple[tuple[str, str], ...] = (
    ("/ev digest weekdays 09:00 Europe/Berlin", "set it: days, local time, and a zone or city where yours differs"),
    ("/ev digest mon,thu 17:00", "on some days, in your own time zone"),
    ("/ev digest now", "post it at once"),
    ("/ev digest off", "stop it"),
)
_IN_THREADS = "Slash commands do not work in threads: in a thread, mention me. In a direct message, just write."
_EDITS = "Edit a question in a direct message, and its answer changes too. In channels I see no edits: ask again."
_HONESTY = "A rumour is always called one. I say who reported, denied or confirmed something, never whether to trade."


def notice(text: str) -> Message:
    """One or more plain paragraphs, one a line."""
    rows = [cut(row) for row in text.split("\n") if plain(row)] or ["(nothing to show)"]
    return paginate([Part(esc(row), (paragraph(words(row)),)) for row in rows])[0]


def help_message() -> Message:
    """What can be asked, and how."""
    commands = [
        line(f"{esc(command)} – {esc(does)}", words(command, bold=True), words(f" – {does}"))
        for command, does in COMMANDS
    ]
    notes = [Part(esc(text), (note(text),)) for text in (_IN_THREADS, _EDITS, _HONESTY)]
    return paginate([heading("What you can ask me"), *commands, *notes])[0]


def choices_notice(typed: str, choices: Sequence[Company]) -> Message:
    """The companies that a name can mean, as buttons."""
    return _offer(f"{_quoted(typed)} can mean several companies:", choices)


def nearest_notice(typed: str, nearest: Sequence[Company]) -> Message:
    """The companies whose names come near a mistyped one, as buttons; or that none does."""
    if not nearest:
        return notice(f"Nothing stored about {_quoted(typed)}: no company of that name is followed. See /ev list.")
    return _offer(f"No company {_quoted(typed)} is followed. Did you mean:", nearest)


def _quoted(typed: str) -> str:
    return f"“{plain(typed)[:80]}”"


def _offer(asked: str, companies: Sequence[Company]) -> Message:
    text = cut(f"{asked} {', '.join(company.name for company in companies[:MAX_ACTIONS])}")
    return Message(esc(text), (paragraph(words(text)), company_buttons(companies)))


def company_buttons(companies: Sequence[Company]) -> dict[str, object]:
    """A row of buttons, one a company; each carries only the slug."""
    shown = companies[:MAX_ACTIONS]
    return actions(*(button(c.name, f"{COMPANY_ACTION}:{number}", c.slug) for number, c in enumerate(shown)))


def company_list(companies: Iterable[Company]) -> tuple[Message, ...]:
    """The companies that are followed, by name, with what else they are called."""
    ordered = sorted(companies, key=lambda company: company.name.casefold())
    if not ordered:
        return (notice("No company is followed yet. Follow one with /ev track NAME."),)
    return paginate([heading(f"{len(ordered):,} companies are followed"), *(_company(c) for c in ordered)])


def _company(company: Company) -> Part:
    name, others = cut(company.name, 80), cut(", ".join((*company.aliases[:3], *company.tickers[:1])), 240)
    rest = f" ({others})" if others else ""
    return line(esc(name + rest) or company.slug, words(name, bold=True), words(rest))


def digest_help(first: str) -> Message:
    """A line about a channel's digest, or what was wrong with one, and how it is set."""
    rows = [
        line(f"{esc(command)} – {esc(does)}", words(command, bold=True), words(f" – {does}"))
        for command, does in _DIGEST_COMMANDS
    ]
    shown = cut(first)
    return paginate([Part(esc(shown), (paragraph(words(shown)),)), *rows])[0]


def digest_set(user_id: str, described: str, following: str) -> Message:
    """The first word in a channel that gets a digest: who set it up, when it comes, how to stop it."""
    said = f"set up a briefing for this channel: {described}. The next comes {following}."
    how = "It holds what was newly rumoured, confirmed or denied. Anyone here can stop it with /ev digest off"
    user, named = person(user_id)
    return paginate(
        [Part(f"{named} {esc(said)}", (paragraph(user, words(f" {said}")),)), Part(esc(how), (note(how),))]
    )[0]


def error_notice(reference: str) -> Message:
    """That something failed on our side, with the reference under which it is logged."""
    return notice(f"Something went wrong on my side. If it happens again, quote {reference} to your admin.")
