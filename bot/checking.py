"""A page looked at again: was its article changed, corrected or withdrawn?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bot.entries import LOOK_AGAIN, text_of_page
from bot.ingest import keep_version, keep_withdrawal
from bot.services import Services
from briefings.articles import Article
from briefings.errors import ArticleError, ExhaustedError, FetchError
from briefings.fetching import Fetched, StatusError
from briefings.revisions import plain
from db.pages import PageCheck

MISSING = frozenset((404, 410))
MISSING_FOR = timedelta(hours=1)
"""How long a page has to be missing before its article counts as withdrawn: servers say 404 by mistake, too."""
MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=30)


def check_page(services: Services, check: PageCheck) -> bool:
    """Look at a page again and keep what came of it; whether its host was asked."""
    with services.database.read() as tx:
        kept = tx.store.articles.texts([check.article_id])
    if not kept:
        _settle(services, check, None)
        return False
    try:
        fetched = services.get(check.url, check.etag, check.last_modified)
    except StatusError as error:
        if error.status in MISSING:
            _missing(services, check, kept[0])
        else:
            _later(services, check)
    except FetchError:
        _later(services, check)
    else:
        _compare(services, check, kept[0], fetched)
    return True


def _compare(services: Services, check: PageCheck, article: Article, fetched: Fetched) -> None:
    """Read the page as it is now; one that shows a wall or cannot be read proves nothing."""
    following = _following(check, services.now())
    if fetched.status != 304:
        if following is not None:
            following = replace(following, etag=fetched.etag, last_modified=fetched.last_modified)
        with suppress(ArticleError, ExhaustedError):
            _read_again(services, article, fetched)
    _settle(services, check, following)


def _read_again(services: Services, article: Article, fetched: Fetched) -> None:
    text = text_of_page(services, fetched, article.outlet)
    later = replace(article, title=text.title or article.title, body=text.body)
    if plain(later.text) == plain(article.text):
        return
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    reports = services.web.workers.read_article(later, watchlist)
    with services.database.begin() as tx:
        keep_version(tx.store, later, reports, watchlist, services.now())


def _missing(services: Services, check: PageCheck, article: Article) -> None:
    now = services.now()
    if check.missing_since is None:
        _settle(services, check, replace(check, due_at=now + MISSING_FOR, missing_since=now))
        return
    with services.database.begin() as tx:
        keep_withdrawal(tx.store, article, tx.store.watchlist(), now)
        tx.pages.settle_check(check, None)


def _later(services: Services, check: PageCheck) -> None:
    """The host is in trouble: a few more tries, then the next time that is planned anyway."""
    now = services.now()
    if check.attempts + 1 < MAX_ATTEMPTS:
        again = replace(check, due_at=now + FIRST_RETRY * 2**check.attempts, attempts=check.attempts + 1)
        _settle(services, check, again)
    else:
        _settle(services, check, _following(check, now))


def _following(check: PageCheck, now: datetime) -> PageCheck | None:
    """When a page is looked at next, None after the last time."""
    if check.step + 1 >= len(LOOK_AGAIN):
        return None
    wait = LOOK_AGAIN[check.step + 1] - LOOK_AGAIN[check.step]
    return replace(check, due_at=now + wait, step=check.step + 1, attempts=0, missing_since=None)


def _settle(services: Services, check: PageCheck, following: PageCheck | None) -> None:
    with services.database.begin() as tx:
        tx.pages.settle_check(check, following)
