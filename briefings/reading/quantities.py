"""Amounts: currencies, units and counts; ranges, rates, and the article's own conversions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from briefings.claims import Quantity
from briefings.reading import bare_numbers, numerals, shares
from briefings.reading.lexicon import Lexicon

_MULTIPLE = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "trillion": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "dozen": 12.0,
    "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4,
    "百万": 1e6, "百萬": 1e6, "千万": 1e7, "千萬": 1e7, "亿": 1e8, "億": 1e8,
    "万亿": 1e12, "萬億": 1e12, "兆": 1e12,
}  # fmt: skip
_APART = r"(?:(?<=[^\x00-\x7f])|(?![A-Za-z]))"
"""A Latin unit ends with its word; a Chinese one may be followed by letters (4亿美元A轮)."""
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
    r"(?:capacity|output|volume|beyond|maximum|is to be|production)(?: [a-z]+){0,3} $|产能[^，。]{0,6}$", re.IGNORECASE
)
_CHANGED = re.compile(r" to |[至到]")
"""What falls is told as two amounts: "from 2,500 to 1,700 jobs"."""
_ORDINAL = re.compile(r"\b(?:(?:No|Nos|number|Model|Level|Phase|Tier|Series|Mark)\.?|one in) ?$", re.IGNORECASE)
_SPLIT = re.compile(
    r"(?<![\d.,/:-])(?P<a>\d{2})(?:[/:]|-)(?P<b>\d{2})(?:(?= (?:[a-z]+ )?(?:joint |owned |equity )?"
    r"(?:ventures?|jv|split|ownership|compan(?:y|ies)|firm|partners?|partnership|alliance|basis|terms|shareholding)\b)"
    r"|(?<=(?:split |owned )[\d:/-]{5})(?!\d)|(?=的?(?:股|合资|出资|持股|比例)))",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|these|both) $", re.IGNORECASE)
_CASUAL = re.compile(r"suppliers?|partners?$", re.IGNORECASE)
_BOARD = re.compile(r"board|observer", re.IGNORECASE)
_STANDING = ("%", "year", "employee", "store", "plant", "seat", "company", "patent", "phase", "times", "market", "acre")
"""What is there once, not so many a year."""
_OUTPUT = re.compile(r" (?:a|per|each|every) year|[ ,]+(?:annually|yearly)")
_STATED = re.compile(r"(?:\s?[(（]\s?|,? equivalent to )(?:about |around |approximately |roughly |some |约|合|约合)?")


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
        number = rf"(?P<n>{numerals.NUMBER})"
        multiple = rf"(?:[ -]?(?P<m>{_MULT})(?![A-Za-z]|(?<=千)[瓦克米])(?: of)?)?[多余餘来來]?"
        range_ = (
            rf"(?:(?:[%％](?=[^.;\n]{{1,6}}?\d[\d.]*\s?(?:[%％]|per ?cent))|\s)?"
            rf"(?P<m1>(?:{_MULT})(?![A-Za-z]))?(?:\s?[-–—~至到]\s?|\s(?:to|and|or)\s)"
            rf"(?:US\$|\$|€|£|RMB ?)?(?P<hi>{numerals.FIGURE}))?"
        )
        small = (
            "(?:and|or|to|of|in|at|on|the|a|is|are|was|were|will|by|for|within|after|before|from|since|than|per|"
            "as|over) "
        )
        numbered = r"(?-i:[A-Z])[A-Za-z-]{1,14} \d{1,2}(?= (?!per)[a-z])"  # "Ioniq 5 cars"
        both = "direct and indirect"
        adjectives = rf"(?:[ -](?!{small})(?:{numbered}|{both}|[A-Za-z][A-Za-z-]{{1,14}})){{0,3}}?"
        tail = rf"(?:[ -]?(?:{after}){_APART}|(?:{adjectives}[ -]|[ -]?)(?:{counted}){_APART})"
        of_them = rf"(?: of (?:\S+ ){{1,3}}?(?:{counted.replace('(?P<u', '(?P<v')}){_APART})"
        counting = rf"(?:{before}|(?<![A-Za-z0-9_.,-])){number}{range_}{multiple}(?:{tail}|{of_them})?"
        return cls(
            re.compile(counting, re.IGNORECASE), tuple(r["unit"] for r in units), tuple(r["unit"] for r in currencies)
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
        """The amounts within a span; "10 billion yuan ($1.5 billion)" is one with its stated conversion."""
        last = len(text) if end is None else end
        amounts = list(self._paired(text, list(self._raw(text, start, last))))
        parts = [Amount(at, to, Quantity(share, "%")) for at, to, share in shares.find(text, start, last)]
        parts.extend(_split(text, start, last))
        amounts = [one for one in amounts if not any(part.start <= one.start < part.end for part in parts)]
        amounts.extend((*parts, *_lasting(text, start, last)))
        named = [(one.start, one.end, one.quantity.unit) for one in amounts]
        bare = bare_numbers.find(text, start, last, named)
        amounts.extend(Amount(at, to, Quantity(_exact(number), unit)) for at, to, number, unit in bare)
        return tuple(amounts)

    def _raw(self, text: str, start: int, end: int) -> Iterator[Amount]:
        for match in self.pattern.finditer(text, start, end):
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
            per = _per(text, match.start(), match.end(), end) if unit not in _STANDING else None
            yield Amount(match.start(), match.end(), Quantity(low, unit, high, per))
            if match["hi"] and high is None and _CHANGED.search(text, match.end("n"), match.start("hi")):
                yield Amount(match.start("hi"), match.end(), Quantity(_upper(match), unit, None, per))

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


def _split(text: str, start: int, end: int) -> Iterator[Amount]:
    """Both shares of a venture: "a 60:40 company"."""
    for match in _SPLIT.finditer(text, start, end):
        if int(match["a"]) + int(match["b"]) == 100:
            yield from (Amount(*match.span(side), Quantity(float(match[side]), "%")) for side in ("a", "b"))


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
    if word in numerals.WORDS and _CASUAL.search(match[0]):
        return False
    if word == "both":
        return bare and unit in _PAIRED
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


_PAIRED = ("vehicle", "model", "plant", "battery", "line")
"""What "both" counts; "both companies" are only meant again."""
_UNITS_OF_TIME = {"年": "year", "个月": "month", "周": "week"}
_LASTING = re.compile(
    rf"(?<![A-Za-z0-9_.,-])(?P<n>\d{{1,3}}|{numerals.WORD})(?:(?: to | or |-)(?P<hi>\d{{1,3}}|{numerals.WORD}))?"
    r"[ -](?P<u>year|month|week)s?\b|(?P<zn>\d{1,2}|[一二两三四五六七八九十])(?P<zu>年|个月|周)",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?:\b(?:for|over|lasting|spanning|runs?|pause of|term of|by|amounts? to|delay of|"
    r"minimum|another|a further|gap of|period of|halt of|warranty of)"
    r"(?: at least| about| around| up to)?|为期|期限)\s?$"
)
_NOT_LASTING = re.compile(r"[ -](?:ago|earlier|later|before|after|old|from now|running)\b|[以之]?[前后来]|老")
_TERM = re.compile(
    r"(?:[\s-][a-z]+){0,2}[\s-](?:contract|agreement|deal|term|lease|pact|plan|pause|break|shutdown|extension|delay|"
    r"setback|postponement|halt|suspension|moratorium|period|warranty|option|subscription|waiting list)"
    r"|期?(?:合同|协议|租约|合作)"
)


def _lasting(text: str, start: int, end: int) -> Iterator[Amount]:
    """How long something lasts: "for six weeks", "a five-year contract", 为期三年; no dates."""
    for match in _LASTING.finditer(text, start, end):
        named = _TERM.match(text, match.end()) or _FOR.search(text, max(start, match.start() - 24), match.start())
        number = (match["n"] or match["zn"]).lower()
        if not named or number in ("a", "an", "hundred") or _NOT_LASTING.match(text, match.end()):
            continue
        unit = match["u"].lower() if match["u"] else _UNITS_OF_TIME[match["zu"]]
        high = numerals.value(match["hi"]) if match["hi"] else None
        yield Amount(match.start(), match.end(), Quantity(numerals.value(number), unit, high))


def _values(match: re.Match[str]) -> tuple[float, float | None]:
    multiple = _MULTIPLE[match["m"].lower()] if match["m"] else 1.0
    first = _MULTIPLE[match["m1"].lower()] if match["m1"] else multiple
    low = _exact(numerals.value(match["n"]) * first)
    high = _upper(match) if match["hi"] else None
    if high is not None and high <= low:
        high = None
    return low, high


def _upper(match: re.Match[str]) -> float:
    """The second number of two."""
    return _exact(numerals.value(match["hi"]) * (_MULTIPLE[match["m"].lower()] if match["m"] else 1.0))


def _exact(number: float) -> float:
    """Without the dust of a multiplication: 8.3 billion is no 8300000000.000001."""
    return round(number, 6 if number < 1e6 else 2)


def _per(text: str, start: int, end: int, limit: int) -> str | None:
    after = _PER.match(text, end, limit)
    if after:
        word = (after["u"] or after["w"] or "year").lower()
        return _RATE.get(word, "share" if word in ("ads", "american depositary share") else word)
    before = [m[0] for m in _PER_BEFORE.finditer(text, max(0, start - 40), start)]
    if not before:
        return None
    return "month" if "month" in before[-1].lower() or "月" in before[-1] else "year"
