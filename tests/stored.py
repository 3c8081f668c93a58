"""Claims put into a store as if articles had been read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from builders import DAY, a_claim, a_confirmation, a_denial, a_report, a_response, an_article, utc

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
            if tx.store.articles.known_as(article) is None:
                tx.store.articles.add_article(article, printed.recorded_at)
        tx.store.save([Grown(after, tuple(enumerate(reports)))], NOW)
    return after


def keep_the_story(database: Database) -> None:
    """A rumour that was answered, a confirmed plan, and a purchase that was denied."""
    plan = "Xiaomi will put vehicle manufacturing on its agenda"
    purchase = "Xiaomi will buy the No. 2 plant of Beijing Hyundai"
    keep(database, a_claim(id="crumour"), [a_report(), a_response(id="r2")])
    keep(
        database,
        a_claim(id="cfact", statement=plan, companies=("xiaomi",)),
        [a_confirmation(statement=plan, companies=("xiaomi",), id="f1")],
    )
    keep(
        database,
        a_claim(id="cdenied", statement=purchase, companies=("xiaomi", "beijing-hyundai")),
        [a_report(statement=purchase, id="d1"), a_denial(statement=purchase, id="d2")],
    )
