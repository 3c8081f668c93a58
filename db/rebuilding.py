"""Claims made anew from the stored articles: what must survive it, and how old ids lead to the new claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlmodel import Session, col

from briefings.articles import Article
from briefings.claims import ArticleRef, Report
from db import search
from db.rows import report_from
from db.tables import (
    ArticleRow,
    ClaimAliasRow,
    ClaimCompanyRow,
    ClaimRow,
    OutletRow,
    PostClaimRow,
    ReportRow,
    RulingRow,
    StatusChangeRow,
)

Evidence = Mapping[str, Counter[tuple[str, str]]]
"""For each claim, its reports as (article, quote)."""


@dataclass(frozen=True)
class Memory:
    """What refers to claims and is not made from articles."""

    evidence: Evidence
    aliases: Sequence[Mapping[str, Any]]
    mentions: Sequence[Mapping[str, Any]]
    rulings: Sequence[Mapping[str, Any]]


class Rebuilding:
    """Steps of making all claims anew, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def articles(self) -> Iterator[tuple[Article, datetime]]:
        """Every article whose text is kept, with when it was recorded, in the order published."""
        for article, recorded_at, body in self._stored():
            if body is not None:
                yield article, recorded_at

    def reports_without_text(self) -> list[tuple[Article, datetime, tuple[Report, ...]]]:
        """The articles whose text is gone, with the reports that were read in them."""
        found = []
        for article, recorded_at, body in self._stored():
            if body is None:
                rows = self._session.execute(
                    select(ReportRow).where(col(ReportRow.article_id) == article.id).order_by(col(ReportRow.position))
                ).scalars()
                url, outlet, title = article.url, article.outlet, article.title
                ref = ArticleRef(article.id, url, outlet, article.published_at, recorded_at, title)
                unique = {(row.span_start, row.stance, row.statement): report_from(row, ref) for row in rows}
                found.append((article, recorded_at, tuple(unique.values())))
        return found

    def forget(self) -> Memory:
        """Delete every claim with its reports and history; what must survive comes back as a value."""
        memory = Memory(self._evidence(), self._all(ClaimAliasRow), self._all(PostClaimRow), self._all(RulingRow))
        tables = (RulingRow, PostClaimRow, ClaimAliasRow, StatusChangeRow, ReportRow, ClaimCompanyRow, ClaimRow)
        for table in tables:
            self._session.execute(delete(table))
        self._session.execute(text(f"DELETE FROM {search.TABLE}"))  # noqa: S608 - a constant
        return memory

    def restore(self, memory: Memory) -> None:
        """Let old ids lead to the claims that now hold their reports, and put back what referred to them."""
        moved = _moved(memory.evidence, self._evidence())
        aliases = {old: new for old, new in moved.items() if old != new}
        aliases |= {row["alias"]: moved[row["claim_id"]] for row in memory.aliases if row["claim_id"] in moved}
        self._insert(ClaimAliasRow, [{"alias": old, "claim_id": new} for old, new in sorted(aliases.items())])
        mentions = [{**row, "claim_id": moved[row["claim_id"]]} for row in memory.mentions if row["claim_id"] in moved]
        self._insert(PostClaimRow, list({tuple(row.values()): row for row in mentions}.values()))
        rulings = [
            {**row, "claim_id": moved[row["claim_id"]], "into_claim_id": moved.get(row["into_claim_id"])}
            for row in memory.rulings
            if row["claim_id"] in moved
        ]
        self._insert(RulingRow, rulings)

    def _stored(self) -> Iterator[tuple[Article, datetime, str | None]]:
        columns = (ArticleRow, col(OutletRow.name))
        found = select(*columns).join(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
        ordered = found.order_by(col(ArticleRow.published_at), col(ArticleRow.id))
        for row, outlet in self._session.execute(ordered):
            body = row.body or ""
            article = Article(row.id, row.url, outlet, row.published_at, row.title, body, row.lang)
            yield article, row.recorded_at, row.body

    def _evidence(self) -> dict[str, Counter[tuple[str, str]]]:
        found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        columns = (col(ReportRow.claim_id), col(ReportRow.article_id), col(ReportRow.quote))
        for claim_id, article_id, quote in self._session.execute(select(*columns)):
            found[claim_id][article_id, quote] += 1
        return dict(found)

    def _all(self, table: Any) -> list[Mapping[str, Any]]:
        return [dict(row) for row in self._session.execute(select(table.__table__)).mappings()]

    def _insert(self, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._session.execute(insert(table), list(rows))


def _moved(before: Evidence, after: Evidence) -> dict[str, str]:
    """For each claim that was: the claim that now holds most of its reports, the same where it is still there."""
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim_id, reports in after.items():
        for report in reports:
            where[report].add(claim_id)
    moved = {}
    for claim_id, reports in before.items():
        votes = Counter({claim_id: 0}) if claim_id in after else Counter()
        for report, count in reports.items():
            for new in where[report]:
                votes[new] += count
        if votes:
            best = max(votes.values())
            tied = sorted(new for new, count in votes.items() if count == best)
            moved[claim_id] = claim_id if claim_id in tied else tied[0]
    return moved
