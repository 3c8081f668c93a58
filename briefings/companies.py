"""The companies that are followed: names in any script, tickers, parents."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain, count
from typing import Any

from briefings.errors import WatchlistError

MAX_NAME_CHARS = 80
MAX_ALIASES = 40


@dataclass(frozen=True, slots=True)
class Company:
    """A tracked organisation. `parents` holds slugs; a joint venture has several."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    common_words: tuple[str, ...] = ()
    """Those of its names that are everyday words as well ("Ford", "理想"): they need context in running text."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name, then its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Watchlist:
    """All companies that are followed, looked up by slug or by any of their names."""

    companies: tuple[Company, ...]
    _by_slug: Mapping[str, Company] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, Company] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Company] = {}
        for company in self.companies:
            by_name.setdefault(fold_name(company.name), company)
        for company in self.companies:
            for name in (*company.aliases, *company.tickers, company.slug):
                by_name.setdefault(fold_name(name), company)
        object.__setattr__(self, "_by_slug", {company.slug: company for company in self.companies})
        object.__setattr__(self, "_by_name", by_name)

    def __iter__(self) -> Iterator[Company]:
        return iter(self.companies)

    def __len__(self) -> int:
        return len(self.companies)

    def get(self, slug: str) -> Company | None:
        """The company with this slug."""
        return self._by_slug.get(slug)

    def named(self, name: str) -> Company | None:
        """The company that goes by exactly this name, alias, ticker or slug, whatever the case."""
        return self._by_name.get(fold_name(name))

    def name_of(self, slug: str) -> str:
        """The company's name; the slug itself where the company is no longer followed."""
        company = self._by_slug.get(slug)
        return company.name if company else slug

    def spelt(self) -> Iterator[tuple[str, Company]]:
        """Every folded name, alias and ticker with its company: what mistyped names are compared with."""
        return iter(self._by_name.items())

    def children(self, slug: str) -> tuple[Company, ...]:
        """The companies that name this one as a parent."""
        return tuple(company for company in self.companies if slug in company.parents)

    def ancestors(self, slug: str) -> tuple[str, ...]:
        """Slugs of parents, their parents and so on, nearest first; a cycle ends where it closes."""
        found: list[str] = []
        waiting = [slug]
        while waiting:
            company = self._by_slug.get(waiting.pop(0))
            for parent in company.parents if company else ():
                if parent != slug and parent not in found:
                    found.append(parent)
                    waiting.append(parent)
        return tuple(found)

    def related(self, one: str, other: str) -> bool:
        """Whether one is the other, or belongs to it."""
        return one == other or one in self.ancestors(other) or other in self.ancestors(one)


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """A name as it is compared: width, case, apostrophes and spaces made one."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[‘’ʼ`´]", "'", text)).strip()


def slug_of(name: str) -> str:
    """A slug made from a name; names without Latin letters keep their characters."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-") or "company"


def parse_watchlist(text: str, where: str = "watchlist") -> tuple[Company, ...]:
    """Companies of a watchlist file (TOML, `[[company]]`); raises WatchlistError naming the entry."""
    try:
        rows = tomllib.loads(text).get("company", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WatchlistError(f"{where}: not TOML: {str(error)[:120]}") from error
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise WatchlistError(f"{where}: holds no company; each begins with [[company]]")
    drafts = [_draft(row, f"{where}, company {number}") for number, row in enumerate(rows, 1)]
    return _with_parents(drafts, where)


def new_company(name: str, aliases: Iterable[str] = ()) -> Company:
    """A company from what a person typed; raises WatchlistError."""
    return _draft({"name": name, "aliases": [alias for alias in aliases if alias.strip()]}, "the company")


def _draft(row: Mapping[str, Any], where: str) -> Company:
    """A company whose parents are still names."""
    unknown = set(row) - {"name", "aliases", "tickers", "parent", "parents", "slug", "common_words"}
    if unknown:
        raise WatchlistError(f"{where}: unknown key {sorted(unknown)[0]!r}")
    name = row.get("name")
    if not isinstance(name, str) or not name.strip() or not fold_name(name):
        raise WatchlistError(f"{where}: needs a name")
    if not isinstance(row.get("parent", ""), str):
        raise WatchlistError(f"{where} ({name}): parent is a name; give several as parents = [...]")
    parents = _texts(row, "parents", where) + ((row["parent"],) if row.get("parent") else ())
    aliases = _texts(row, "aliases", where)
    if len(aliases) > MAX_ALIASES:
        raise WatchlistError(f"{where} ({name}): more than {MAX_ALIASES} aliases")
    for text in (name, *aliases):
        if len(text) > MAX_NAME_CHARS or not text.strip() or any(unicodedata.category(c) == "Cc" for c in text):
            raise WatchlistError(f"{where}: a name is 1 to {MAX_NAME_CHARS} plain characters")
    slug = row.get("slug") or slug_of(name)
    return Company(
        slug_of(str(slug)),
        " ".join(name.split()),
        tuple(dict.fromkeys(a.strip() for a in aliases)),
        _texts(row, "tickers", where),
        parents,
        _texts(row, "common_words", where),
    )


def _texts(row: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise WatchlistError(f"{where}: {key} is a list of texts")
    return tuple(value)


def _with_parents(drafts: list[Company], where: str) -> tuple[Company, ...]:
    slugs: dict[str, str] = {}
    seen: dict[str, str] = {}
    for draft in drafts:
        if fold_name(draft.name) in slugs or draft.slug in seen:
            raise WatchlistError(f"{where}: {draft.name!r} stands twice")
        slugs[fold_name(draft.name)] = seen[draft.slug] = draft.slug
    known = {fold_name(name): draft.slug for draft in reversed(drafts) for name in draft.names} | slugs
    companies = []
    for draft in drafts:
        missing = [parent for parent in draft.parents if fold_name(parent) not in known]
        if missing:
            raise WatchlistError(f"{where}: {draft.name!r} has the parent {missing[0]!r}, which is not in the list")
        parents = tuple(known[fold_name(parent)] for parent in draft.parents)
        companies.append(Company(draft.slug, draft.name, draft.aliases, draft.tickers, parents, draft.common_words))
    return tuple(companies)


def merged(current: Watchlist, imported: Iterable[Company]) -> Watchlist:
    """The watchlist with the names of `imported` made canonical.

    A company that shares a name or alias with one that is followed is updated and keeps its slug; names are matched
    before aliases. An alias that the import gives to one company is taken from every other.
    """
    incoming = tuple(imported)
    owner = {fold_name(name): new.slug for new in reversed(incoming) for name in new.aliases}
    owner |= {fold_name(new.name): new.slug for new in incoming}
    keeps = _matches(current, incoming)
    slug_for = _slugs(current, incoming, keeps)
    updated: dict[str, Company] = {}
    taken = set(slug_for.values())
    for new in incoming:
        old = keeps.get(new.slug)
        former = old.names if old else ()
        names = [name for name in (*new.aliases, *former) if owner.get(fold_name(name), new.slug) == new.slug]
        aliases = {fold_name(name): name for name in reversed(names) if fold_name(name) != fold_name(new.name)}
        parents = tuple(slug_for[parent] for parent in new.parents) or (old.parents if old else ())
        slug = slug_for[new.slug]
        updated[slug] = Company(
            slug,
            new.name,
            tuple(reversed(aliases.values())),
            new.tickers or (old.tickers if old else ()),
            parents,
            new.common_words or (old.common_words if old else ()),
        )
    rest = {company.slug: _without(company, owner) for company in current if company.slug not in taken}
    order = [company.slug for company in current] + [slug for slug in updated if current.get(slug) is None]
    return Watchlist(tuple({**rest, **updated}[slug] for slug in order))


def _matches(current: Watchlist, incoming: Sequence[Company]) -> dict[str, Company]:
    """Which company of the watchlist each incoming one is, by incoming slug; none is matched twice."""
    by_name = {fold_name(company.name): company for company in current}
    found: dict[str, Company] = {}
    free = {company.slug for company in current}

    def match(new: Company, candidates: Iterable[Company | None]) -> None:
        old = next((each for each in candidates if each and each.slug in free), None)
        if old and new.slug not in found:
            found[new.slug] = old
            free.discard(old.slug)

    for new in incoming:
        match(new, [by_name.get(fold_name(new.name))])
    for new in incoming:
        match(new, [current.named(new.name)])
    for new in incoming:
        match(new, map(current.named, new.aliases))
    return found


def _slugs(current: Watchlist, incoming: Sequence[Company], keeps: Mapping[str, Company]) -> dict[str, str]:
    """The slug that each incoming company will have: its old one, or a free one."""
    slugs = {new: old.slug for new, old in keeps.items()}
    taken = {company.slug for company in current}
    for new in incoming:
        if new.slug not in slugs:
            numbered = (f"{new.slug}-{number}" for number in count(2))
            slugs[new.slug] = next(slug for slug in chain([new.slug], numbered) if slug not in taken)
            taken.add(slugs[new.slug])
    return slugs


def _without(company: Company, owner: Mapping[str, str]) -> Company:
    """A company that is not in the import, without the aliases that the import gives to others."""
    aliases = tuple(alias for alias in company.aliases if fold_name(alias) not in owner)
    return replace(company, aliases=aliases)


def starter_watchlist() -> Watchlist:
    """The companies that a new store follows."""
    return Watchlist(parse_watchlist(files("briefings").joinpath("data/watchlist.toml").read_text("utf-8")))
