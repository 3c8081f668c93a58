"""Articles as they were printed: which are stored, where they are found, and their texts while these are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from briefings.articles import Article
from db.tables import ArticleRow, OutletRow, ReportRow

_BATCH = 500
"""How many ids go into one `IN (…)`; well below SQLite's 32,766 variables."""


class Known(Enum):
    """How an article stands to what is stored."""

    SAME = "known"
    CHANGED = "its text has changed since it was stored"
    TAKEN = "its id belongs to another article"


class Articles:
    """Questions and changes about articles within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known_as(self, article: Article) -> Known | None:
        """Whether an article is stored, and how it differs from what is; None where it is new."""
        columns = (col(ArticleRow.id), col(ArticleRow.url), col(ArticleRow.text_hash), col(OutletRow.name))
        found = (
            select(*columns)
            .join(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
            .where((col(ArticleRow.id) == article.id) | (col(ArticleRow.url) == (article.url or None)))
        )
        rows = list(self._session.execute(found))
        text = _hash(article.text)
        if any(stored == text and (each == article.id or url == article.url) for each, url, stored, _ in rows):
            return Known.SAME
        mine = [(url, outlet) for each, url, _, outlet in rows if each == article.id]
        if mine:
            return Known.CHANGED if (article.url, article.outlet) in mine else Known.TAKEN
        return None

    def add_article(self, article: Article, recorded_at: datetime, revises: str | None = None) -> None:
        """Store an article that was not known; of a later version of another (`revises`) only what it reports is kept.

        A later version is read once, beside what it changes: without its text it is never read as an article.
        """
        named = select(OutletRow).where(col(OutletRow.name) == article.outlet)
        outlet = self._session.execute(named).scalar() or OutletRow(name=article.outlet)
        self._session.add(outlet)
        self._session.flush()
        assert outlet.id is not None
        self._session.add(
            ArticleRow(
                id=article.id,
                url=article.url,
                outlet_id=outlet.id,
                published_at=article.published_at,
                recorded_at=recorded_at,
                title=article.title,
                body=None if revises else article.body,
                lang=article.lang,
                text_hash=_hash(article.text),
                author=article.author,
                date_doubtful=article.date_doubtful,
                revises=revises,
            )
        )
        self._session.flush()

    def printed_as(self, article: Article) -> str | None:
        """The id of the article of the same outlet with the same words, wherever it is to be found."""
        same = (col(ArticleRow.text_hash) == _hash(article.text), col(OutletRow.name) == article.outlet)
        found = select(col(ArticleRow.id)).join(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id)).where(*same)
        return self._session.execute(found.where(col(ArticleRow.revises).is_(None)).limit(1)).scalar()

    def count_versions(self, article_id: str) -> int:
        """How many later versions of an article are stored."""
        found = select(func.count()).select_from(ArticleRow).where(col(ArticleRow.revises) == article_id)
        return int(self._session.execute(found).scalar_one())

    def is_told(self, article_id: str) -> bool:
        """Whether an article brought any claim."""
        found = select(col(ReportRow.id)).where(col(ReportRow.article_id) == article_id).limit(1)
        return self._session.execute(found).first() is not None

    def address_of(self, article_id: str) -> str:
        """Where an article is to be found; empty if that is not known."""
        found = select(col(ArticleRow.url)).where(col(ArticleRow.id) == article_id)
        return self._session.execute(found).scalar() or ""

    def has_old_articles(self, before: datetime) -> bool:
        """Whether the full text of an article recorded before then is still kept."""
        old = select(col(ArticleRow.id)).where(col(ArticleRow.recorded_at) < before, col(ArticleRow.body).is_not(None))
        return self._session.execute(old.limit(1)).first() is not None

    def empty_old_articles(self, before: datetime) -> None:
        """Drop the full text of articles recorded before then; their quotes stay in the reports."""
        old = update(ArticleRow).where(col(ArticleRow.recorded_at) < before, col(ArticleRow.body).is_not(None))
        self._session.execute(old.values(body=None))

    def count_articles(self) -> int:
        """How many articles are stored."""
        return int(self._session.execute(select(func.count()).select_from(ArticleRow)).scalar_one())

    def texts(self, article_ids: Sequence[str]) -> list[Article]:
        """These articles whose full text is kept, in the order asked."""
        columns = (ArticleRow, col(OutletRow.name))
        found = (
            select(*columns)
            .join(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
            .where(col(ArticleRow.id).in_(article_ids[:_BATCH]), col(ArticleRow.body).is_not(None))
        )
        articles = {
            row.id: Article(
                row.id,
                row.url,
                outlet,
                row.published_at,
                row.title,
                row.body or "",
                row.lang,
                row.date_doubtful,
                row.author,
            )
            for row, outlet in self._session.execute(found)
        }
        return [articles[article_id] for article_id in article_ids if article_id in articles]

    def newest_publication(self) -> datetime | None:
        """When the newest article was published."""
        found: datetime | None = self._session.execute(select(func.max(col(ArticleRow.published_at)))).scalar()
        return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
