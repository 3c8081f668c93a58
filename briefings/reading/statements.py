"""The proposition in one plain sentence: names for pronouns, no frame, no markup."""

from __future__ import annotations

import re

from briefings.reading.page import Page

MAX_STATEMENT = 240
MAX_QUOTE = 300

_SINGLE = re.compile(
    r"^(?:that )?(?:it|he|she|we|the (?:\w+[ -])?(?:company|carmaker|automaker|group|firm|maker|"
    r"manufacturer|startup|brand|giant))\b(?!')",
    re.IGNORECASE,
)
_OWNER = re.compile(r"^(?:its|our|his|her)\b", re.IGNORECASE)
_PLURAL = re.compile(
    r"^(?:they|both(?: \w+)?|the two(?: (?:companies|sides|firms|carmakers|automakers))?|the companies|"
    r"the carmakers|the automakers)\b",
    re.IGNORECASE,
)
_PLURAL_OWNER = re.compile(r"^their\b", re.IGNORECASE)
_ZH_SELF = re.compile(r"^(?:该公司|公司|我们|其|集团)")
_ZH_BOTH = re.compile(r"^(?:双方|雙方|两家公司|兩間公司|两家|二者)")
_SUBJECTLESS = re.compile(
    r"^(?:to|will|would|has|have|had|is|are|was|were|can|could|may|might|plans|aims|wants|expects|"
    r"obtained|employ\w*|runs?|starts?|begins?|creates?|gives?|appoints?|also|not|no longer|never)\b",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^(?:However|But|And|Meanwhile|Separately|Also|Still|Yet|Instead|In addition|Moreover|That|"
    r"Officially)(?:,| (?=\w)) ?(?=\S{2})"
)
_NEGATIONS = (
    (re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|should) (?:not|never)\b(?: yet)?"), r"\1"),
    (re.compile(r"\b(is|are|was|were|has|have|had|would|could|should)n't\b"), r"\1"),
    (re.compile(r"\b(has|have|had|is holding|are holding|there is|there are) no\b"), r"\1"),
    (re.compile(r"\b(?:does|do|did) not |\b(?:does|do|did)n't "), ""),
    (re.compile(r"并没有|并未|没有|从未|未曾"), ""),
    (re.compile(r"并无|暂无"), "有"),
    (re.compile(r"不会"), "会"),
)
_WE = re.compile(r"^we (are|have)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,80}>|[*_`~]{1,3}(?=\w)|(?<=\w)[*_`~]{1,3}")


def statement(page: Page, start: int, end: int, companies: tuple[str, ...]) -> str:
    """The words of a span as a sentence that stands alone."""
    text = " ".join(_MARKUP.sub("", page.text[start:end]).split()).strip(" ,;:\"'“”，；。.、")
    names = [page.watchlist.name_of(slug) for slug in companies]
    if page.chinese(start, end):
        text = _chinese(text, names)
        return _cut(text) + "。"
    text = _named(_CONNECTIVE.sub("", text, count=1), names)
    if text[:1].islower() and text[:2].isalpha():
        text = text[0].upper() + text[1:]
    return _cut(text) + "."


def affirmed(text: str) -> str:
    """The proposition that a denial denies: "Kia is not in talks" is the denial of "Kia is in talks"."""
    for pattern, instead in _NEGATIONS:
        changed, count = pattern.subn(instead, text, count=1)
        if count:
            return changed
    return text


def answer(page: Page, said: str, companies: tuple[str, ...]) -> str:
    """ "Kia declined to comment": the words of an answer after the name of the company that gave it."""
    words = " ".join(_MARKUP.sub("", said).split()).strip(" ,;:\"'，；。.")
    name = page.watchlist.name_of(companies[0])
    if re.search(r"[\u4e00-\u9fff]", words):
        return _cut(f"{name}{words}") + "。"
    return _cut(f"{name} {words}") + "."


def _named(text: str, names: list[str]) -> str:
    if not names:
        return text
    text = _WE.sub(lambda match: f"we {'is' if match[1].lower() == 'are' else 'has'}", text)
    pair = " and ".join(names[:2])
    for pattern, name in ((_PLURAL, pair), (_SINGLE, names[0])):
        if pattern is _SINGLE and re.match(rf"\S+ (?:is|was) .{{0,20}}{re.escape(name)}", text):
            return text
        if pattern.match(text) and not (name in text and pattern is _SINGLE and text.lower().startswith("the ")):
            return name + text[pattern.match(text).end() :]  # type: ignore[union-attr]
    if _OWNER.match(text):
        return _OWNER.sub(lambda _: f"{names[0]}'s", text, count=1)
    if _PLURAL_OWNER.match(text):
        return _PLURAL_OWNER.sub(lambda _: f"{pair}'s", text, count=1)
    if _SUBJECTLESS.match(text):
        return f"{names[0]} {'is ' if text.lower().startswith('to ') else ''}{text[0].lower()}{text[1:]}"
    return text


def _chinese(text: str, names: list[str]) -> str:
    if not names:
        return text
    if _ZH_BOTH.match(text):
        return _ZH_BOTH.sub(lambda _: "与".join(names[:2]), text, count=1)
    return _ZH_SELF.sub(lambda _: names[0], text, count=1)


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
