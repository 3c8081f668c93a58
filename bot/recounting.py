"""How a company's claims came to stand as they do, and what changed since a person last asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.replying import Draft, Kind, Told
from bot.services import Services
from bot.views.message import Message
from bot.views.notices import choices_notice, nearest_notice, notice
from bot.views.timelines import changes_messages, timeline_messages
from briefings import questions
from briefings.answers import MAX_OTHERS
from briefings.changes import FIRST_LOOK, Wanted, changes, wanted_changes, window_of
from briefings.companies import Company, Watchlist
from briefings.digests import DigestItem
from briefings.questions import Intent, Question
from briefings.timelines import Step, timeline
from briefings.wording import counted, day_words

if TYPE_CHECKING:
    from bot.requests import Request

MAX_TIMELINE = 500
"""How many claims of a company a timeline looks at, the last moved."""
MAX_CHANGED = 2_000
"""How many claims that have moved are looked at for what changed: some seconds' work."""
PAGE = 20
"""How many changes are shown at first."""
MOST = 60
"""How many more are shown on request: what five ephemeral messages take."""


def timeline_request(services: Services, request: Request, text: str) -> Draft | None:
    """`timeline COMPANY`: its latest changes; None where that names no company and asks something.

    Without a name it is about the company that the thread is about.
    """
    text = text or _subject(services, request)
    if not text:
        return Draft((notice("Whose timeline? For example: /ev timeline xiaomi"),))
    with services.database.read() as tx:
        found = questions.lookup(text, tx.store.watchlist())
    if found.company is None:
        if found.choices:
            return Draft((choices_notice(text, found.choices),))
        named = len(text.split()) <= 2 and not text.endswith(("?", "？"))
        return Draft((nearest_notice(text, found.nearest),)) if named else None
    steps = steps_of(services, request.workspace_id, found.company.slug)
    return _timeline(services, found.company, steps)


def _subject(services: Services, request: Request) -> str:
    """The slug of the one company that the thread is about, if it is about one."""
    with services.database.read() as tx:
        talk = tx.conversations.last_question(request.workspace_id, request.channel_id, request.thread_ts or "")
    return talk.companies[0] if talk and len(talk.companies) == 1 else ""


def steps_of(services: Services, workspace_id: str, slug: str) -> tuple[Step, ...]:
    """All changes of a company's claims, as the workspace sees them, the newest last."""
    with services.database.read(workspace_id) as tx:
        day = services.now().date()
        return timeline(tx.store.cases(tx.finder.latest_about([slug], day, MAX_TIMELINE), day))


def earlier_steps(services: Services, workspace_id: str, slug: str) -> tuple[Message, ...]:
    """The changes that a timeline left out, the newest last."""
    steps = steps_of(services, workspace_id, slug)[:-PAGE]
    left_out = len(steps) - MOST
    notes = [f"{counted(left_out, 'still earlier change')} not shown."] if left_out > 0 else []
    if not steps:
        return (notice("There are no earlier changes."),)
    return timeline_messages("Earlier changes", steps[-MOST:], notes)


def _timeline(services: Services, company: Company, steps: tuple[Step, ...]) -> Draft:
    shown, earlier = steps[-PAGE:], steps[:-PAGE]
    notes = [f"{counted(len(earlier), 'earlier change')} not shown."] if earlier else []
    if not steps:
        notes.append(f"Nothing stored about {company.name} as of {day_words(services.now().date())}.")
    claims = tuple(dict.fromkeys(step.claim for step in shown))
    question = Question("", (company.slug,), intent=Intent.TIMELINE)
    told = Told(Kind.TIMELINE, question, services.now().date(), claims, more=min(len(earlier), MOST))
    return Draft(timeline_messages(f"Timeline: {company.name}", shown, notes), told)


def changes_request(services: Services, request: Request, text: str) -> Draft | None:
    """`changes [COMPANY] [since DAY]`, or the same as a question; None where the text asks for something else."""
    now = services.now()
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    wanted = wanted_changes(text, watchlist, now.date())
    if wanted is None:
        return None
    if wanted.name:
        found = questions.lookup(wanted.name, watchlist)
        if found.choices:
            return Draft((choices_notice(wanted.name, found.choices),))
        return Draft((nearest_notice(wanted.name, found.nearest),))
    wanted = wanted if wanted.slug else replace(wanted, slug=_subject(services, request))
    with services.database.read() as tx:
        last = tx.looks.last(request.workspace_id, request.user_id, wanted.slug)
    unseen = last or now - FIRST_LOOK
    since, until = window_of(wanted.since, wanted.until, now) if wanted.since else (unseen, now)
    items, cut_off = _items(services, request.workspace_id, wanted, watchlist, since, until)
    if until == now and since <= unseen:
        with services.database.begin() as tx:
            tx.looks.looked(request.workspace_id, request.user_id, wanted.slug, now)
    return _changes(services, wanted, watchlist, items, _intro(wanted, last, since, len(items), now.date(), cut_off))


def _items(
    services: Services, workspace_id: str, wanted: Wanted, watchlist: Watchlist, since: datetime, until: datetime
) -> tuple[tuple[DigestItem, ...], bool]:
    """Days that a person names are the world's; "since I last looked" goes by when we recorded something.

    And whether more has changed than is looked at.
    """
    with services.database.read(workspace_id) as tx:
        touched = tx.store.cases_published if wanted.since else tx.store.cases_recorded
        cases = touched(since, until, until.date(), MAX_CHANGED)
    cut_off = len(cases) >= MAX_CHANGED // 4  # the limit is one of reports, of which a claim has a few
    return changes(cases, wanted, watchlist, since, until), cut_off


def _intro(wanted: Wanted, last: datetime | None, since: datetime, number: int, today: date, cut_off: bool) -> str:
    """How much changed, and since when."""
    if wanted.since:
        when = f"since {day_words(wanted.since)}"
        if wanted.until and wanted.until < today:
            when = f"from {day_words(wanted.since)} to {day_words(wanted.until)}"
    elif last:
        moment = since.astimezone(UTC)
        when = f"since you last asked ({day_words(moment.date())}, {moment:%H:%M} UTC)"
    else:
        when = f"in the last {FIRST_LOOK.days} days (you have not asked before)"
    if cut_off:
        return f"At least {counted(number, 'change')} {when}: I have looked at what moved last."
    return f"{counted(number, 'change')} {when}." if number else f"Nothing changed {when}."


def _changes(
    services: Services, wanted: Wanted, watchlist: Watchlist, items: tuple[DigestItem, ...], intro: str
) -> Draft:
    with services.database.read() as tx:
        checked = tx.feeds.sources().words(services.now())
    name = f": {watchlist.name_of(wanted.slug)}" if wanted.slug else ""
    shown, rest = items[:PAGE], tuple(dict.fromkeys(item.claim for item in items[PAGE:]))[:MAX_OTHERS]
    question = Question("", (wanted.slug,) if wanted.slug else (), intent=Intent.WHATS_NEW)
    question = replace(question, since=wanted.since, until=wanted.until)
    claims = tuple(dict.fromkeys(item.claim for item in shown))
    told = Told(Kind.CHANGES, question, services.now().date(), claims, rest, len(rest))
    said = f"{intro} {checked}." if checked else intro
    return Draft(changes_messages(f"What changed{name}", said, shown), told)
