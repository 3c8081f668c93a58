"""Article in, reports out, one transaction: shared by the tick, `ev ingest` and the samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services import Services
from briefings import matching
from briefings.articles import Article
from briefings.claims import OFFICIALS, ArticleRef, Case, Claim, Report, origin_key
from briefings.companies import Watchlist
from briefings.errors import ArticleError
from briefings.folding import case
from db.store import Grown, Known, Store

COPIED_WITHIN = timedelta(days=7)
CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead of ours an outlet's clock, or its zone, may be."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an article: `new` is False where it was known already."""

    article: Article
    new: bool
    claims: tuple[str, ...] = ()


def ingest(
    services: Services, article: Article, recorded_at: datetime | None = None, watchlist: Watchlist | None = None
) -> Ingested:
    """Read an article and store it with its reports and what they change; an article that is known changes nothing.

    Raises ArticleError where it cannot be stored as it is. `watchlist` spares looking it up for every one of many.
    """
    if article.published_at > (recorded_at or services.now()) + CLOCKS_DIFFER:
        raise ArticleError(f"published in the future: {article.published}")
    with services.database.read() as tx:
        if _is_known(tx.store, article):
            return Ingested(article, new=False)
        watchlist = watchlist or tx.store.watchlist()
    reports = services.readers.reader(watchlist).read(article)
    with services.database.begin() as tx:
        # Now, while no digest can be planned: what was recorded before a digest's cut-off is what it could see.
        recorded_at = recorded_at or services.now()
        if _is_known(tx.store, article):
            return Ingested(article, new=False)
        tx.store.add_article(article, recorded_at)
        claims = store_reports(tx.store, article, reports, watchlist, recorded_at)
        return Ingested(article, new=True, claims=claims)


def _is_known(store: Store, article: Article) -> bool:
    known = store.known_as(article)
    if known in (Known.CHANGED, Known.TAKEN):
        raise ArticleError(f"{article.id}: {known.value}")
    return known is Known.SAME


def store_reports(
    store: Store, article: Article, reports: Sequence[Report], watchlist: Watchlist, recorded_at: datetime
) -> tuple[str, ...]:
    """Put each report to its claim and fold the claims that it touched; their ids."""
    day = max(recorded_at.date(), *(report.article.published_at.date() for report in reports), date.min)
    known = {each.claim.id: each for each in store.cases_to_match(sorted(_circle(reports, watchlist)))}
    claims = {claim_id: each.claim for claim_id, each in known.items()}
    reports = _with_origin_of_copy(store, article, reports, known.values())
    added: dict[str, list[tuple[int, Report]]] = {}
    for position, placement in enumerate(matching.place(reports, list(known.values()), watchlist)):
        if placement.founds is not None:
            claims.setdefault(placement.claim_id, placement.founds)
        added.setdefault(placement.claim_id, []).append((position, placement.report))
    store.save([_grown(claims[each], known.get(each), new, day) for each, new in added.items()], recorded_at)
    return tuple(added)


def _with_origin_of_copy(
    store: Store, article: Article, reports: Sequence[Report], known: Iterable[Case]
) -> Sequence[Report]:
    """The reports of a near-copy go back to where its text came from: two prints of one text are one origin."""
    first = {r.article.id: r.article for each in known for r in each.reports if _is_recent(r.article, article)}
    for text in store.texts(sorted(first, key=lambda each: (first[each].published_at, each))):
        if matching.near_copy(article.text, text.text):
            return [_from_outlet(report, text.outlet) for report in reports]
    return reports


def _is_recent(earlier: ArticleRef, article: Article) -> bool:
    apart = article.published_at - earlier.published_at
    return timedelta() <= apart <= COPIED_WITHIN and earlier.id != article.id and earlier.outlet != article.outlet


def _from_outlet(report: Report, outlet: str) -> Report:
    """A report in the outlet's own voice, as the voice of the outlet that it was copied from."""
    if report.source.cls in OFFICIALS or origin_key(report.origin) != origin_key(report.article.outlet):
        return report
    return replace(report, source=replace(report.source, origin=outlet))


def _grown(claim: Claim, earlier: Case | None, added: Sequence[tuple[int, Report]], day: date) -> Grown:
    after = case(claim, [*(earlier.reports if earlier else ()), *(report for _, report in added)], day)
    assert after is not None
    return Grown(after, tuple(added))


def _circle(reports: Sequence[Report], watchlist: Watchlist) -> set[str]:
    """The companies whose claims may be meant: those named, what they belong to and what belongs to them."""
    slugs = {slug for report in reports for slug in report.companies}
    parents = {parent for slug in slugs for parent in watchlist.ancestors(slug)}
    children = {child.slug for slug in slugs for child in watchlist.children(slug)}
    return slugs | parents | children
