"""Article in, reports out, one transaction: shared by the tick, `ev ingest` and the samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.services import Services
from briefings import matching, revisions
from briefings.articles import Article
from briefings.claims import OFFICIALS, ArticleRef, Case, Claim, Report, origin_key
from briefings.companies import Watchlist
from briefings.errors import ArticleError
from briefings.folding import case
from briefings.revisions import Revision
from db.articles import Known
from db.store import Grown, Store

COPIED_WITHIN = timedelta(days=7)
CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead of ours an outlet's clock, or its zone, may be."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an article: `new` is False where it was known already."""

    article: Article
    new: bool
    claims: tuple[str, ...] = ()
    revised: bool = False
    """It was known with another text: what the change does to its claims was kept."""


Read = Callable[[Article, Watchlist], Sequence[Report]]


def ingest(
    services: Services,
    article: Article,
    recorded_at: datetime | None = None,
    watchlist: Watchlist | None = None,
    read: Read | None = None,
) -> Ingested:
    """Read an article and store it with its reports and what they change; an article that is known changes nothing.

    Raises ArticleError where it cannot be stored as it is. `watchlist` spares looking it up for every one of many;
    `read` reads it elsewhere than in this process.
    """
    if article.published_at > (recorded_at or services.now()) + CLOCKS_DIFFER:
        raise ArticleError(f"published in the future: {article.published}")
    with services.database.read() as tx:
        if _is_known(tx.store, article):
            return Ingested(article, new=False)
        watchlist = watchlist or tx.store.watchlist()
        changed = tx.store.articles.known_as(article) is Known.CHANGED
    reports = read(article, watchlist) if read else services.readers.reader(watchlist).read(article)
    with services.database.begin() as tx:
        # Now, while no digest can be planned: what was recorded before a digest's cut-off is what it could see.
        recorded_at = recorded_at or services.now()
        if _is_known(tx.store, article):
            return Ingested(article, new=False)
        if changed:
            claims = keep_version(tx.store, article, reports, watchlist, recorded_at)
            return Ingested(article, new=bool(claims), claims=claims, revised=True)
        tx.store.articles.add_article(article, recorded_at)
        claims = store_reports(tx.store, article, reports, watchlist, recorded_at)
        return Ingested(article, new=True, claims=claims)


def _is_known(store: Store, article: Article) -> bool:
    known = store.articles.known_as(article)
    if known is Known.TAKEN:
        raise ArticleError(f"{article.id}: {known.value}")
    return known is Known.SAME


def keep_version(
    store: Store, article: Article, reports: Sequence[Report], watchlist: Watchlist, seen_at: datetime
) -> tuple[str, ...]:
    """Keep what a later text of a stored article does to its claims; their ids, none where it does nothing to them.

    Raises ArticleError where the text is another one altogether.
    """
    first = store.articles.texts([article.id])
    if not first:
        return ()
    told = store.told_in(article.id)
    version = _version(store, article, seen_at)
    ref = _ref(version, seen_at)
    dated = [replace(report, article=ref) for report in reports]
    cases = store.cases(list(dict.fromkeys(claim for claim, _ in told)))
    revision = revisions.changed(told, first[0].text, article.text, ref, dated, cases, watchlist)
    if revision.is_empty and revisions.share_kept(first[0].text, article.text) < revisions.STILL_THERE:
        raise ArticleError(f"{article.id}: its text has changed so much that nothing can be concluded from it")
    return _keep(store, version, article.id, revision, watchlist, seen_at)


def keep_withdrawal(store: Store, article: Article, watchlist: Watchlist, seen_at: datetime) -> tuple[str, ...]:
    """Keep that an article is no longer to be found; the ids of the claims that it had told."""
    version = _version(store, replace(article, body=f"{article.body}\n{seen_at.isoformat()}"), seen_at)
    revision = revisions.withdrawn(store.told_in(article.id), _ref(version, seen_at))
    return _keep(store, version, article.id, revision, watchlist, seen_at)


def _version(store: Store, article: Article, seen_at: datetime) -> Article:
    """A later text as an article of its own, published when we saw it: when it was changed nobody says."""
    number = store.articles.count_versions(article.id) + 1
    return replace(article, id=f"{article.id}+{number}", published_at=max(seen_at, article.published_at))


def _ref(article: Article, recorded_at: datetime) -> ArticleRef:
    return ArticleRef(article.id, article.url, article.outlet, article.published_at, recorded_at, article.title)


def _keep(
    store: Store, version: Article, revises: str, revision: Revision, watchlist: Watchlist, seen_at: datetime
) -> tuple[str, ...]:
    if revision.is_empty:
        return ()
    store.articles.add_article(version, seen_at, revises)
    day = max(seen_at.date(), version.published_at.date())
    added: dict[str, list[tuple[int, Report]]] = {}
    for position, (claim, report) in enumerate(revision.to_claims, len(revision.fresh)):
        added.setdefault(claim, []).append((position, report))
    known = {each.claim.id: each for each in store.cases(list(added))}
    store.save([_grown(known[each].claim, known[each], new, day) for each, new in added.items()], seen_at)
    fresh = store_reports(store, version, revision.fresh, watchlist, seen_at) if revision.fresh else ()
    return tuple(dict.fromkeys((*added, *fresh)))


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
    for text in store.articles.texts(sorted(first, key=lambda each: (first[each].published_at, each))):
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
