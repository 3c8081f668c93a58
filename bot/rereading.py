"""`ev db reread`: every stored article read again, in the order published, with what the reader knows today."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest import store_reports
from bot.services import Services


@dataclass(frozen=True, slots=True)
class Reread:
    """How many articles were read again, how many only kept their reports, and what came of it."""

    read: int
    kept: int
    claims_before: int
    claims: int


def reread(services: Services) -> Reread:
    """Make all claims anew in one transaction; ids keep working, rulings and posts stay. The bot should be stopped.

    The result depends on the articles alone, not on the order in which they came in.
    """
    with services.database.begin() as tx:
        before = sum(tx.store.count_claims().values())
        watchlist = tx.store.watchlist()
        reader = services.readers.reader(watchlist)
        without_text = tx.rebuilding.reports_without_text()
        fresh = [(each, at, reader.read(each, at)) for each, at in tx.rebuilding.articles()]
        memory = tx.rebuilding.forget()
        everything = sorted([*fresh, *without_text], key=lambda row: (row[0].published_at, row[0].id))
        for article, recorded_at, reports in everything:
            store_reports(tx.store, article, reports, watchlist, recorded_at)
        tx.rebuilding.restore(memory)
        after = sum(tx.store.count_claims().values())
    return Reread(len(fresh), len(without_text), before, after)
