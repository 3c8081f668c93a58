"""Which claims a question may be about: bounded searches that read no more rows than they return, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text
from sqlmodel import Session, col

from briefings.claims import Status
from db.search import MAX_TERMS, TABLE, company_token, tiers, unit_of
from db.tables import ClaimCompanyRow

LIMIT = 60
_LATEST = date.max
_NEWEST = "SELECT max(first_reported) FROM claim_company WHERE slug = :slug"
_KNOWN = (
    "SELECT claim_id, first_reported FROM claim_company WHERE slug = :slug AND first_reported <= :day "
    "ORDER BY first_reported DESC, claim_id DESC LIMIT :limit"
)
_MOVED = " UNION ALL ".join(
    f"SELECT * FROM (SELECT claim_id, updated FROM claim_company WHERE slug = :slug AND status = '{status.value}' "  # noqa: S608
    "ORDER BY updated DESC, claim_id DESC LIMIT :limit) AS moved"
    for status in Status
)
"""Status by status, since the index is ordered within each: as one statement, for the statement costs most."""
_MATCHING = (
    f"SELECT * FROM (SELECT {{tier}} AS tier, claim.id FROM {TABLE} JOIN claim ON claim.number = {TABLE}.rowid "  # noqa: S608
    f"WHERE {TABLE} MATCH :query{{tier}} AND claim.first_reported <= :day "
    f"ORDER BY {TABLE}.rowid DESC LIMIT :limit{{tier}}) AS tier{{tier}}"
)


class Finder:
    """Ids of claims by the words of a question, and by companies, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def by_terms(
        self, terms: Sequence[Sequence[str]], slugs: Sequence[str], day: date = _LATEST, limit: int = LIMIT
    ) -> list[str]:
        """Claims with some of the terms, each any of its spellings, about any of `slugs` where any are given.

        Those with all of the terms first, then with two, then with one, the newest of each: bm25 would have to weigh
        every claim with a common word, which takes seconds among a million.
        """
        units = [unit for unit in map(unit_of, terms[:MAX_TERMS]) if unit]
        about = " OR ".join(f'"{company_token(slug)}"' for slug in slugs)
        return self._matching(list(tiers(units, f"({about})" if about else "", limit)), day)[:limit]

    def about_all(self, groups: Sequence[Sequence[str]], day: date = _LATEST, limit: int = LIMIT) -> list[str]:
        """The newest claims about every one of these companies, each given with those that belong together with it."""
        parts = (" OR ".join(f'"{company_token(slug)}"' for slug in group) for group in groups)
        return self._matching([(" AND ".join(f"({part})" for part in parts), limit)], day)

    def latest_about(self, slugs: Sequence[str], day: date = _LATEST, limit: int = LIMIT) -> list[str]:
        """The claims about any of these companies that moved last; as of a day in the past, those that came last."""
        latest = sorted(row for slug in slugs for row in self._latest(slug, day, limit))
        latest.sort(key=lambda row: row[1], reverse=True)
        return list(dict.fromkeys(claim_id for claim_id, _ in latest))[:limit]

    def begun(
        self, slugs: Sequence[str], since: date, until: date, day: date = _LATEST, limit: int = LIMIT
    ) -> list[str]:
        """The claims about any of these companies that were first reported in these days, the last first."""
        row = ClaimCompanyRow
        known = (col(row.first_reported) >= since, col(row.first_reported) <= min(until, day))
        found = select(col(row.claim_id)).where(col(row.slug).in_(slugs), *known)
        ordered = found.order_by(col(row.first_reported).desc(), col(row.claim_id)).limit(limit)
        return list(dict.fromkeys(self._session.execute(ordered).scalars()))

    def _matching(self, queries: Sequence[tuple[str, int]], day: date) -> list[str]:
        """What each of the queries brings, the first query's first: as one statement."""
        if not queries:
            return []
        values: dict[str, object] = {"day": day.isoformat()}
        for tier, (query, share) in enumerate(queries):
            values |= {f"query{tier}": query, f"limit{tier}": share}
        statement = " UNION ALL ".join(_MATCHING.format(tier=tier) for tier in range(len(queries)))
        rows = sorted(enumerate(self._session.execute(text(statement), values)), key=lambda row: (row[1][0], row[0]))
        return list(dict.fromkeys(row[1] for _, row in rows))

    def _latest(self, slug: str, day: date, limit: int) -> list[tuple[str, str]]:
        """The last claims about a company, and when: read in the order of an index."""
        wanted = {"slug": slug, "day": day.isoformat(), "limit": limit}
        newest = self._session.execute(text(_NEWEST), {"slug": slug}).scalar()
        past = newest is not None and str(newest) > day.isoformat()
        return [(claim_id, str(at)) for claim_id, at in self._session.execute(text(_KNOWN if past else _MOVED), wanted)]
