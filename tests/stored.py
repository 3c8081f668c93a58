"""Claims put into a store as if articles had been read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from builders import DAY, an_article, utc

from briefings.claims import Case, Claim, Report
from briefings.folding import case
from db.database import Database
from db.store import Grown

NOW = utc("2022-09-01")


def keep(database: Database, claim: Claim, reports: Sequence[Report], day: date = DAY) -> Case:
    """Store a claim with its reports, each in an article of its own; its standing is that of `day`."""
    after = case(claim, reports, day)
    assert after is not None
    with database.begin() as tx:
        for report in reports:
            printed = report.article
            article = an_article(
                id=printed.id,
                url=printed.url,
                outlet=printed.outlet,
                published_at=printed.published_at,
                title=printed.title,
                body=printed.id,
            )
            if tx.store.known_as(article) is None:
                tx.store.add_article(article, printed.recorded_at)
        tx.store.save([Grown(after, tuple(enumerate(reports)))], NOW)
    return after
