"""What becomes of the reports in the store: which claims hold the same news, and what each was on a given day."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.golden import Moment, pair
from benchmarks.reading_figures import Figure, Read, ratio, share

from bot.ingest import store_reports
from briefings.claims import RESPONSES, Case, Report, Status
from briefings.companies import Watchlist
from briefings.folding import fold
from db.database import Database, open_database

RUMOURS = frozenset({Status.CORROBORATED, Status.LAPSED, Status.RETRACTED})
"""Statuses of what nobody in charge has confirmed or denied."""
Mention = tuple[str, str]
"""A claim as labelled (its `same_as` key) and the claim of the store that its report was put to."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store holds after a set of texts: where each labelled mention went, and the claims by their ids."""

    mentions: tuple[Mention, ...]
    cases: Mapping[str, Case]


def keep(texts: Iterable[Read], watchlist: Watchlist) -> Kept:
    """Put into a store of their own, oldest first, the texts that share claims."""
    shared = [each for each in texts if any(gold.same_as for gold in each.text.claims)]
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/golden.db")
        try:
            cases = _stored(database, shared, watchlist)
        finally:
            database.close()
    stored: dict[str, list[tuple[str, Report]]] = defaultdict(list)
    for case in cases:
        for report in case.reports:
            stored[report.article.id].append((case.claim.id, report))
    mentions = [mention for each in shared for mention in _mentions(each, stored[each.text.article.id], watchlist)]
    return Kept(tuple(mentions), {case.claim.id: case for case in cases})


def _stored(database: Database, texts: Iterable[Read], watchlist: Watchlist) -> list[Case]:
    with database.begin() as tx:
        tx.store.save_watchlist(watchlist)
    in_order = sorted(texts, key=lambda each: (each.text.article.published_at, each.text.article.id))
    with database.begin() as tx:  # one for all, which is faster and comes to the same
        for each in in_order:
            article = each.text.article
            tx.store.articles.add_article(article, article.published_at)
            store_reports(tx.store, article, each.reports, watchlist, article.published_at)
    with database.read() as tx:
        return list(tx.store.all_cases())


def _mentions(each: Read, stored: Sequence[tuple[str, Report]], watchlist: Watchlist) -> list[Mention]:
    homes = {id(report): claim_id for claim_id, report in stored}
    pairs = pair(each.text.claims, [report for _, report in stored], watchlist)
    # An answer that decides nothing is put to every claim that it may be about: it has no one place to compare.
    told = [one for one in pairs if not one.gold.doubtful and one.gold.stance not in RESPONSES]
    return [(one.gold.same_as, homes[id(one.report)]) for one in told if one.gold.same_as]


def merging(mentions: Sequence[Mention]) -> list[Figure]:
    """B-cubed: how pure the claim of a mention is, and how much of its like it holds, over all mentions."""
    together, sizes = Counter(mentions), (Counter(key for key, _ in mentions), Counter(home for _, home in mentions))

    def mean(side: int) -> float:
        return share(sum(together[one] / sizes[side][one[side]] for one in mentions), len(mentions))

    return [
        Figure("merge b3 precision", mean(1), len(mentions)),
        Figure("merge b3 recall", mean(0), len(mentions)),
    ]


def as_of(kept: Sequence[tuple[Kept, Sequence[Moment]]]) -> list[Figure]:
    """Whether claims were, day by day, what a reader of everything up to then would say."""
    told = [each for one, moments in kept for each in _then(one, moments)]
    confirmed = [wanted for wanted, given in told if given == Status.CONFIRMED]
    return [
        ratio("status as of", told, lambda one: one[0] == one[1] or (one[1] == "disputed" and one[0] != "confirmed")),
        Figure("false confirmed as of", sum(one != "confirmed" for one in confirmed), len(confirmed), count=True),
    ]


def _then(kept: Kept, moments: Iterable[Moment]) -> list[tuple[str, str | None]]:
    """For each moment of a claim that was found: the status wanted and the status given (None: not known yet)."""
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for key, home in kept.mentions:
        homes[key][home] += 1
    found = [(each, homes[each.same_as].most_common(1)[0][0]) for each in moments if each.same_as in homes]
    return [(each.status, _status(kept.cases[home], each)) for each, home in found]


def _status(case: Case, moment: Moment) -> str | None:
    standing = fold(case.claim, case.reports, moment.day)
    if standing is None:
        return None
    return "rumoured" if standing.needs_review or standing.status in RUMOURS else standing.status.value
