"""`/ev feeds …` and `/ev read URL`: feeds and single articles, asked for in Slack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.entries import take_article
from bot.feeding import add_feed, followed, named_feed, set_state, sources_checked
from bot.ingest import Ingested
from bot.sources import Given, Refused, read_address
from bot.views.feeds import feed_list, read_notice
from bot.views.message import Message
from bot.views.notices import notice
from briefings.articles import Article
from briefings.errors import BriefingsError
from briefings.polling import FeedState

if TYPE_CHECKING:
    from bot.requests import Request
    from bot.services import Services

USAGE = "Feeds: /ev feeds, /ev feeds add URL, /ev feeds pause N, /ev feeds resume N"
VERBS = frozenset(("add", "pause", "resume"))
MAX_READ = 20
"""Articles of a feed that are read when its address is given once; a feed to be followed is added."""


def feeds_request(services: Services, request: Request, text: str) -> tuple[Message, ...]:
    """`feeds`, `feeds add URL [NAME]`, `feeds pause N`, `feeds resume N`."""
    verb, _, rest = text.strip().partition(" ")
    match verb.casefold(), rest.strip():
        case ("" | "list", ""):
            return feed_list(followed(services), sources_checked(services), services.now())
        case ("add", given) if given:
            url, _, outlet = given.partition(" ")
            feed = add_feed(services, url, outlet.strip(), request.user_id)
            name = feed.outlet or feed.title or feed.url
            return (notice(f"Followed from now on: {name} (feed {feed.id}). Its newest day is read in a moment."),)
        case ("pause", name) if name:
            feed = named_feed(services, name)
            set_state(services, feed, FeedState.PAUSED)
            return (notice(f"{feed.outlet or feed.url} is not asked any more. /ev feeds resume {feed.id} goes on."),)
        case ("resume", name) if name:
            feed = named_feed(services, name)
            set_state(services, feed, FeedState.ACTIVE)
            return (notice(f"{feed.outlet or feed.url} is asked again."),)
    return (notice(USAGE),)


def read_request(services: Services, workspace_id: str, url: str) -> tuple[Message, ...]:
    """Read one address, and say what came of it as the workspace sees it."""
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    taken: list[Ingested] = []
    refused: list[Refused] = []
    for each in list(read_address(url, Given(), services.web))[:MAX_READ]:
        if isinstance(each, Article):
            try:
                taken.append(take_article(services, each, (each.url, url), watchlist))
            except BriefingsError as error:
                refused.append(Refused(each.title, str(error)))
        else:
            refused.append(each)
    day = max((services.now().date(), *(each.article.published_at.date() for each in taken)))
    with services.database.read(workspace_id) as tx:
        cases = {each.article.id: tx.store.cases(each.claims, day) for each in taken}
    return read_notice(taken, refused, cases)
