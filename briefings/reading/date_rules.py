"""How news writes dates: the expressions, one for each way, that `dates` gives their meaning."""

from __future__ import annotations

import re

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, 1)} | {name[:3]: n for n, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {"sept": 9}
DAYS = {name: n for n, name in enumerate(_DAY_NAMES)}

_M = "(?P<m>" + "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True)) + r")\.?"
_W = "(?P<w>" + "|".join(DAYS) + ")"
_N = r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_Y = r"(?P<y>(?:19|20)\d\d)"
_YEAR_WORD = (
    r"(?P<yw>(?:this|last|next|the following|the previous|the same|that same|that|the) year(?: after next)?|"
    r"year after next)"
)
_YV, _YX = _YEAR_WORD.replace("yw", "yv"), _YEAR_WORD.replace("yw", "yx")
_PART = r"(?P<p>early|mid|middle of|late|beginning of|start of|end of|end|close of)"
_ART = r"(?:the )?"

RULES: dict[str, str] = {
    "iso": r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)",
    "range": r"(?:between )?(?P<y1>(?:19|20)\d\d)(?: or | and |-|–| to )(?P<y2>(?:19|20)\d\d)",
    "dmy": rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_M},? {_Y}",
    "mdy": (
        rf"{_M} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?:(?P<y>(?:19|20)\d\d)|of {_YEAR_WORD}|"
        rf"{_YV})"
    ),
    "pmy": rf"{_ART}{_PART}[ -]{_M}(?:,? {_Y}|,? (?:of )?{_YEAR_WORD})?",
    "md": rf"{_M} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d,.:%]*\d|\s?(?:%|per|million|billion))",
    "dm": rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_M}",
    "my": rf"{_M},? (?:of )?(?:{_Y}|{_YEAR_WORD})",
    "lm": rf"(?P<rel>last|next|this) {_M}",
    "half": (
        rf"{_ART}(?P<o>first|second|latter|1st|2nd)[ -]half(?: of)? (?:{_Y}|{_YEAR_WORD})|(?P<hy>(?:19|"
        rf"20)\d\d)[ -]?[hH](?P<h>[12])|[hH](?P<h2>[12])[ -](?:of )?(?:(?P<hy2>(?:19|20)\d\d)|{_YV})|"
        rf"(?P<h3>[12])H(?:[ -]?(?P<hy3>(?:20)\d\d))"
    ),
    "quarter": (
        rf"{_ART}(?P<o>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter(?:(?: of)? (?:{_Y}|{_YEAR_WORD}))?|"
        rf"{_ART}(?P<ol>last|final) quarter of (?:(?P<yl>(?:19|20)\d\d)|{_YX})|"
        rf"[qQ](?P<q>[1-4])(?:[ -](?:of )?(?:(?P<qy>(?:19|20)\d\d)|{_YV}))?|"
        rf"(?P<qy2>(?:19|20)\d\d)[ -]?[qQ](?P<q2>[1-4])"
    ),
    "halfbare": rf"{_ART}(?P<o>first|second|latter) half",
    "relq": r"(?P<rel>last|next|this) quarter",
    "py": (
        rf"{_ART}{_PART}[ -](?:{_Y}|{_YEAR_WORD})|(?P<e>year-end|year end|the year ends)|(?P<el>earlier|"
        rf"later) (?P<eu>(?:this|in the) (?:year|month|week)|that year)"
    ),
    "over": rf"(?:(?:over|in|within|during) (?:the )?(?:next|coming)|within) {_N} (?P<u>years?|months?|weeks?)",
    "soon": r"(?:in|over|during|within) (?:the )?(?:coming|next(?: few| couple of)?|next several) (?P<u>weeks|months)",
    "firstn": (
        rf"{_ART}first (?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|\d{{1,2}}) (?P<u>months|quarters)"
        rf"(?: of (?:{_Y}|{_YEAR_WORD}))?"
    ),
    "told": r"(?P<yw>the (?:following|previous|same) year|that (?:same )?year)",
    "ago": rf"{_N} (?P<u>days?|weeks?|months?|years?) (?P<dir>ago|earlier|from now|later)",
    "fixed": r"(?P<k>a fortnight ago|the day before yesterday|the day after tomorrow|last night|tonight|"
    r"this (?:morning|afternoon|evening))",
    "weekend": r"(?:over|at|on) the weekend",
    "end": r"(?P<k>(?:the )?end of (?:the|this) decade)",
    "nth": r"on the (?P<d>\d{1,2})(?:st|nd|rd|th)(?! (?:floor|anniversary|birthday|century|day|place))",
    "inn": rf"in {_N} (?P<u>days?|weeks?|months?|years?)(?P<time>'? time)?",
    "rel": (
        r"(?:(?P<wp>early|the (?:start|beginning) of) )?(?P<rel>last|next|this) "
        r"(?P<u>week|month|year|weekend|spring|summer|autumn|fall|winter)(?: after next)?"
    ),
    "ofnext": r"(?P<rel>last|next|the following) (?P<sp>spring|summer|autumn|winter)",
    "lw": (
        rf"(?:(?P<rel>last|next|this|on|coming|late|early) )?{_W}(?:(?P<part> (?:morning|afternoon|evening|night))|"
        rf" (?:of )?(?P<which>last week|next week|this week))?"
    ),
    "day": r"(?P<k>today|yesterday|tomorrow)",
    "season": rf"{_ART}(?P<s>spring|summer|autumn|fall|winter) (?:of )?(?:{_Y}|{_YEAR_WORD})",
    "m": rf"(?:in|since|until|till|by|from|of|for|during|before|after|as (?:early|soon|late) as) {_M}"
    rf"(?! \d|,? (?:of )?(?:(?:19|20)\d\d|(?:this|last|next|the following|the previous|the same|that same|that|the)"
    r" year))",
    "decade": r"(?P<dd>(?:19|20)\d0)s",
    "y": (
        rf"{_Y}(?!\s?(?:%|per cent|km|kwh|wh|units|vehicles|cars|people|employees|jobs|yuan|euros|dollars|rpm|"
        rf"mm|model|edition|version|series)|[,.]\d|-?\d)"
    ),
}


def _compiled() -> re.Pattern[str]:
    """All rules as one expression; groups are renamed so that each rule keeps its own."""
    parts = [f"(?P<{name}_>{body.replace('(?P<', f'(?P<{name}_')})" for name, body in RULES.items()]
    return re.compile(r"(?<![\w$€£¥.,/-])(?:" + "|".join(parts) + r")(?![\w])", re.IGNORECASE)


PATTERN = _compiled()
