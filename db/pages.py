"""Where articles are to be found, which pages are to be looked at again, and which hosts are to be left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from db.feed_tables import ArticleAddressRow, HostRow, PageCheckRow


@dataclass(frozen=True, slots=True)
class PageCheck:
    """A page to look at again; `step` counts how often it was."""

    article_id: str
    url: str
    due_at: datetime
    step: int = 0
    attempts: int = 0
    etag: str | None = None
    last_modified: str | None = None
    missing_since: datetime | None = None


class Pages:
    """Questions and changes about addresses, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Addresses

    def article_at(self, keys: Sequence[str]) -> str | None:
        """The id of the article that was seen at one of these addresses (their plain forms)."""
        found = select(col(ArticleAddressRow.article_id)).where(col(ArticleAddressRow.key).in_(keys))
        return self._session.execute(found.order_by(col(ArticleAddressRow.article_id))).scalars().first()

    def add_addresses(self, keys: Iterable[str], article_id: str) -> None:
        """Keep that an article is to be found at these addresses."""
        for key in dict.fromkeys(keys):
            row = insert(ArticleAddressRow).values(key=key, article_id=article_id)
            self._session.execute(row.on_conflict_do_nothing())

    # Pages to look at again

    def plan_check(self, check: PageCheck) -> None:
        """Look at a page again when it is due; one that is planned already is due at the earlier of the two times."""
        values = {
            "url": check.url,
            "due_at": check.due_at,
            "step": check.step,
            "attempts": check.attempts,
            "etag": check.etag,
            "last_modified": check.last_modified,
            "missing_since": check.missing_since,
        }
        row = insert(PageCheckRow).values(article_id=check.article_id, **values)
        sooner = {"due_at": func.min(col(PageCheckRow.due_at), check.due_at)}
        self._session.execute(row.on_conflict_do_update(index_elements=["article_id"], set_=sooner))

    def due_checks(self, now: datetime, limit: int) -> list[PageCheck]:
        """The pages to be looked at now, the longest due first."""
        due = select(PageCheckRow).where(col(PageCheckRow.due_at) <= now)
        rows = self._session.execute(due.order_by(col(PageCheckRow.due_at), col(PageCheckRow.article_id)).limit(limit))
        return [
            PageCheck(
                row.article_id,
                row.url,
                row.due_at,
                row.step,
                row.attempts,
                row.etag,
                row.last_modified,
                row.missing_since,
            )
            for row in rows.scalars()
        ]

    def lease_check(self, check: PageCheck, until: datetime) -> None:
        """Let nobody else look at this page until then."""
        mine = col(PageCheckRow.article_id) == check.article_id
        self._session.execute(update(PageCheckRow).where(mine).values(due_at=until))

    def settle_check(self, check: PageCheck, following: PageCheck | None) -> None:
        """A page was looked at; `following` is when it is next, None where it was for the last time."""
        self._session.execute(delete(PageCheckRow).where(col(PageCheckRow.article_id) == check.article_id))
        if following is not None:
            self.plan_check(following)

    # Hosts

    def rests(self, hosts: Sequence[str], now: datetime) -> dict[str, datetime]:
        """Of these hosts those to be left alone, each until when."""
        found = select(HostRow).where(col(HostRow.name).in_(hosts), col(HostRow.not_before) > now)
        return {row.name: row.not_before for row in self._session.execute(found).scalars()}

    def rest(self, host: str, until: datetime) -> None:
        """Leave a host alone until then."""
        row = insert(HostRow).values(name=host, not_before=until)
        later = {"not_before": func.max(col(HostRow.not_before), until)}
        self._session.execute(row.on_conflict_do_update(index_elements=["name"], set_=later))

    def forget_rests(self, now: datetime) -> None:
        """Drop the rests that are over."""
        self._session.execute(delete(HostRow).where(col(HostRow.not_before) <= now))
