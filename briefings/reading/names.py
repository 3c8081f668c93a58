"""Names in a text: companies, the people who speak for them, outlets, official records."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from briefings.companies import Watchlist
from briefings.reading.lexicon import Lexicon

_WORDISH = re.compile(r"[A-Za-zÀ-ɏ0-9_]")
_STRAIGHT = str.maketrans(
    dict.fromkeys("‘’ʼ`´", "'") | dict.fromkeys("“”„«»", '"') | dict.fromkeys("\xa0\u2009\u202f\t\r\x0b\x0c", " ")
)

_ZH_COMMA = re.compile(r"(?<=[\u4e00-\u9fff\"」）)%》])[,:;?!](?=[\u4e00-\u9fff\w\"「《“])")
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}


class Kind(StrEnum):
    """What a name stands for."""

    COMPANY = "company"
    PERSON = "person"
    OUTLET = "outlet"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its place, what it stands for, the name as shown and, where there is one, the company."""

    start: int
    end: int
    kind: Kind
    name: str
    company: str | None = None


def plain(text: str) -> str:
    """The text with quotes, spaces and traditional characters made plain, letter for letter: offsets stay."""
    return _ZH_COMMA.sub(lambda mark: _FULL[mark[0]], text.translate(_letters()))


@cache
def _letters() -> Mapping[int, int | str]:
    """Which letter is read as which: typography, then traditional characters as simplified ones."""
    data = tomllib.loads(files("briefings").joinpath("data/traditional.toml").read_text("utf-8"))["letters"]
    return str.maketrans(data["traditional"], data["simplified"]) | _STRAIGHT


def lowered(text: str) -> str:
    """The text in lower case, letter for letter (a few letters, such as İ, would grow: they stay)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Gazetteer:
    """All known names, found in one pass; built once, then only read."""

    def __init__(self, watchlist: Watchlist, lexicon: Lexicon) -> None:
        self._entries: list[tuple[str, Kind, str, str | None]] = []
        seen: set[str] = set()
        self._lexicon = lexicon
        self._common = {name.lower() for company in watchlist for name in company.common_words}
        for company in watchlist:
            self._add(seen, company.names, Kind.COMPANY, company.name, company.slug)
        for row in lexicon.tables["person"]:
            employer = watchlist.named(row["company"])
            if employer:
                self._add(seen, (row["name"], *row["aka"]), Kind.PERSON, row["name"], employer.slug)
        for table, kind in (("outlet", Kind.OUTLET), ("record", Kind.RECORD)):
            for row in lexicon.tables[table]:
                self._add(seen, (row["name"], *row["aka"]), kind, row["name"], None)
        # All matches, not the longest: "Hyundai Motor Co" must not hide "Hyundai Motor" in "Hyundai Motor confirmed".
        self._automaton = AhoCorasick([lowered(plain(e[0])) for e in self._entries], matchkind=MatchKind.Standard)

    def _add(self, seen: set[str], names: Iterable[str], kind: Kind, shown: str, company: str | None) -> None:
        for name in names:
            key = lowered(plain(name.strip()))
            if len(key) > 1 and key not in seen:
                seen.add(key)
                self._entries.append((name.strip(), kind, shown, company))

    def find(self, text: str, own: Iterable[Mention] = (), doubting: bool = True) -> list[Mention]:
        """The names in a text made `plain`, from left to right; `own` are names learned from the text itself.

        `doubting`: everyday words that are names too count only where the text is about the industry.
        """
        found, others = list(own), set[str]()
        for index, start, end in self._automaton.find_matches_as_indexes(lowered(text), overlapping=True):
            spelt, kind, shown, company = self._entries[index]
            if not _whole(text, start, end) or not _cased(text[start:end], spelt):
                continue
            if self._namesake(text, start, end):
                others.add(text[start:end])
                continue
            found.append(Mention(start, end, kind, shown, company))
        # An everyday Chinese word that once means the everyday thing (millet, apples) means it all through a text.
        found = [m for m in found if text[m.start : m.end] not in others or text[m.start].isascii()]
        found.sort(key=lambda m: (m.start, -m.end))
        kept: list[Mention] = []
        for mention in found:
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return self._in_context(text, kept) if doubting else kept

    def _namesake(self, text: str, start: int, end: int) -> bool:
        """Whether the words around make it something else of the same name ("a Tesla coil")."""
        hit = self._lexicon.find("namesake", text, max(0, start - 20), min(len(text), end + 25))
        while hit is not None:
            if hit.start <= start and end <= hit.end:
                return True
            hit = self._lexicon.find("namesake", text, hit.end, min(len(text), end + 25))
        return False

    def _in_context(self, text: str, mentions: list[Mention]) -> list[Mention]:
        """Everyday words and likely personal names count only where the text is about the industry."""
        doubtful = {m for m in mentions if m.kind is Kind.COMPANY and self._doubtful(text, m)}
        if not doubtful or self._lexicon.has("industry", text):
            return mentions
        return [
            m
            for m in mentions
            if m not in doubtful and (m.kind is not Kind.COMPANY or m.company not in {d.company for d in doubtful})
        ]

    def _doubtful(self, text: str, mention: Mention) -> bool:
        name = text[mention.start : mention.end]
        if name.lower() in self._common:
            return True
        following = re.match(r" [A-Z][a-z]{2,}", text[mention.end : mention.end + 12])
        return following is not None and " " not in name and not name.isupper()


_SECTION = re.compile(r"[（(《“\s].*$")


def outlet_name(outlet: str, lexicon: Lexicon) -> str:
    """A publisher's name for readers of English: 汽车之家 is Autohome; one that we do not know keeps its own."""
    if outlet.isascii():
        return outlet
    plainly = _SECTION.sub("", plain(outlet))
    rows = lexicon.tables["outlet"]
    return next((str(row["name"]) for row in rows if plainly in map(plain, (row["name"], *row["aka"]))), outlet)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a match in Latin letters is a word of its own; Chinese needs no boundary."""
    first, last = text[start], text[end - 1]
    if start and _WORDISH.match(first) and _WORDISH.match(text[start - 1]):
        return False
    return not (end < len(text) and _WORDISH.match(last) and _WORDISH.match(text[end]))


def _cased(found: str, spelt: str) -> bool:
    """Whether a name that begins with a capital is written with one; short all-capital names are so written."""
    if spelt[0].isupper() and found[0].islower():
        return False
    if len(spelt) <= 4 and spelt.isascii() and spelt.isupper():
        return found.isupper() or (len(spelt) > 2 and found == spelt.capitalize())
    return True


_NAME = r"(?P<name>[A-Z][\w'.-]{1,20}(?: (?:de |van |von |al-)?[A-Z][\w'-]{1,20}){1,3})"
_ROLE = (
    r"(?:chief executive(?: officer)?|chief financial officer|chief operating officer|CEO|CFO|COO|CTO|"
    r"chairman|chairwoman|chair|president"
    r"|vice[- ]president|founder|co-founder|head|boss|chief|spokes(?:man|woman|person)|director|manager|"
    r"managing director|executive)"
)
_AFTER = re.compile(rf"(?:'s)?,? (?:(?:and|[A-Za-z-]+) ){{0,5}}?{_ROLE},? {_NAME}")
_APPOSED = re.compile(
    rf"{_NAME}, (?:the |an? )?(?:[A-Za-z'-]+ ){{0,4}}?{_ROLE}(?: [a-z]+){{0,4}} (?:of|at|for|with) (?:the )?$"
)
_HEADED = re.compile(rf"{_NAME}, (?:the )?$")
_HEADS = re.compile(rf"(?:'s)? (?:[A-Za-z-]+ ){{0,3}}?{_ROLE}\b")


def learned_people(text: str, mentions: list[Mention]) -> list[Mention]:
    """Speakers that the article itself introduces ("X chief executive Jane Doe"); afterwards also plain "Doe"."""
    people: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind is Kind.COMPANY:
            name = _introduced(text, mention)
            if name:
                person = Mention(0, 0, Kind.PERSON, name, mention.company)
                people.setdefault(name, person)
                people.setdefault(name.split()[-1], person)
    taken = {m.start for m in mentions}
    found = []
    for name, person in list(people.items())[:60]:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if match.start() not in taken:
                found.append(Mention(match.start(), match.end(), Kind.PERSON, person.name, person.company))
    return found


def _introduced(text: str, company: Mention) -> str | None:
    """The name of somebody whom the words around a company call its own."""
    before, after = text[max(0, company.start - 120) : company.start], text[company.end : company.end + 120]
    match = _AFTER.match(after) or _APPOSED.search(before)
    if match is None and _HEADS.match(after):
        match = _HEADED.search(before)
    return match["name"] if match else None
