"""What all workspaces share: companies, articles, claims with their reports. One method a question; none commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, update
from sqlmodel import Session, col

from briefings.claims import ArticleRef, Case, Claim, Report, Status
from briefings.companies import Company, Watchlist, fold_name
from briefings.rulings import Decision, key_of, ruled
from db import search
from db.articles import Articles
from db.rows import claim_from, claim_to, companies_of, report_from, report_to
from db.rulings import Rulings
from db.tables import (
    ArticleRow,
    ClaimAliasRow,
    ClaimCompanyRow,
    ClaimRow,
    CompanyAliasRow,
    CompanyParentRow,
    CompanyRow,
    OutletRow,
    ReportRow,
    StatusChangeRow,
)

_BATCH = 500
"""How many ids go into one `IN (…)`; well below SQLite's 32,766 variables."""
_LATEST = date.max


@dataclass(frozen=True, slots=True)
class Grown:
    """A claim after an article was read: its case, and the reports that came, each with its position in the article."""

    case: Case
    added: tuple[tuple[int, Report], ...]


class Store:
    """Questions and changes about companies, articles and claims within one transaction."""

    def __init__(self, session: Session, workspace_id: str | None = None) -> None:
        self._session = session
        self._workspace_id = workspace_id
        self.articles = Articles(session)

    # Companies

    def watchlist(self) -> Watchlist:
        """All companies that are followed, by name."""
        aliases, parents = defaultdict(list), defaultdict(list)
        alias_rows = select(col(CompanyAliasRow.slug), col(CompanyAliasRow.name)).order_by(
            col(CompanyAliasRow.position)
        )
        for slug, name in self._session.execute(alias_rows):
            aliases[slug].append(name)
        links = select(col(CompanyParentRow.slug), col(CompanyParentRow.parent)).order_by(
            col(CompanyParentRow.position)
        )
        for slug, parent in self._session.execute(links):
            parents[slug].append(parent)
        rows = select(
            col(CompanyRow.slug), col(CompanyRow.name), col(CompanyRow.tickers), col(CompanyRow.common_words)
        ).order_by(col(CompanyRow.name), col(CompanyRow.slug))
        return Watchlist(
            tuple(
                Company(slug, name, tuple(aliases[slug]), tuple(tickers), tuple(parents[slug]), tuple(common))
                for slug, name, tickers, common in self._session.execute(rows)
            )
        )

    def save_watchlist(self, watchlist: Watchlist) -> None:
        """Put this watchlist in place of the stored one."""
        for table in (CompanyParentRow, CompanyAliasRow, CompanyRow):
            self._session.execute(delete(table))
        for company in watchlist:
            self._session.add(
                CompanyRow(
                    slug=company.slug,
                    name=company.name,
                    tickers=list(company.tickers),
                    common_words=list(company.common_words),
                )
            )
        self._session.flush()
        taken: set[str] = set()
        for company in watchlist:
            for position, name in enumerate(company.aliases):
                if fold_name(name) not in taken:
                    taken.add(fold_name(name))
                    self._session.add(
                        CompanyAliasRow(folded=fold_name(name), slug=company.slug, name=name, position=position)
                    )
            for position, parent in enumerate(company.parents):
                self._session.add(CompanyParentRow(slug=company.slug, parent=parent, position=position))
        self._session.flush()

    # Claims

    def told_in(self, article_id: str) -> list[tuple[str, Report]]:
        """What an article and its later versions reported, each with its claim, the oldest first."""
        versions = or_(col(ArticleRow.id) == article_id, col(ArticleRow.revises) == article_id)
        return list(self._reports(versions))

    def save(self, grown: Sequence[Grown], recorded_at: datetime) -> None:
        """Keep what an article did: new claims, its reports, each claim's latest standing and how it changed.

        A few statements for all claims together: an article touches a dozen.
        """
        before = self._standings([each.case.claim.id for each in grown])
        rows = [claim_to(each.case.claim, each.case.standing) for each in grown]
        self._write(insert(ClaimRow), [row for row in rows if row["id"] not in before])
        by_id = update(ClaimRow.__table__).where(col(ClaimRow.id) == bindparam("b_id"))  # type: ignore[attr-defined]
        known = [{"b_id": row["id"], **_without_id(row)} for row in rows if row["id"] in before]
        if known:
            self._session.connection().execute(by_id, known)
        self._write(insert(ReportRow), [report_to(g.case.claim.id, n, report) for g in grown for n, report in g.added])
        changes = [_change(each, before.get(each.case.claim.id), recorded_at) for each in grown]
        self._write(insert(StatusChangeRow), [change for change in changes if change])
        self._place(grown)

    def _standings(self, claim_ids: Sequence[str]) -> dict[str, tuple[str, str | None, bool]]:
        """Status, stage and review flag of those claims that are stored."""
        columns = (col(ClaimRow.id), col(ClaimRow.status), col(ClaimRow.stage), col(ClaimRow.needs_review))
        found = self._session.execute(select(*columns).where(col(ClaimRow.id).in_(claim_ids)))
        return {claim_id: (status, stage, waiting) for claim_id, status, stage, waiting in found}

    def _place(self, grown: Sequence[Grown]) -> None:
        """Put claims in their place on the cards and in the search."""
        ids = [each.case.claim.id for each in grown]
        self._session.execute(delete(ClaimCompanyRow).where(col(ClaimCompanyRow.claim_id).in_(ids)))
        numbers = select(col(ClaimRow.id), col(ClaimRow.number)).where(col(ClaimRow.id).in_(ids))
        number = {row.id: row.number for row in self._session.execute(numbers)}
        links, entries = [], []
        for each in grown:
            claim, standing, reports = each.case.claim, each.case.standing, each.case.reports
            slugs = companies_of(claim, reports)
            dates = {"first_reported": standing.first_reported, "updated": standing.updated}
            links += [{"claim_id": claim.id, "slug": slug, "status": standing.status.value, **dates} for slug in slugs]
            texts = dict.fromkeys(text for r in reports for text in (r.statement, r.quote))
            entries.append(search.Entry(number[claim.id], (claim.statement, *texts), slugs))
        self._write(insert(ClaimCompanyRow), links)
        search.index(self._session, entries)

    def _write(self, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(statement, list(rows))

    def claim_id(self, known_as: str) -> str | None:
        """The id of the claim that goes by this id, or was merged from it."""
        if self._session.execute(select(col(ClaimRow.id)).where(col(ClaimRow.id) == known_as)).first():
            return known_as
        found = select(col(ClaimAliasRow.claim_id)).where(col(ClaimAliasRow.alias) == known_as)
        return self._session.execute(found).scalar()

    def cases(self, claim_ids: Sequence[str], day: date = _LATEST) -> list[Case]:
        """These claims with what was published by `day`, in the order asked; without those of which nothing was.

        A claim that the workspace has merged into another is found as that one.
        """
        rulings = Rulings(self._session).standing(self._workspace_id) if self._workspace_id else []
        decided = [each for each in rulings if each.at.date() <= day]
        merged = {each.claim: each.into for each in decided if each.decision is Decision.MERGE and each.into}
        wanted = list(dict.fromkeys(merged.get(claim_id, claim_id) for claim_id in claim_ids))
        parts = {claim_id: [claim_id, *(old for old, new in merged.items() if new == claim_id)] for claim_id in wanted}
        split = [each for each in decided if each.decision is Decision.SPLIT and each.into in parts]
        claims, reports = self._load([part for each in parts.values() for part in each] + [s.claim for s in split])
        found = []
        for claim_id in wanted:
            if claim_id in claims:
                told = [report for part in parts[claim_id] for report in reports.get(part, ())]
                told += [r for s in split if s.into == claim_id for r in reports[s.claim] if key_of(r) == s.report]
                about = [ruling for ruling in decided if ruling.claim in parts[claim_id]]
                found.append(ruled(claims[claim_id], told, about, day))
        return [each for each in found if each is not None]

    def _load(self, claim_ids: Sequence[str]) -> tuple[dict[str, Claim], dict[str, list[Report]]]:
        claims: dict[str, Claim] = {}
        reports: dict[str, list[Report]] = defaultdict(list)
        for start in range(0, len(claim_ids), _BATCH):
            batch = claim_ids[start : start + _BATCH]
            for row in self._session.execute(select(ClaimRow).where(col(ClaimRow.id).in_(batch))).scalars():
                claims[row.id] = claim_from(row)
            for claim_id, report in self._reports(col(ReportRow.claim_id).in_(batch)):
                reports[claim_id].append(report)
        return claims, reports

    def cases_to_match(self, slugs: Sequence[str], limit: int = 500, pairs: int = 200) -> list[Case]:
        """What a report about these companies can be of: the latest claims, and older ones about two of them."""
        return self.cases([*self._moved_last(slugs, _LATEST, limit), *self._moved_last(slugs, _LATEST, pairs, least=2)])

    def _moved_last(self, slugs: Sequence[str], day: date, limit: int, least: int = 1) -> list[str]:
        """Ids of the claims about at least so many of these companies, the last moved first."""
        recent = (
            select(col(ClaimCompanyRow.claim_id))
            .where(col(ClaimCompanyRow.slug).in_(slugs), col(ClaimCompanyRow.first_reported) <= day)
            .group_by(col(ClaimCompanyRow.claim_id))
            .having(func.count() >= least)
            .order_by(func.max(col(ClaimCompanyRow.updated)).desc(), col(ClaimCompanyRow.claim_id))
            .limit(limit)
        )
        return list(self._session.execute(recent).scalars())

    def card_cases(self, slug: str, day: date, per_status: int) -> list[Case]:
        """What a company's card shows: for each status the claims that moved last, at most `per_status` of each."""
        ids: list[str] = []
        for status in Status:
            ids += self._session.execute(
                select(col(ClaimCompanyRow.claim_id))
                .where(
                    col(ClaimCompanyRow.slug) == slug,
                    col(ClaimCompanyRow.status) == status.value,
                    col(ClaimCompanyRow.first_reported) <= day,
                )
                .order_by(col(ClaimCompanyRow.updated).desc(), col(ClaimCompanyRow.claim_id).desc())
                .limit(per_status)
            ).scalars()
        return self.cases(ids, day)

    def newest_cases(self, status: Status, day: date, limit: int = 20) -> list[Case]:
        """The claims of a status, by the public reports, that moved last."""
        newest = (
            select(col(ClaimRow.id))
            .where(col(ClaimRow.status) == status.value, col(ClaimRow.first_reported) <= day)
            .order_by(col(ClaimRow.updated).desc(), col(ClaimRow.id).desc())
            .limit(limit)
        )
        return self.cases(list(self._session.execute(newest).scalars()), day)

    def count_claims(self, slug: str | None = None) -> dict[Status, int]:
        """How many claims there are of each status, about one company or in all."""
        counted = select(col(ClaimRow.status), func.count()).group_by(col(ClaimRow.status))
        if slug is not None:
            counted = (
                select(col(ClaimCompanyRow.status), func.count())
                .where(col(ClaimCompanyRow.slug) == slug)
                .group_by(col(ClaimCompanyRow.status))
            )
        return {Status(status): number for status, number in self._session.execute(counted)}

    def cases_waiting(self, day: date = _LATEST, limit: int = 500) -> list[Case]:
        """The claims of which something waits for a person by the public reports, the latest first."""
        waiting = (
            select(col(ClaimRow.id))
            .where(col(ClaimRow.needs_review))
            .order_by(col(ClaimRow.updated).desc(), col(ClaimRow.id))
            .limit(limit)
        )
        return self.cases(list(self._session.execute(waiting).scalars()), day)

    def cases_recorded(
        self, since: datetime, until: datetime, day: date = _LATEST, limit: int | None = None
    ) -> list[Case]:
        """The claims about which something was recorded after `since` and up to `until`, by our clock.

        With a limit, those of the articles that were recorded last.
        """
        return self._touched(ArticleRow.recorded_at, since, until, day, limit)

    def cases_published(
        self, since: datetime, until: datetime, day: date = _LATEST, limit: int | None = None
    ) -> list[Case]:
        """The claims about which something was published after `since` and up to `until`, by the world's clock.

        With a limit, those of the articles that were published last.
        """
        return self._touched(ArticleRow.published_at, since, until, day, limit)

    def _touched(
        self, clock: datetime, since: datetime, until: datetime, day: date, limit: int | None = None
    ) -> list[Case]:
        touched = (
            select(col(ReportRow.claim_id))
            .join(ArticleRow, col(ArticleRow.id) == col(ReportRow.article_id))
            .where(col(clock) > since, col(clock) <= until)
        )
        if limit is None:
            ids = self._session.execute(touched.distinct().order_by(col(ReportRow.claim_id))).scalars()
        else:
            # In the order of the index, so that no more is read than is wanted; a claim has a few reports.
            ids = self._session.execute(touched.order_by(col(clock).desc()).limit(4 * limit)).scalars()
        return self.cases(list(dict.fromkeys(ids))[:limit], day)

    def all_cases(self, day: date = _LATEST) -> Iterable[Case]:
        """Every claim with what was published by `day`, by id, in batches."""
        ids = list(self._session.execute(select(col(ClaimRow.id)).order_by(col(ClaimRow.id))).scalars())
        for start in range(0, len(ids), _BATCH):
            yield from self.cases(ids[start : start + _BATCH], day)

    def _reports(self, which: ColumnElement[bool]) -> Iterable[tuple[str, Report]]:
        # Columns, not entities: the card loads dozens of reports, and an ORM object costs as much as the query.
        columns = ReportRow.__table__.columns  # type: ignore[attr-defined]
        printed = (ArticleRow.id, ArticleRow.url, OutletRow.name)
        dated = (ArticleRow.published_at, ArticleRow.recorded_at, ArticleRow.title)
        found = self._session.execute(
            select(*columns, *(col(one).label(f"printed_{n}") for n, one in enumerate((*printed, *dated))))
            .join(ArticleRow, col(ArticleRow.id) == col(ReportRow.article_id))
            .join(OutletRow, col(OutletRow.id) == col(ArticleRow.outlet_id))
            .where(which)
            .order_by(col(ReportRow.article_id), col(ReportRow.position))
        )
        for row in found:
            yield row.claim_id, report_from(row, ArticleRef(*row[-6:]))


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _change(grown: Grown, before: tuple[str, str | None, bool] | None, recorded_at: datetime) -> dict[str, Any] | None:
    """The row that says how a claim's standing changed; None where it did not."""
    claim, standing = grown.case.claim, grown.case.standing
    now = (standing.status.value, standing.stage.value if standing.stage else None, standing.needs_review)
    if now == before:
        return None
    return {
        "claim_id": claim.id,
        "recorded_at": recorded_at,
        "status_before": before[0] if before else None,
        "status": now[0],
        "stage": now[1],
        "needs_review": now[2],
        "article_id": grown.added[-1][1].article.id if grown.added else None,
    }
