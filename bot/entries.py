"""One entry of a feed, or one address that a person gives, to a stored article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.feed_polling import in_short
from bot.ingest import Ingested, ingest
from bot.services import Services
from briefings import articles
from briefings.addresses import plain_form, same_site
from briefings.articles import Article
from briefings.claims import Report
from briefings.companies import Watchlist
from briefings.errors import ArticleError, BriefingsError, FetchError
from briefings.feeds import Entry, entry_text
from briefings.fetching import Fetched, StatusError
from db.feeds import EntryState, Feed, WaitingEntry
from db.pages import PageCheck

WHOLE_CHARS = 1_000
"""A text of a feed from which on it is taken for the whole article, unless it breaks off."""
TELLING_CHARS = 200
"""A summary from which on it would name the company that the article is about."""
LEAST_CHARS = 80
"""A summary below this says nothing that could be kept in the place of its article."""
MAX_ATTEMPTS = 4
FIRST_RETRY = timedelta(minutes=10)
LOOK_AGAIN = (timedelta(days=1), timedelta(days=7))
"""When a page with claims is looked at again, after it was first read."""
CLOCKS_DIFFER = timedelta(days=1)
_BREAKS_OFF = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading|阅读全文|查看全文)[\s.»>→)\]]*$|"
    r"the post .{1,300} (?:first )?appeared (?:first )?on .{1,80}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text as it was found, and where."""

    title: str
    body: str
    published: datetime | None
    outlet: str
    addresses: tuple[str, ...]
    author: str | None = None
    page: Fetched | None = None


class LaterError(BriefingsError):
    """Something passing is in the way: try again."""


def read_entry(services: Services, entry: WaitingEntry) -> bool:
    """Read an entry and settle it; whether its host was asked for its page."""
    with services.database.read() as tx:
        feed = tx.feeds.get(entry.feed_id)
        watchlist = tx.store.watchlist()
    if feed is None:
        return False
    brought = _entry(entry.content)
    if (known := _known_at(services, [brought.url])) is not None:
        _settle(services, entry, EntryState.KNOWN, article_id=known)
        return False
    needs_page = _needs_page(brought) or _is_foreign(brought, feed)
    if _names_nobody(services, brought, watchlist, needs_page):
        _settle(services, entry, EntryState.ELSEWHERE)
        return False
    try:
        _keep(services, entry, feed, brought, watchlist, needs_page)
    except LaterError as error:
        until = services.now() + FIRST_RETRY * 4**entry.attempts
        with services.database.begin() as tx:
            tx.feeds.postpone_entry(entry, until, str(error))
    except BriefingsError as error:
        _settle(services, entry, EntryState.REFUSED, str(error))
    return needs_page


def _keep(
    services: Services, entry: WaitingEntry, feed: Feed, brought: Entry, watchlist: Watchlist, needs_page: bool
) -> None:
    text = _text(services, brought, feed, needs_page, last=entry.attempts + 1 >= MAX_ATTEMPTS)
    if (known := _known_at(services, text.addresses)) is not None:
        with services.database.begin() as tx:
            tx.pages.add_addresses([plain_form(each) for each in text.addresses], known)
            tx.feeds.settle_entry(entry, EntryState.KNOWN, article_id=known)
        return
    if not services.web.workers.names(f"{text.title}\n{text.body}", watchlist):
        _settle(services, entry, EntryState.ELSEWHERE)
        return
    article = _article(text, brought.published, entry.seen_at)
    stored = take_article(services, article, text.addresses, watchlist, text.page, silent=entry.silent)
    state = EntryState.READ if stored.new else EntryState.KNOWN
    _settle(services, entry, state, article_id=stored.article.id)


def take_article(
    services: Services,
    article: Article,
    addresses: Sequence[str],
    watchlist: Watchlist,
    page: Fetched | None = None,
    silent: bool = False,
) -> Ingested:
    """Store an article read in a worker, under all its addresses; its page is looked at again if it told something.

    `page` is where it came from, if it came from one; `silent`: as if it had been recorded when it was published.
    """
    article = _as_known(services, article, addresses)
    read = partial(_read_apart, services)
    stored = ingest(services, article, article.published_at if silent else None, watchlist, read)
    now = services.now()
    with services.database.begin() as tx:
        tx.pages.add_addresses([plain_form(each) for each in addresses if each], article.id)
        told = stored.new and not stored.revised and stored.claims
        if told and article.url and now - article.published_at < LOOK_AGAIN[-1]:
            etag, last_modified = (page.etag, page.last_modified) if page else (None, None)
            first = PageCheck(article.id, article.url, now + LOOK_AGAIN[0], 0, 0, etag, last_modified)
            tx.pages.plan_check(first)
    return stored


def _as_known(services: Services, article: Article, addresses: Sequence[str]) -> Article:
    """An article that is stored already, at one of its addresses or word for word at another one of its outlet."""
    with services.database.read() as tx:
        known = tx.pages.article_at([plain_form(each) for each in addresses if each]) or tx.store.articles.printed_as(
            article
        )
        stored = tx.store.articles.texts([known]) if known else []
    return replace(article, id=stored[0].id, url=stored[0].url, outlet=stored[0].outlet) if stored else article


def page_text(services: Services, url: str, outlet: str = "") -> Text:
    """The article at an address; raises FetchError or ArticleError."""
    fetched = services.get(url)
    return text_of_page(services, fetched, outlet, url)


def text_of_page(services: Services, fetched: Fetched, outlet: str, *others: str) -> Text:
    """The article of a page that was fetched; raises ArticleError where it shows none."""
    page = services.web.workers.read_page(fetched.body, fetched.url, fetched.charset)
    published = articles.parse_time(page.published) if page.published else None
    found = (page.canonical_url or fetched.url, fetched.url, *others)
    addresses = tuple(dict.fromkeys(found))
    return Text(page.title, page.text, published, outlet or page.outlet, addresses, page.author, fetched)


def article_of(text: Text, published: datetime, doubtful: bool = False) -> Article:
    """A text as an article; raises ArticleError."""
    made = articles.make(
        {
            "title": text.title,
            "body": text.body,
            "url": text.addresses[0] if text.addresses else "",
            "outlet": text.outlet,
            "published": articles.show_time(published),
            "author": text.author,
        }
    )
    return replace(made, date_doubtful=doubtful)


def _article(text: Text, stated: datetime | None, seen_at: datetime) -> Article:
    """With the date that the feed and the page agree on; else the earlier one that can be, marked as doubtful."""
    dates = [each for each in (stated, text.published) if each and each <= seen_at + CLOCKS_DIFFER]
    doubtful = not dates or max(dates) - min(dates) > CLOCKS_DIFFER or (stated or seen_at) > seen_at + CLOCKS_DIFFER
    published = (dates[0] if not doubtful else min(dates)) if dates else _day(seen_at)
    return article_of(text, min(published, seen_at), doubtful)


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _text(services: Services, brought: Entry, feed: Feed, needs_page: bool, last: bool) -> Text:
    """The page's text; the feed's own where it is whole, or where the page will not show its text."""
    addresses = () if _is_foreign(brought, feed) else (brought.url,)
    own = Text(brought.title, entry_text(brought), brought.published, feed.outlet, addresses, brought.author)
    if not needs_page:
        return own
    try:
        found = page_text(services, brought.url, feed.outlet)
    except StatusError as error:
        if error.passing and not last:
            raise LaterError(in_short(error)) from error
        reason: BriefingsError = error
    except FetchError as error:
        if not last:
            raise LaterError(in_short(error)) from error
        reason = error
    except ArticleError as error:
        reason = error
    else:
        return replace(found, title=found.title or brought.title, author=found.author or brought.author)
    if len(own.body) < LEAST_CHARS:
        raise ArticleError(f"only its title is known: {reason}") from reason
    return own


def _is_foreign(brought: Entry, feed: Feed) -> bool:
    """Whether an entry points to another site: the feed's words are never taken for what stands there."""
    return bool(brought.url) and not same_site(brought.url, feed.url)


def _needs_page(brought: Entry) -> bool:
    text = entry_text(brought)
    return bool(brought.url) and (len(text) < WHOLE_CHARS or bool(_BREAKS_OFF.search(text[-400:])))


def _names_nobody(services: Services, brought: Entry, watchlist: Watchlist, needs_page: bool) -> bool:
    """Whether what the feed itself says is enough to know that it is about no company that we follow."""
    text = f"{brought.title}\n{entry_text(brought)}"
    if needs_page and len(text) < TELLING_CHARS:
        return False
    return not services.web.workers.names(text, watchlist)


def _known_at(services: Services, addresses: Sequence[str]) -> str | None:
    with services.database.read() as tx:
        return tx.pages.article_at([plain_form(each) for each in addresses if each])


def _settle(
    services: Services, entry: WaitingEntry, state: EntryState, reason: str | None = None, article_id: str | None = None
) -> None:
    with services.database.begin() as tx:
        tx.feeds.settle_entry(entry, state, reason, article_id)


def _read_apart(services: Services, article: Article, watchlist: Watchlist) -> Sequence[Report]:
    return services.web.workers.read_article(article, watchlist)


def _entry(content: Mapping[str, Any]) -> Entry:
    published = content.get("published")
    return Entry(**{**content, "published": datetime.fromisoformat(published) if published else None})
