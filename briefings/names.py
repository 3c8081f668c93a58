"""Names of companies in what a person types: exact, in any script, as tickers, and mistyped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from briefings.companies import Company, Watchlist, fold_name

MIN_TYPO_LETTERS = 5
"""Shorter names are a letter away from too many words."""
MIN_PLURAL_LETTERS = 3
MIN_LIKENESS = 90
MIN_SHORT_LETTERS = 3
_KINDS = frozenset(
    re.findall(
        r"\w+",
        """auto automobile automotive batteries battery cars co company corp electric energy group holding holdings inc
        industries industry innovation international limited ltd materials mobility motor motors new power robotics
        solution solutions systems tech technologies technology vehicle vehicles""",
    )
)
"""Words of a company's name that people leave out."""
MAX_WORDS = 5
MAX_CHOICES = 3
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['.&+][^\W_\u3400-\u9fff]+)*|[\u3400-\u9fff]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_MAX_CHINESE = 14


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text, `start` to `end` in the normalised text; `typed` where the name was mistyped."""

    company: Company
    start: int
    end: int
    typed: str | None = None
    short: bool = False
    """Whether only the first word of the name, or a ticker's letters, were typed."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """What one name means: a company, or several to choose from, or the nearest ones when nothing fits."""

    company: Company | None = None
    choices: tuple[Company, ...] = ()
    nearest: tuple[Company, ...] = ()


def normalised(text: str) -> str:
    """Text with width and apostrophes made one, its case kept."""
    return re.sub(r"[‘’ʼ`´]", "'", unicodedata.normalize("NFKC", text))


def lookup(name: str, watchlist: Watchlist) -> Lookup:
    """What a person means by a name: exactly this company, one of several, or a mistyped one."""
    wanted = fold_name(name).strip(" ?!.,;:\"'“”")
    if not wanted or len(wanted) > 200:
        return Lookup()
    if exact := _named(wanted, watchlist):
        return Lookup(company=exact)
    shared = [c for c in watchlist if any(_begins(fold_name(other), wanted) for other in c.names)]
    if len(shared) == 1:
        return Lookup(company=shared[0])
    if shared:
        return Lookup(choices=tuple(shared[:10]))
    return Lookup(nearest=_nearest(wanted, watchlist))


def find_mentions(text: str, watchlist: Watchlist, ignored: Collection[str]) -> tuple[Mention, ...]:
    """Every company named in a normalised text, in order; a mistyped name counts where no other reading does."""
    words = list(_WORD.finditer(text))
    found: list[Mention] = []
    free: list[re.Match[str]] = []
    position = 0
    while position < len(words):
        match = words[position]
        if _CHINESE.fullmatch(match[0]):
            found.extend(_in_chinese(match, watchlist))
            position += 1
            continue
        mention, taken = _longest(text, words, position, watchlist, ignored)
        if mention:
            found.append(mention)
        else:
            free.append(match)
        position += taken
    short = list(_shortened(free, watchlist, ignored))
    found.extend(short)
    found.extend(_mistyped([word for word in free if word.start() not in {m.start for m in short}], watchlist, ignored))
    return _without_homonyms(text, tuple(sorted(found, key=lambda mention: mention.start)))


def _longest(
    text: str, words: list[re.Match[str]], position: int, watchlist: Watchlist, ignored: Collection[str]
) -> tuple[Mention | None, int]:
    """The longest name that starts at a word, and how many words it takes."""
    for count in range(min(MAX_WORDS, len(words) - position), 0, -1):
        start, end = words[position].start(), words[position + count - 1].end()
        typed = text[start:end]
        company = _named(fold_name(typed), watchlist)
        if company is None or not _meant(typed, company, ignored):
            continue
        return Mention(company, start, end), count
    return None, 1


def _named(folded: str, watchlist: Watchlist) -> Company | None:
    """The company of this name, also as a possessive, as a plural, or with a dash for a space."""
    for spelling in (folded, folded.removesuffix("'s").removesuffix("'"), folded.replace("-", " ")):
        if company := watchlist.named(spelling):
            return company
    if len(folded) > MIN_PLURAL_LETTERS and folded.endswith("s") and folded.isascii():
        return watchlist.named(folded[:-1])
    return None


def _meant(typed: str, company: Company, ignored: Collection[str]) -> bool:
    """Whether a spelling is the company rather than an everyday word: tickers of letters count in capitals only."""
    folded = fold_name(typed).removesuffix("'s")
    names = {fold_name(name) for name in company.names} | {company.slug}
    if folded not in names and folded.rstrip("s") not in names and folded in map(fold_name, company.tickers):
        numbered = any(letter.isdigit() for letter in typed)  # "2333.hk" is nothing else, in whatever case
        return numbered or (len(typed) > 1 and typed == typed.upper())
    return folded not in ignored or typed == typed.upper()


def _in_chinese(run: re.Match[str], watchlist: Watchlist) -> Iterator[Mention]:
    """Names within a run of Chinese characters, leftmost and longest first."""
    text, position = run[0], 0
    while position < len(text):
        for size in range(min(_MAX_CHINESE, len(text) - position), 1, -1):
            if company := watchlist.named(text[position : position + size]):
                yield Mention(company, run.start() + position, run.start() + position + size)
                position += size
                break
        else:
            position += 1


def _shortened(words: list[re.Match[str]], watchlist: Watchlist, ignored: Collection[str]) -> Iterator[Mention]:
    """Companies by the first word of their name ("Lotus", "Ola") or a ticker without its exchange ("ZK")."""
    known = _short_names(watchlist)
    for match in words:
        typed = fold_name(match[0]).removesuffix("'s")
        companies = known.get(typed, ()) if typed not in ignored else ()
        if match[0].isupper() and len(match[0]) > 1:
            companies = (*companies, *known.get(f"${match[0]}", ()))
        if len({company.slug for company in companies}) == 1:
            yield Mention(companies[0], match.start(), match.end(), short=True)


def _short_names(watchlist: Watchlist) -> dict[str, tuple[Company, ...]]:
    """Who can be meant by the word before "Motors", "Electric", …, and by a ticker's letters."""
    found: dict[str, tuple[Company, ...]] = {}
    for company in watchlist:
        for name in company.names:
            first, _, rest = fold_name(name).partition(" ")
            if len(first) >= MIN_SHORT_LETTERS and first.isascii() and rest and set(rest.split()) <= _KINDS:
                found[first] = (*found.get(first, ()), company)
        for ticker in company.tickers:
            letters, dot, _ = ticker.partition(".")
            if dot and letters.isalpha():
                found[f"${letters.upper()}"] = (*found.get(f"${letters.upper()}", ()), company)
    return found


def _mistyped(words: list[re.Match[str]], watchlist: Watchlist, ignored: Collection[str]) -> Iterator[Mention]:
    """Companies whose names are all but spelt by words that are no others."""
    spelt = {name: company for name, company in watchlist.spelt() if _comparable(name)}
    for match in words:
        typed = fold_name(match[0]).removesuffix("'s")
        if len(typed) < MIN_TYPO_LETTERS or typed in ignored or not typed.isascii() or not typed.isalpha():
            continue
        if company := _all_but(typed, spelt):
            yield Mention(company, match.start(), match.end(), match[0])


def _comparable(name: str) -> bool:
    return len(name) >= MIN_TYPO_LETTERS and name.isascii() and name.replace(" ", "").isalpha()


def _all_but(typed: str, spelt: dict[str, Company]) -> Company | None:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    best = process.extractOne(typed, spelt.keys(), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS - 10)
    if best is None:
        return None
    name, likeness, _ = best
    # Two letters swapped ("xaiomi") count as one slip; the ratio alone would count them as two.
    slipped = OSA.distance(typed, name) == 1 and len(typed) == len(name) > MIN_TYPO_LETTERS
    swapped = slipped and sorted(typed) == sorted(name)
    return spelt[name] if likeness >= MIN_LIKENESS or swapped else None


def _without_homonyms(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions less those that are everyday words in small letters beside a company that is plainly meant."""
    doubtful = {m for m in mentions if _everyday(text[m.start : m.end], m.company)}
    return mentions if len(doubtful) == len(mentions) else tuple(m for m in mentions if m not in doubtful)


def _everyday(typed: str, company: Company) -> bool:
    common = {fold_name(word) for word in company.common_words}
    return typed.isascii() and typed == typed.casefold() and fold_name(typed) in common


def _begins(name: str, wanted: str) -> bool:
    """Whether a name begins with what was typed, at a word's end (anywhere in Chinese)."""
    if not name.startswith(wanted):
        return False
    return not wanted.isascii() or not name[len(wanted) : len(wanted) + 1].isalnum()


def _nearest(wanted: str, watchlist: Watchlist) -> tuple[Company, ...]:
    from rapidfuzz import fuzz, process

    spelt = dict(watchlist.spelt())
    cutoff = 75 if len(wanted) > 4 else 80
    near = process.extract(wanted, spelt.keys(), scorer=fuzz.ratio, limit=12, score_cutoff=cutoff)
    found = {spelt[name].slug: spelt[name] for name, _, _ in near}
    return tuple(found.values())[:MAX_CHOICES]
