"""Feeds with how they are doing, and what came of reading an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.views.escaping import esc
from bot.views.message import Message, Part, cut, heading, line, note, paginate, paragraph, words
from briefings.claims import Case
from briefings.feed_health import SourcesChecked
from briefings.wording import counted, day_words, label, statement

if TYPE_CHECKING:
    from bot.feeding import Followed
    from bot.ingest import Ingested
    from bot.sources import Refused

HOW = "Add one with /ev feeds add URL; /ev feeds pause N and /ev feeds resume N stop it and go on."
MAX_CLAIMS = 10


def feed_list(feeds: Sequence[Followed], checked: SourcesChecked, now: datetime) -> tuple[Message, ...]:
    """The feeds that are followed, those in trouble first, in plain words."""
    if not feeds:
        return paginate([_said("No feed is followed yet."), Part(esc(HOW), (note(HOW),))])
    rows = [_feed(each) for each in feeds]
    return paginate([heading(checked.words(now) or "Feeds"), *rows, Part(esc(HOW), (note(HOW),))])


def _feed(each: Followed) -> Part:
    name, doing = cut(each.name, 120), cut(each.health.words, 300)
    return line(
        f"{each.feed.id}. {esc(name)}: {esc(doing)}", words(f"{each.feed.id}. {name}", bold=True), words(f": {doing}")
    )


def read_notice(
    taken: Sequence[Ingested], refused: Sequence[Refused], cases: Mapping[str, Sequence[Case]]
) -> tuple[Message, ...]:
    """What was read, what it claims, and what could not be read and why."""
    parts: list[Part] = []
    for each in taken:
        found = cases[each.article.id]
        parts += [_said(_headline(each)), *(_claim(case) for case in found[:MAX_CLAIMS])]
        if len(found) > MAX_CLAIMS:
            parts.append(_said(f"… and {len(found) - MAX_CLAIMS} more"))
    parts += [_said(f"Not read: {cut(each.where, 120)}: {cut(each.why, 300)}") for each in refused]
    return paginate(parts or [_said("There is nothing to read there.")])


def _headline(each: Ingested) -> str:
    article = each.article
    told = counted(len(each.claims), "claim") if each.claims else "no claim about a company that is followed"
    what = f"changed since it was read first, {told}" if each.revised else told if each.new else "known already"
    day = day_words(article.published_at.date()) + (", if its date is right" if article.date_doubtful else "")
    who = f"{cut(article.author, 80)}, " if article.author else ""
    return f"{cut(article.title, 160)} ({who}{cut(article.outlet, 80)}, {day}): {what}"


def _claim(case: Case) -> Part:
    shown, said = label(case.standing), cut(statement(case), 300)
    return line(f"{esc(shown)}: {esc(said)}", words(f"{shown}: ", bold=True), words(said), claims=(case.claim.id,))


def _said(text: str) -> Part:
    return Part(esc(text), (paragraph(words(text)),))
