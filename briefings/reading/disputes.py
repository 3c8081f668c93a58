"""Whether a rumour is told that a party's words may answer: then their "no" is a denial of it."""

from __future__ import annotations

import re

from briefings.claims import Stance, Topic
from briefings.reading import targets, topics
from briefings.reading.drafting import Drafts
from briefings.reading.names import Kind
from briefings.reading.page import Page

Span = tuple[int, int]

_NO = re.compile(
    r"\bno such \w+|\bnot exist\b|\bnever (?:come up|been (?:raised|discussed|considered|approached))"
    r"\b|\bno (?:such |current |concrete |immediate )?(?:plans?|talks|discussions?|negotiations?|intent"
    r"ions?|"
    r"contacts?|truth|delays?|agreement|deal|interest)\b"
    r"|\b(?:not|never) (?:\w+ )?(?:in talks|negotiat\w+|consider\w*|planning|true|holding|going to|"
    r"discuss\w*|postponed|delayed|met|agreed|contact\w*|approach\w*)\b|(?:is|are|was|were|am)(?: not|"
    r"n't) (?:\w+ly |now )?"
    r"(?!being|having|doing|making)\w{2,}ing\b|没有|从未|並未|并未|无意|暂无|不存在|未曾|未与|没与|并非",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\bsuch\b|\b(?:this|that) (?:report|claim|story|rumou?r)\b|就此|此事|此类|上述|该传闻", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:claim|report|suggest|said|stat|writ|alleg)\w* otherwise\b|\bcontrary to\b|"
    r"\bdespite (?:\w+ ){0,2}(?:reports?|rumou?rs?|claims?|suggestions?|speculation)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(r" (?:had |has |have )?(?:reported|wrote|written|said|claimed|published|suggested|quoted)\b")
_UNABLE = re.compile(
    r"\b(?:un)?able\b|\b(?:could|can|may|might)(?: not|n't)\b|\bcannot\b|\bno longer\b|\bnot (?:have|"
    r"need) to\b|\byet\b|\buntil\b"
    r"|\bnot (?:only|just|expect)|不再|尚未|未能|无法|不能|不仅|不只",
    re.IGNORECASE,
)
"""What cannot be done, or not yet: news of its own rather than an answer."""
_LIKE = 3
_SOON = 300
"""How far after an answer the rumour may be told that it answers, in characters."""


def negated(page: Page, start: int, end: int) -> bool:
    """Whether words deny plans, talks or acts."""
    return _NO.search(page.text, start, end) is not None


def disputed(page: Page, drafts: Drafts, companies: tuple[str, ...], clause: Span, sentence: Span) -> bool:
    """Whether words may answer a rumour: of the sentence, the headline, or one told before or next of the matter."""
    if page.lexicon.has("story", page.text, *sentence) or page.lexicon.has("hearsay", page.text, *sentence):
        return True
    told = {slug for slug, _ in drafts.rumours}
    if told.intersection(companies) and page.lexicon.has("false", page.text, *clause):
        return True
    if not negated(page, *clause):
        return False
    title = len(page.article.title)
    if (
        page.lexicon.has("hearsay", page.text, 0, title)
        or negated(page, 0, title)
        or _OTHERWISE.search(page.text, *sentence)
        or any(_REPORTED.match(page.text, m.end, sentence[1]) for m in page.named(*sentence, Kind.OUTLET))
    ):
        return True
    about = topics.topic(page, *clause, drafts.theme)
    if len(told & set(companies)) > 1:
        return True
    if any(slug in companies and about in (None, topic) for slug, topic in drafts.rumours):
        return True
    if told.intersection(companies) and _SUCH.search(page.text, *clause):
        return True
    if told.intersection(companies) and _likeness(page, drafts, clause) >= _LIKE:
        return True
    return _told_next(page, companies, about, sentence[1])


def answering(page: Page, drafts: Drafts, companies: tuple[str, ...], clause: Span) -> bool:
    """Whether a "not" looks like an answer: to a rumour told before or right after, or after a denial of its own."""
    if _UNABLE.search(page.text, *clause):
        return False
    last = drafts.found[-1] if drafts.found else None
    if last and last.stance is Stance.DENIES and last.source.company in companies:
        return True
    about = topics.topic(page, *clause, drafts.theme)
    told = any(slug in companies for slug, _ in drafts.rumours)
    return told or _told_next(page, companies, about, clause[1])


def _likeness(page: Page, drafts: Drafts, clause: Span) -> int:
    """How many telling words a clause shares with the rumour of the article that is most like it."""
    ours = _words(page.text[clause[0] : clause[1]])
    return max((len(ours & _words(one.statement)) for one in drafts.found if targets.rumour(one)), default=0)


def _words(text: str) -> set[str]:
    """Long words by their beginnings, and pairs of Chinese characters."""
    latin = {word[:6].lower() for word in re.findall(r"\b[a-z]\w{4,}", text)}
    pairs = {run[at : at + 2] for run in re.findall(r"[\u4e00-\u9fff]+", text) for at in range(len(run) - 1)}
    return latin | pairs


def _told_next(page: Page, companies: tuple[str, ...], about: Topic | None, start: int) -> bool:
    """Whether the rumour is told right after: "The statement came after Bloomberg reported that …"."""
    end = min(len(page.text), start + _SOON)
    cue = page.lexicon.find("hearsay", page.text, start, end) or page.lexicon.find("report", page.text, start, end)
    if cue is None or about is not topics.topic(page, cue.start, end):
        return False
    return not set(companies).isdisjoint(page.companies(start, end))
