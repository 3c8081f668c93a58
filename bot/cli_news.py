"""`ev extract`, `ev ingest`, `ev export`, `ev companies`: news in, claims out."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.ingest import ingest as ingest_article
from bot.records import article_record, case_record
from bot.reviewing import home_workspace
from bot.services import Readers, Services, with_services
from bot.sources import Given, Refused, read_source
from bot.web import Web
from briefings.articles import Article, sample_articles
from briefings.companies import Company, Watchlist, merged, new_company, parse_watchlist, starter_watchlist
from briefings.edtf import parse_day
from briefings.errors import ArticleError, WatchlistError

ALL_REFUSED = 2


def extract(options: argparse.Namespace) -> int:
    """Read articles and print their reports; no store is opened."""
    watchlist = Watchlist(_watchlist_file(options.companies)) if options.companies else starter_watchlist()
    reader = Readers().reader(watchlist)
    read = refused = 0
    for each in read_source(options.file, _given(options), Web()):
        if isinstance(each, Refused):
            refused += 1
            _complain(each)
            continue
        read += 1
        print(json.dumps(article_record(each, reader.read(each), watchlist), ensure_ascii=False))
    return ALL_REFUSED if refused and not read else 0


@with_services
def ingest(options: argparse.Namespace, services: Services) -> int:
    """Read articles into the store; say of each whether it was new, known or refused."""
    if not options.sources and not options.samples:
        raise ArticleError("nothing to read: name a file, a web address, - for standard input, or --samples")
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    counts = {"new": 0, "known": 0, "refused": 0}
    for each in _sources(options, services.web):
        counts[_take(services, each, watchlist, at_publication=options.samples and not options.sources)] += 1
    print(f"{counts['new']} new, {counts['known']} known, {counts['refused']} refused")
    return ALL_REFUSED if counts["refused"] and not counts["new"] + counts["known"] else 0


@with_services
def export(options: argparse.Namespace, services: Services) -> None:
    """Print every claim with its reports."""
    day = parse_day(options.as_of) if options.as_of else services.now().date()
    with services.database.read() as tx:
        workspace_id = home_workspace(tx)
    with services.database.read(workspace_id) as tx:
        watchlist = tx.store.watchlist()
        records = (case_record(case, watchlist) for case in tx.store.all_cases(day))
        if options.format == "csv":
            _print_csv(records)
        else:
            for record in records:
                print(json.dumps(record, ensure_ascii=False))


@with_services
def companies(options: argparse.Namespace, services: Services) -> None:
    """List, add or import companies."""
    if options.verb == "import":
        imported = _watchlist_file(options.file)
        with services.database.begin() as tx:
            after = merged(tx.store.watchlist(), imported)
            tx.store.save_watchlist(after)
        print(f"{len(imported)} companies imported; {len(after)} are followed")
        return
    if options.verb == "add":
        wanted = new_company(options.name, options.aliases)
        with services.database.begin() as tx:
            watchlist = tx.store.watchlist()
            for name in wanted.names:
                holder = watchlist.named(name)
                if holder is not None:
                    raise WatchlistError(f"{name!r} already means {holder.name}; nothing was changed")
            tx.store.save_watchlist(merged(watchlist, [wanted]))
        print(f"{wanted.name} is followed from now on")
        return
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    for company in watchlist:
        parents = [watchlist.name_of(slug) for slug in company.parents]
        if options.json:
            row = {"slug": company.slug, "name": company.name, "aliases": company.aliases, "parents": parents}
            print(json.dumps(row | {"tickers": company.tickers}, ensure_ascii=False))
        else:
            print("\t".join((company.name, ", ".join(company.aliases), ", ".join(parents))))


def _sources(options: argparse.Namespace, web: Web) -> Iterator[Article | Refused]:
    if options.samples:
        yield from sample_articles()
    for source in options.sources:
        yield from read_source(source, _given(options), web)


def _take(services: Services, each: Article | Refused, watchlist: Watchlist, at_publication: bool) -> str:
    if isinstance(each, Refused):
        _complain(each)
        return "refused"
    try:
        stored = ingest_article(services, each, each.published_at if at_publication else None, watchlist)
    except ArticleError as error:
        _complain(Refused(f"article {each.id}", str(error)))
        return "refused"
    return "new" if stored.new else "known"


def _given(options: argparse.Namespace) -> Given:
    return Given(options.outlet, options.published, options.url)


def _watchlist_file(name: str) -> tuple[Company, ...]:
    try:
        text = Path(name).read_text("utf-8-sig")
    except (OSError, ValueError) as error:
        raise WatchlistError(f"cannot read {name!r}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    return parse_watchlist(text, name)


def _complain(refused: Refused) -> None:
    print(f"ev: refused {refused.where}: {refused.why}", file=sys.stderr)


def _print_csv(records: Iterable[dict[str, object]]) -> None:
    """A line a claim; its reports are left out but counted."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    columns = ["claim", "statement", "companies", "topic", "status", "stage", "needs_review", "first_reported"]
    columns += ["updated", "origins", "confirmed_by", "denied_by", "reports"]
    writer.writerow(columns)
    for record in records:
        record["reports"] = len(record["reports"])  # type: ignore[arg-type]
        writer.writerow([_cell(record[column]) for column in columns])


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection"""
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
