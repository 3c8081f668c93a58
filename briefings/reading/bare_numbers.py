"""Numbers without a unit of their own: they count what the amount before them, or the words around them, count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefings.reading import numerals

Found = tuple[int, int, float, str]
Named = tuple[int, int, str]
"""Start, end and unit of an amount."""

_ABOUT = (
    r"(?:(?:about|around|roughly|nearly|some|just|only|almost|over|more than|under|fewer than|up to|at least|"
    r"close to|as many as) ){0,2}"
)
_THOUSANDS = r"\d{1,3}(?:,\d{3}){1,2}(?![\d,]*\d|\.\d)"
_MULTIPLES = {
    "million": 1e6, "billion": 1e9, "trillion": 1e12, "lakh": 1e5, "crore": 1e7, "bn": 1e9, "mn": 1e6, "万": 1e4,
    "亿": 1e8, "萬": 1e4, "億": 1e8,
}  # fmt: skip
_OF = re.compile(r" of (?:(?:its|the|their|our|some|about) )?(?:[\w-]{1,20}'s )?$")
_OF_THEM = re.compile(
    r"\b(?P<n>\d{1,3}(?:,\d{3}){0,2}) of (?:them|these|those|which)\b"
    r"| of (?:its|their|our|(?:the )?[\w-]{1,20}'s) (?P<of>\d{1,5}) [a-z]{4,}",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:against|versus|vs\.?|compared (?:with|to)|out of|from|to|than|of|and|or|target|which|logged|took|the) "
    rf"{_ABOUT}(?P<n>{_THOUSANDS})(?![ -]?(?:%|per ?cent|k|m|bn|mn|million|billion|trillion|crore)\b)",
    re.IGNORECASE,
)
_MULTIPLIED = re.compile(
    r"\b(?:to|from|after|against|than|versus|and|or|of|by|for) "
    rf"{_ABOUT}(?P<n>\d{{1,4}}(?:\.\d{{1,3}})?) ?(?P<m>million|billion|trillion|lakh|crore|bn|mn)"
    r"(?= (?:a year|the year|last|this|in|by|from|before|earlier|at|over)\b|[,.;)]|$)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\bfrom {_ABOUT}(?P<n>{numerals.FIGURE})(?= to {_ABOUT}(?:US\$|[$€£])?\d)(?! to \d{{1,2}} [A-Z])", re.IGNORECASE
)
"""The first number of a change: "from 35 to about 20 GWh"."""
_SOLD = re.compile(
    r"\b(?:sales|sold|sell|deliver\w*|registr\w*|registered|exports?|exported|shipments|orders)\b", re.IGNORECASE
)
_COUNTS_CARS = re.compile(
    r"\b(?:(?:pre-?)?orders|(?:pre-?)?sales|deliveries|registrations|bookings|reservations|exports|shipments|output|"
    r"order|production) (?:[a-z]+ ){0,3}?(?:past|passed|topped|exceed(?:ed|s|ing)?|reach(?:ed|es|ing)?|hit|hitting|"
    r"stood at|totall?ed|above|beyond|for|of|was|were|came to|crossed|surpassed|rose to|fell to|climbed to) "
    rf"{_ABOUT}(?P<n>{_THOUSANDS})"
    r"(?! ?(?:[$€£%]|per ?cent|euros?|yuan|dollars?|won|yen|rupees|shares|tonnes|tons|kWh|GWh|MWh|people|"
    r"batter|pack|cells|customers|engines|[a-z]+ (?:shares|tonnes|packs|cells|customers))\b)"
    r"|(?:订单|大定|小订|预订|销量|交付量?|锁单|產量|产量|訂單|銷量|出口)"
    r"(?:已|量|数|约|突|累计|超|破|达|到|至|逾|为|近|[0-9一二]{1,2}天内){0,4}"
    r"(?P<zh>\d{1,3}(?:\.\d{1,3})?(?=万)|\d{1,3}(?:,\d{3}){1,2}(?!\d)|\d{3,6}(?=[个個份]))"
    r"(?P<zm>万)?(?![元股吨千欧美港日人年月%0-9])",
    re.IGNORECASE,
)
_NAMED_CARS = re.compile(
    r"\b(?i:sell|sells|sold|build|builds|built|buy|buys|bought|order|orders|ordered|deliver|delivers|delivered|make|"
    r"makes|made|supply|supplies|supplied|recall|recalls|recalled|ship|shipped|batch|fleet|stop|lease|leased) "
    rf"(?i:(?:of|at|out|to|may be|will be|is|for|by|another|a further) ){{0,2}}(?i:{_ABOUT})(?P<n>{_THOUSANDS}) "
    r"(?:[A-Z][\w.-]{1,14} ){0,2}(?!Americ|German|Europ|Korean|Indian|Brit|Russian|Mexic|Italian|Brazil|Canad|Series)"
    r"(?:[A-Z][A-Za-z]{1,12}s|[A-Z][\w-]{0,6}\ds)\b"
    r"(?! (?i:shares|workers|employees|customers|people))"
)
"""Cars by the name of the model in the plural: "sold 4,200 Taycans"."""
_STAFF = re.compile(
    r"\b(?:team|workforce|staff|headcount|payroll|crew) (?:[a-z]+ ){0,2}?(?:of|to|at|by|from|exceeds|exceeding|numbers|"
    rf"numbering) {_ABOUT}(?P<n>\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{2,5}})"
    r"(?![\d,.]*\d| ?(?:%|per ?cent|years?|million|billion)\b)",
    re.IGNORECASE,
)
_NOUN_TO = re.compile(
    r"\b(?:(?P<staff>engineers|workers|jobs|employees|staff|positions|technicians)|"
    r"(?P<cars>cars|vehicles|units|trucks|vans|buses)|(?P<shops>stores|showrooms|dealers|dealerships|outlets))"
    r"(?: (?:on|in|at|there|here|abroad|worldwide|globally|site|[A-Z][a-z]+)){0,3} (?:to|by) "
    rf"{_ABOUT}(?P<n>{_THOUSANDS}|\d{{2,4}})"
    r"(?=[,.;]| (?:by|from|in|within|over|at|this|next|a year|per year|and)\b)(?! (?:from|in) [A-Z][a-z]+ \d)",
    re.IGNORECASE,
)
"""What a change leaves of what it counts: "cut its engineers on site to fewer than 50"."""
_NOUNS = {"staff": "employee", "cars": "vehicle", "shops": "store"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY_ZH = re.compile(
    r"(?:亏损|净亏|融资|投资|估值|市值|营收|收入|净利润?|耗资|出资|注资|增资|负债|补贴|成交额|金额)"
    r"(?:额|约|近|超|逾|达|为|了|已|共|合计|累计|至少|高达|超过|接近|不低于){0,3}"
    r"(?P<n>\d{1,5}(?:\.\d{1,4})?)(?P<m>万|亿)(?=[，。；、）)的以左]|$)"
    r"|(?:起?售价|定价|指导价|预售价|起步价|价格)(?:区间|仅|约|为|是|从|在|降至|下探至|低至){0,2}"
    r"(?P<price>\d{1,3}(?:\.\d{1,4})?)(?P<pm>万)(?=起|[，。；、）)以左]|$)"
)
"""Money without its unit: 亏损58亿, 售价21.59万起; yuan, or what the amount before it is in."""
_UNCOUNTED = ("%", "year", "month", "week", "share", "km", "kWh", "GWh", "kW", "m2", "minute", "hour", "second")
_MONEY_OR_CARS = re.compile(r"[A-Z]{3}|vehicle|battery|employee|tonne|share")
_CURRENCY = re.compile(r"[A-Z]{3}")
_REACH = 90


def find(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[Found]:
    """Start, end, number and unit of the bare numbers within a span that stand near the amounts named there."""
    seen: set[int] = set()
    for found in (
        *_worded(text, start, end, named),
        *_multiplied(text, start, end, named),
        *_unnamed(text, start, end, named),
        *_moneyed(text, start, end, named),
    ):
        if found[0] not in seen:
            seen.add(found[0])
            yield found


def _worded(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[Found]:
    """What the words before or after the number say that it counts."""
    for match in _NOUN_TO.finditer(text, start, end):
        if not _within(named, *match.span("n")) and not _YEAR.fullmatch(match["n"]):
            yield (
                *match.span("n"),
                numerals.value(match["n"]),
                next(unit for kind, unit in _NOUNS.items() if match[kind]),
            )
    for pattern, unit in ((_COUNTS_CARS, "vehicle"), (_NAMED_CARS, "vehicle"), (_STAFF, "employee")):
        for match in pattern.finditer(text, start, end):
            chinese = "zh" in pattern.groupindex and match["zh"]
            at, to = match.span("zh") if chinese else match.span("n")
            if not _within(named, at, to):
                yield (
                    at,
                    to,
                    numerals.value(text[at:to]) * (_MULTIPLES[match["zm"]] if chinese and match["zm"] else 1),
                    unit,
                )


def _multiplied(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[Found]:
    """Of what went before ("after 8.3 billion the year before"), or of what comes next ("from 35 to 20 GWh")."""
    for match in _MULTIPLIED.finditer(text, start, end):
        at, to = match.span("n")
        before = [one for one in named if one[1] <= at and _MONEY_OR_CARS.fullmatch(one[2])]
        near = max(before, key=lambda one: one[1], default=None)
        if near is not None and at - near[1] < _REACH and not _within(named, at, to):
            yield at, to, numerals.value(match["n"]) * _MULTIPLES[match["m"].lower()], near[2]
    for match in _UNTIL.finditer(text, start, end):
        at, to = match.span("n")
        after = next((one for one in named if 0 <= one[0] - to <= 30), None)
        if after is not None and not _within(named, at, to):
            yield at, to, numerals.value(match["n"]), after[2]


def _moneyed(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[Found]:
    """Chinese sums that are known for money by the word before them."""
    for match in _MONEY_ZH.finditer(text, start, end):
        number, multiple = ("n", "m") if match["n"] else ("price", "pm")
        at, to = match.start(number), match.end(multiple)
        before = [one for one in named if one[1] <= at and _CURRENCY.fullmatch(one[2])]
        near = max(before, key=lambda one: one[1], default=None)
        unit = near[2] if near is not None and at - near[1] < _REACH else "CNY"
        if not _within(named, at, to):
            yield at, to, float(match[number]) * _MULTIPLES[match[multiple]], unit


def _unnamed(text: str, start: int, end: int, named: Sequence[Named]) -> Iterator[Found]:
    """Bare numbers that count what the number before them counts: "sold 1,740 cars, against 3,400 a year earlier"."""
    spans = [match.span("n") for match in _BARE.finditer(text, start, end)]
    spans += [match.span("n" if match["n"] else "of") for match in _OF_THEM.finditer(text, start, end)]
    for at, last in spans:
        around = next((one for one in named if one[0] < last and at < one[1]), None)
        if around is not None and (around[0] == at or not _OF.search(text, max(0, at - 36), at)):
            continue  # but the second number of "700 of 1,500 positions" is one of its own
        before = [one for one in named if one[1] <= at and one[2] not in _UNCOUNTED]
        near = around or max(before, key=lambda one: one[1], default=None)
        if near is not None and at - near[1] < _REACH:
            yield at, last, numerals.value(text[at:last]), near[2]
        elif _SOLD.search(text, max(start, at - _REACH), at):
            yield at, last, numerals.value(text[at:last]), "vehicle"


def _within(named: Sequence[Named], at: int, to: int) -> bool:
    """Whether the number is part of an amount already."""
    return any(one[0] < to and at < one[1] for one in named)
