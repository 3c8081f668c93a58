"""The proposition in one plain sentence that stands alone: names for pronouns, no frame, no markup."""

from __future__ import annotations

import re

from briefings.reading import possessives, statements_zh, subject_names
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.verbs import FINITE

MAX_STATEMENT = 240
MAX_QUOTE = 300

_ONE = (
    r"(?:it|he|she|we|the (?:\w+[ -])?(?:company|carmaker|automaker|group|firm|maker|manufacturer|startup|brand|giant))"
)
_SINGLE = re.compile(rf"^(?:that )?{_ONE}\b(?!')", re.IGNORECASE)
_OWNER = re.compile(r"^(?:its|our|his|her)\b", re.IGNORECASE)
_PLURAL = re.compile(
    r"^(?:they|both(?: (?:companies|sides|firms|carmakers|automakers|parties)|(?= (?:have|are|said|will)))"
    r"|the two(?: (?:companies|sides|firms|carmakers|automakers))?|the companies|the carmakers|the automakers)\b",
    re.IGNORECASE,
)
_PLURAL_OWNER = re.compile(r"^their\b", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"(?:In|On|At|For|By|Since|After|Before|Last|This|Once|Under|With|Internally|Originally|Initially|Earlier|Until|"
    rf"As|There)\b[^,]{{0,70}}?,? (?P<p>{_ONE}|they)(?= (?!is (?:\w+ )?(?:that|clear|expected))[a-z])"
)
_TOLD = re.compile(
    r"^(?:reporters|investors|analysts|journalists|employees|staff|lawmakers|shareholders|customers|media)"
    r"(?: (?:on|in|at|last|this) [^,.]{2,30}?)?(?: that)? (?=the |it |[A-Z]|they |mass |production )",
    re.IGNORECASE,
)
_HEARERS = re.compile(
    r"^(?:the|an?) (?:[\w-]+ ){0,3}?(?:exchange|bourse|(?:news|press|earnings)? ?conference|briefing|court|parliament|"
    r"committee|hearing|newspaper|paper|meeting|agency|broadcaster|channel|audience|event|forum)"
    r"(?: (?:back )?(?:on|in|at|last|this) [^,.]{2,30}?)? that (?=\w)"
    r"|^(?:citing|quoting) [^,]{3,80}, (?:that )?(?=\w)",
    re.IGNORECASE,
)
"""Whom a speaker told it, or whom an outlet cites: what is left of the frame, before what was said."""
_FILLER = re.compile(
    r"^(?:speaking of (?:which|[\w ]{3,30})|(?:the |some )?(?:quick )?background|"
    r"for (?:newer|new) (?:readers|subscribers)|for the record|to recap|(?:a )?(?:quick )?(?:recap|reminder)|"
    r"by the way|in short|in brief|in other words|the upshot|bottom line)(?:: ?|, )(?=(?:\S+ ){3})",
    re.IGNORECASE,
)
"""How a newsletter turns to its readers before it tells something."""
_DUMMY = re.compile(
    r"it (?:\w+ )?(?:helps|seems|looks|appears|depends|turns|follows|remains|means|takes|is for|is up to|"
    r"(?:is|was) (?:not |un)?(?:\w+ )?"
    r"(?:said|likely|possible|clear|expected|thought|known|hoped|planned|time))\b",
    re.IGNORECASE,
)
_SUBJECTLESS = re.compile(
    r"^(?:to|will|would|has|have|had|is|are|was|were|can|could|may|might|plans|aims|wants|expects|"
    r"obtained|employ\w*|receives|gets|pays|sells|buys|holds|keeps|owns|supplies|delivers|takes|"
    r"runs?|starts?|begins?|creates?|gives?|appoints?|makes?|builds?|produces?|also|not|no longer|never)\b",
    re.IGNORECASE,
)
_AGREED = {"to": "is to", "have": "has", "are": "is", "were": "was"} | {
    verb: f"is to {verb}" for verb in ("make", "employ", "run", "start", "begin", "create", "give", "build", "produce")
}
_PURPOSE = re.compile(r"^to \w[^,]{8,150}, (?:(?:the|it|they|an?)\b|(?-i:[A-Z]))", re.IGNORECASE)
_CONNECTIVE = re.compile(
    r"^(?:However|But|And|Or|So(?! far)|Then|Meanwhile|Separately|Also|Still|Yet|Instead|In addition|"
    r"Additionally|Moreover|"
    r"Furthermore|Besides|That|Officially|As a result|In fact|Of course|Adding that|Accordingly|Similarly|Likewise|"
    r"Nevertheless|Nonetheless)(?:,| (?=\w)) ?(?=\S{2})",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r",? (?:however|though|too|as well|it (?:was|is) (?:also )?\w+|(?:it|he|she|they) (?:said|added))$"
    r"|, (?:\w[\w&'.-]* ){1,6}(?:said|announced|reported|writes|wrote)(?: (?:on|in) [A-Z]\w+)?$"
)
_NAMES = 5
_WORDS = 4
_WITHIN = re.compile(r"\w'?[a-z]|\w'")
_MIDWORD = re.compile(r"[\w']{1,12}(?: [^,.;]{0,40}? that|,)? ")
_FRAGMENT = re.compile(
    r"^(?:(?:Citing|Quoting|Of|Which|Who|Whose|Whom|Than|Or|Nor|Including|Such as|As before|As well as|Only on|Because|"
    r"Far|Reporters|To(?! [^,]{8,150}, \w)|s|t|re)\b|\W)"
    r"|\b(?:that|and|or|of|the|an?|to|for|with|by|which|from|at|as|than)\.$|\?|^one of (?:them|the \w+)[;,]"
)
_NEGATIONS = (
    (re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should) (?:not|never)\b(?: yet)?"), r"\1"),
    (re.compile(r"\b(is|are|was|were|has|have|had|would|could|should)n't\b"), r"\1"),
    (re.compile(r"\b(has|have|had|is holding|are holding|there is|there are) no\b"), r"\1"),
    (re.compile(r"\b(?:does|do|did) not |\b(?:does|do|did)n't "), ""),
    (
        re.compile(r"并?没有(?=(?:这|那|该|此|任何|类似|相关)[^，。]{0,4}(?:计划|打算|方案|安排|想法|意向|项目|协议))"),
        "有",
    ),
    (re.compile(r"并没有|并未|没有|从未|未曾"), ""),
    (re.compile(r"并无|暂无"), "有"),
    (re.compile(r"不会"), "会"),
)
_PERSON = re.compile(r"^(?:that )?(?:he|she)\b(?!')", re.IGNORECASE)
_PARTICIPLE = re.compile(r"(?:\w+ly |also |not |already )?(?:been|had|\w+ed|\w+t|\w+en|begun|sold|won|become)\b")
_SUBJECT_BACK = 300
_WE = re.compile(
    r"^we ((?:also|now|still|further|currently|hereby|already|only|always) )?(are|have|do|expect|plan|intend|aim|"
    r"believe|want|continue|remain|see|hope|inform|confirm|anticipate|need|seek|offer|make|build|own|hold|operate|employ|"
    r"develop|produce|sell|use|work|know|regret|reject|refute)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"^(do|have|are|were)(n't| |$)", re.IGNORECASE)
_SINGLE_FORM = {"do": "does", "have": "has", "are": "is", "were": "was"}
_SINGULAR = {"are": "is", "have": "has", "do": "does"}
_MARKUP = re.compile(r"<[^<>]{0,80}>|[*_`~]{1,3}(?=\w)|(?<=\w)[*_`~]{1,3}")


def statement(page: Page, start: int, end: int, companies: tuple[str, ...], person: str | None = None) -> str:
    """The words of a span as a sentence that stands alone; `person` is who "he" or "she" is."""
    chinese = page.chinese(start, end)
    if not chinese and 0 < start < end and _WITHIN.match(page.text, start - 1):
        cut = _MIDWORD.match(page.text, start, end)
        start = cut.end() if cut else start
    text = _plain(page.text[start:end])
    named = bool(page.named(start, end, Kind.COMPANY))
    if chinese:
        names = [statements_zh.name(page, slug) for slug in companies]
        return _cut(statements_zh.standing(text, names, named)) + "。"
    names = [page.watchlist.name_of(slug) for slug in companies]
    text = _FILLER.sub("", _HEARERS.sub("", text, count=1), count=1)
    text = _CONNECTIVE.sub("", _TRAILING.sub("", text), count=1)
    if _SUBJECTLESS.match(text) and not _PURPOSE.match(text):
        text = _with_subject(text, page.text[max(0, start - _SUBJECT_BACK) : start])
    text = _PERSON.sub(lambda _: person, text, count=1) if person else text
    text = _named(text, names)
    if text and names and not named and not any(name.casefold() in text.casefold() for name in names):
        text = possessives.owned(text, names) or _headed(text, names)
    if text[:1].islower() and text[:2].isalpha():
        text = text[0].upper() + text[1:]
    return _cut(text) + "."


def _headed(text: str, names: list[str]) -> str:
    """The sentence after the names of the companies that it is about."""
    return f"{' and '.join(names[:2])}: {text[0].lower() if _opens_plainly(text) else text[0]}{text[1:]}"


def _with_subject(text: str, before: str) -> str:
    """A clause without a subject after the subject of the words before it; a pronoun where that is not plain."""
    subject = subject_names.before(before)
    verb, _, rest = text.partition(" ")
    if subject:
        return f"{subject} {_agreed(verb.lower(), rest)} {rest}"
    return text


def _agreed(verb: str, rest: str) -> str:
    """The verb for one subject; "have" after "will" is no perfect: "would sign and have cars built"."""
    if verb == "have" and not _PARTICIPLE.match(rest):
        return "is to have"
    return _AGREED.get(verb, verb)


def stands(text: str) -> bool:
    """Whether a statement makes sense by itself: a whole sentence, no question, no loose end."""
    if re.search(r"[\u4e00-\u9fff]", text):
        return statements_zh.stands(text)
    body = _body(text)
    return len(body.split()) >= _WORDS and not _FRAGMENT.search(body) and FINITE.search(body) is not None


def _body(text: str) -> str:
    """A statement without the companies put before it."""
    head, _, rest = text.partition(": ")
    return rest if rest and len(head.split()) <= _NAMES else text


def affirmed(text: str) -> str:
    """The proposition that a denial denies: "Kia is not in talks" is the denial of "Kia is in talks"."""
    for pattern, instead in _NEGATIONS:
        changed, count = pattern.subn(instead, text, count=1)
        if count:
            return changed
    return text


def answer(page: Page, said: str, companies: tuple[str, ...], by: str | None = None) -> str:
    """ "Kia declined to comment": the words of an answer after the name of the company, or of whoever else, gave it."""
    words = _HEARERS.sub("", _plain(said), count=1)
    if by:
        return _cut(f"{by}: {words}") + ("。" if re.search(r"[\u4e00-\u9fff]", words) else ".")
    if re.search(r"[\u4e00-\u9fff]", words):
        return _cut(f"{statements_zh.name(page, companies[0])}{words}") + "。"
    return _cut(f"{page.watchlist.name_of(companies[0])} {_of_one(words)}") + "."


def _of_one(words: str) -> str:
    """An answer's verb for one company: "don't have anything to add" of "we" is "doesn't have anything to add"."""
    return _MANY.sub(lambda match: _SINGLE_FORM[match[1].lower()] + match[2], words, count=1)


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split()).strip(" ,;:\"'“”，；。.、")


def _opens_plainly(text: str) -> bool:
    """Whether a sentence begins with an everyday word, which is small after a colon."""
    return (
        re.match(r"(?:The|A|An|This|That|These|Those|There|In|On|At|By|Under|For|All|Both|Any|No|Some)\b", text)
        is not None
    )


def _named(text: str, names: list[str]) -> str:
    """The sentence with its subject named, where that is a pronoun or missing."""
    if not names:
        return text
    text = _TOLD.sub("", text, count=1)
    if _DUMMY.match(text) or subject_names.impersonal(text):
        return text
    text = _WE.sub(lambda match: f"we {match[1] or ''}{_SINGULAR.get(match[2].lower(), f'{match[2]}s')}", text)
    pair = " and ".join(names[:2])
    first = next((name for name in names if name not in text), names[0])
    plural, single = _PLURAL.match(text), _SINGLE.match(text)
    if plural:
        return pair + text[plural.end() :]
    if single and not text.lower().startswith("we ") and not subject_names.acts(text[single.end() :]):
        return text
    if single:
        same = re.match(rf"\S+ (?:is|was) .{{0,20}}{re.escape(names[0])}", text)
        clear = names[0] in text and text.lower().startswith("the ")
        return text if same or clear or first in text else first + text[single.end() :]
    if _OWNER.match(text):
        return _OWNER.sub(lambda _: f"{names[0]}'s", text, count=1)
    if _PLURAL_OWNER.match(text):
        return _PLURAL_OWNER.sub(lambda _: f"{pair}'s", text, count=1)
    if _SUBJECTLESS.match(text) and not _PURPOSE.match(text):
        verb, _, rest = text.partition(" ")
        subject = first if subject_names.acts(f" {text}") else "it"
        return f"{subject} {_agreed(verb.lower(), rest)} {rest}"
    within = _LEAD_IN.match(text)
    if within and first not in text and subject_names.acts(text[within.end("p") :]):
        return text[: within.start("p")] + (pair if within["p"] == "they" else first) + text[within.end("p") :]
    return text


def _cut(text: str) -> str:
    """At most MAX_STATEMENT characters, cut at a word."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    if len(text) <= MAX_STATEMENT:
        return text
    cut = text.rfind(" ", MAX_STATEMENT // 2, MAX_STATEMENT)
    return text[: cut if cut > 0 else MAX_STATEMENT].rstrip(" ,;") + " …"


def quote(page: Page, start: int, end: int, focus: tuple[int, int]) -> tuple[int, int]:
    """The span to quote: the sentence, or where it is too long the part around the assertion."""
    if end - start <= MAX_QUOTE:
        return start, end
    first, last = focus
    if last - first > MAX_QUOTE:
        cut = page.text.rfind(" ", first + MAX_QUOTE // 2, first + MAX_QUOTE)
        return first, cut if cut > 0 else first + MAX_QUOTE
    return first, last
