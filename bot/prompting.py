"""Questions that are suggested where people write to the bot: made from what is stored, so that each has an answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.services import Services
from bot.views.escaping import plain
from bot.views.message import cut
from briefings.claims import Case, Status
from briefings.companies import Company, Watchlist
from db.database import Transaction

if TYPE_CHECKING:
    from slack_sdk import WebClient

_OPEN = (Status.RUMOURED, Status.CORROBORATED)
_MAX_NAME_CHARS = 40
_ALWAYS = (("What changed this week?", "What changed this week?"), ("Help", "help"))


def suggest_prompts(services: Services, client: WebClient, workspace_id: str, channel_id: str) -> None:
    """Suggest questions in a direct message; where Slack does not take them, nothing is lost but them."""
    try:
        prompts = [{"title": title, "message": message} for title, message in prompts_for(services, workspace_id)]
        client.assistant_threads_setSuggestedPrompts(channel_id=channel_id, prompts=prompts)
    except Exception:
        logging.getLogger("ev").exception("no questions were suggested")


def prompts_for(services: Services, workspace_id: str) -> list[tuple[str, str]]:
    """At most four (title, message): the newest open rumour's company, one that something is confirmed of, and more."""
    with services.database.read(workspace_id) as tx:
        watchlist = tx.store.watchlist()
        rumoured = _company(_newest(tx, services, *_OPEN), watchlist)
        other = Watchlist(tuple(each for each in watchlist if each != rumoured))
        confirmed = _company(_newest(tx, services, Status.CONFIRMED), other)
    found = []
    if rumoured:
        found.append(f"What rumours are there about {_name(rumoured)}?")
    if confirmed:
        found.append(f"What is confirmed about {_name(confirmed)}?")
    return [*((each, each) for each in found), *_ALWAYS]


def _newest(tx: Transaction, services: Services, *statuses: Status) -> list[Case]:
    """The claims that stand so as the workspace sees them too, the last moved first."""
    day = services.now().date()
    found = [case for status in statuses for case in tx.store.newest_cases(status, day)]
    standing = [case for case in found if case.standing.status in statuses and not case.standing.needs_review]
    return sorted(standing, key=lambda case: (case.standing.updated, case.claim.id), reverse=True)


def _company(cases: Iterable[Case], watchlist: Watchlist) -> Company | None:
    """The first company that is followed of the first claim that is about one."""
    found = (watchlist.get(slug) for case in cases for slug in case.claim.companies)
    return next((company for company in found if company), None)


def _name(company: Company) -> str:
    return cut(plain(company.name), _MAX_NAME_CHARS)
