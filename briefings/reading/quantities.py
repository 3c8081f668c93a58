"""Amounts: currencies, units and counts; ranges, rates, and the article's own conversions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefings.claims import Quantity
from briefings.reading.lexicon import Lexicon

_MULTIPLE = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "dozen": 12.0,
    "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "億": 1e8, "万亿": 1e12,
}  # fmt: skip
_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
    "两": 2, "一": 1, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
}  # fmt: skip
_SHARES = {
    "half": 50.0, "a half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "one-third": 100 / 3, "two thirds": 200 / 3,
    "two-thirds": 200 / 3, "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "three-quarters": 75.0,
    "a fifth": 20.0, "one fifth": 20.0, "one-fifth": 20.0, "a tenth": 10.0, "one-tenth": 10.0,
}  # fmt: skip
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_MULT = "|".join(sorted(_MULTIPLE, key=len, reverse=True))
_PER_BEFORE = re.compile(
    r"\b(annual|annually|yearly|monthly|daily|a year)\b|(?:年产|年产能|月产|每年|每月|年销量)", re.IGNORECASE
)
_RATE = {
    "a": "",
    "year": "year",
    "annum": "year",
    "annually": "year",
    "annual": "year",
    "yearly": "year",
    "monthly": "month",
}
_PER = re.compile(
    r"\s*(?:(?:units?|vehicles?|cars?) |and [a-z]{3,12} )?(?:(?:a|per|each|every|/)\s?(?P<u>year|annum|"
    r"month|week|day|vehicle|car|unit|share|kWh|ADS|American depositary share)"
    r"|(?P<w>annually|yearly|monthly))\b|/年|每年",
    re.IGNORECASE,
)
_CAPACITY = re.compile(
    r"(?:capacity|output|volume|beyond|maximum|is to be|production)(?: [a-z]+){0,2} $|产能[^，。]{0,6}$", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(?:(?:No|Nos|number|Model|Level|Phase|Tier|Series|Mark)\.?|one in) ?$", re.IGNORECASE)
_SPLIT = re.compile(
    r"(?<![\d.,/:-])(?P<a>\d{2})(?:[/:]|-)(?P<b>\d{2})(?= (?:[a-z]+ )?(?:joint |owned |equity )?"
    r"(?:ventures?|jv|split|ownership)\b)",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|these|both) $", re.IGNORECASE)
_CASUAL = re.compile(r"suppliers?|partners?$", re.IGNORECASE)
_BOARD = re.compile(r"board|observer", re.IGNORECASE)
_OUTPUT = re.compile(r" (?:a|per|each|every) year|[ ,]+(?:annually|yearly)")
_STATED = re.compile(r"\s?[(（]\s?(?:about |around |approximately |roughly |some |约|合|约合)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with its place in the text."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True)
class QuantityReader:
    """Finds the amounts of a text."""

    pattern: re.Pattern[str]
    units: tuple[str, ...]
    currencies: tuple[str, ...]

    @classmethod
    def of(cls, lexicon: Lexicon) -> QuantityReader:
        """A reader for the units of the lexicon."""
        units, currencies = lexicon.tables["unit"], lexicon.tables["currency"]
        before = "|".join(f"(?P<b{n}>{row['before']})" for n, row in enumerate(currencies))
        after = "|".join(f"(?P<a{n}>{row['after']})" for n, row in enumerate(currencies))
        counted = "|".join(f"(?P<u{n}>{row['words']})" for n, row in enumerate(units))
        number = rf"(?P<n>{_FIGURE}|(?<![A-Za-z])(?:{_WORD})(?![A-Za-z]))"
        multiple = rf"(?:[ -]?(?P<m>{_MULT})(?![A-Za-z])(?: of)?)?多?余?"
        range_ = (
            rf"(?:(?:[%％](?=[^.;\n]{{1,6}}?\d[\d.]*\s?(?:[%％]|per ?cent))|\s)?"
            rf"(?P<m1>(?:{_MULT})(?![A-Za-z]))?(?:\s?[-–—~至到]\s?|\s(?:to|and|or)\s)"
            rf"(?:US\$|\$|€|£|RMB ?)?(?P<hi>{_FIGURE}))?"
        )
        small = (
            "(?:and|or|to|of|in|at|on|the|a|is|are|was|were|will|by|for|within|after|before|from|since|than|per|"
            "as|over) "
        )
        adjectives = rf"(?:[ -](?!{small})[A-Za-z][A-Za-z-]{{1,14}}){{0,3}}?"
        tail = rf"(?:[ -]?(?:{after})(?![A-Za-z])|(?:{adjectives}[ -]|[ -]?)(?:{counted})(?![A-Za-z]))"
        of_them = rf"(?: of (?:\S+ ){{1,3}}?(?:{counted.replace('(?P<u', '(?P<v')})(?![A-Za-z]))"
        shares = "|".join(sorted(_SHARES, key=len, reverse=True))
        counting = rf"(?:{before}|(?<![A-Za-z0-9_.,-])){number}{range_}{multiple}(?:{tail}|{of_them})?"
        share = rf"(?<![A-Za-z-])(?<!first )(?<!second )(?<!latter )(?:{shares})(?: of | stake| share)"
        pattern = rf"(?P<share>{share})|{counting}"
        return cls(
            re.compile(pattern, re.IGNORECASE), tuple(r["unit"] for r in units), tuple(r["unit"] for r in currencies)
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
        """The amounts within a span; "10 billion yuan ($1.5 billion)" is one with its stated conversion."""
        last = len(text) if end is None else end
        amounts = list(self._paired(text, list(self._raw(text, start, last))))
        for match in _SPLIT.finditer(text, start, last):
            if int(match["a"]) + int(match["b"]) == 100:
                amounts.extend(Amount(*match.span(side), Quantity(float(match[side]), "%")) for side in ("a", "b"))
        return tuple(amounts)

    def _raw(self, text: str, start: int, end: int) -> Iterator[Amount]:
        for match in self.pattern.finditer(text, start, end):
            if match["share"]:
                share = _SHARES[
                    match["share"].lower().removesuffix(" of ").removesuffix(" stake").removesuffix(" share")
                ]
                yield Amount(match.start(), match.end(), Quantity(share, "%"))
                continue
            unit = self._unit(match)
            if unit is None and "," in match["n"] and _output(text, match):
                unit = "vehicle"
            if (
                unit is None
                or not (_plausible(match, unit) or _board_seat(text, match, unit))
                or (unit == "company" and _KNOWN.search(text, max(0, match.start() - 7), match.start()))
                or _ORDINAL.search(text, max(0, match.start() - 8), match.start())
            ):
                continue
            low, high = _values(match)
            per = _per(text, match.start(), match.end(), end) if unit not in ("%", "year") else None
            yield Amount(match.start(), match.end(), Quantity(low, unit, high, per))

    def _unit(self, match: re.Match[str]) -> str | None:
        groups = match.groupdict()
        for n, unit in enumerate(self.currencies):
            if groups[f"b{n}"] or groups[f"a{n}"]:
                return unit
        return next((unit for n, unit in enumerate(self.units) if groups[f"u{n}"] or groups[f"v{n}"]), None)

    def _paired(self, text: str, amounts: list[Amount]) -> Iterator[Amount]:
        while amounts:
            one = amounts.pop(0)
            if amounts and _STATED.fullmatch(text, one.end, amounts[0].start) and self._converts(one, amounts[0]):
                other = amounts.pop(0)
                stated = (other.quantity.value, other.quantity.unit)
                one = Amount(one.start, other.end, replace(one.quantity, stated=stated))
            yield one

    def _converts(self, one: Amount, other: Amount) -> bool:
        units = {one.quantity.unit, other.quantity.unit}
        return len(units) == 2 and units <= set(self.currencies)


def _output(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number is an output: of a capacity, or so many a year."""
    before = _CAPACITY.search(text, max(0, match.start() - 30), match.start())
    return before is not None or _OUTPUT.match(text, match.end()) is not None


def _board_seat(text: str, match: re.Match[str], unit: str) -> bool:
    """Whether "a seat" is one on a board."""
    return unit == "seat" and _BOARD.search(text, match.start(), match.end() + 16) is not None


def _plausible(match: re.Match[str], unit: str) -> bool:
    """Whether the number counts something: "a car" and "one company" do not."""
    word = match["n"].lower()
    bare = not match["m"] and not match["hi"]
    if word in _WORDS and _CASUAL.search(match[0]):
        return False
    if bare and word in ("a", "an", "one", "一", "hundred"):
        return word == "one" and unit == "seat"
    if word in ("a", "an") and match["m"] and len(match["m"]) == 1:
        return False
    if re.fullmatch(r"(?:19|20)\d\d", word) and bare:
        return (
            unit in ("mm", "m2", "km", "kg", "V")
            or re.fullmatch(r"[\d ]+(?:vehicles|units|cars)", match[0].lower()) is not None
        )
    return not (unit in ("second", "mile") and re.fullmatch(r"\d+(?:s|mi)", match[0]))


def _values(match: re.Match[str]) -> tuple[float, float | None]:
    multiple = _MULTIPLE[match["m"].lower()] if match["m"] else 1.0
    first = _MULTIPLE[match["m1"].lower()] if match["m1"] else multiple
    low = _number(match["n"]) * first
    high = _number(match["hi"]) * multiple if match["hi"] else None
    if high is not None and high <= low:
        high = None
    return round(low, 6), None if high is None else round(high, 6)


def _number(text: str) -> float:
    word = text.lower()
    return float(_WORDS[word]) if word in _WORDS else float(text.replace(",", ""))


def _per(text: str, start: int, end: int, limit: int) -> str | None:
    after = _PER.match(text, end, limit)
    if after:
        word = (after["u"] or after["w"] or "year").lower()
        return _RATE.get(word, "share" if word in ("ads", "american depositary share") else word)
    before = [m[0] for m in _PER_BEFORE.finditer(text, max(0, start - 40), start)]
    if not before:
        return None
    return "month" if "month" in before[-1].lower() or "月" in before[-1] else "year"
