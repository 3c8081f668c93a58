"""What a person asks: the companies, the topic, the kind of answer and the time that a question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from briefings.claims import Status, Topic
from briefings.companies import Watchlist
from briefings.known_by import KnownBy, find_known
from briefings.names import Lookup, Mention, find_mentions, lookup, normalised
from briefings.periods import find_period, shift
from briefings.vocabulary import SCRIPTS, Intent, Vocabulary, pattern, vocabulary

__all__ = ["Intent", "Lookup", "Question", "lookup", "parse", "vocabulary"]

MAX_CHARS = 500
"""What is read of a question; nobody has asked a longer one on purpose."""
MAX_TERMS = 12
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:['.-][^\W_\u3400-\u9fff]+)*|[\u3400-\u9fff]+")
_MODEL = re.compile(r"(?=[^\W\d_]*\d)(?=.*[^\W\d_])\w{2,8}", re.ASCII)
_OF_STATUS = frozenset(
    ("confirm", "confirmed", "deny", "denied", "official", "officially", "rumour", "rumours", "rumor")
)
_OF_STATUS_CHINESE = ("确认", "证实", "否认", "辟谣", "官宣", "传闻", "传言", "谣言", "属实")
"""Words that ask how things stand, and are no part of what is asked about."""
_REPLIES_CHINESE = ("回应", "回复", "表态")
_Kind = TypeVar("_Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `companies` holds slugs; `terms` the words left for the search.

    `required` holds what an answer must be about (places, models, names that are not followed), each as its possible
    spellings. `guessed` pairs a mistyped name with the company that it was taken for.
    """

    text: str
    companies: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    intent: Intent = Intent.STATUS
    statuses: frozenset[Status] = frozenset()
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    terms: tuple[str, ...] = ()
    words: str = ""
    """What it says beside the names, the dates and the words of asking: its subject, for comparison."""
    required: tuple[tuple[str, ...], ...] = ()
    models: tuple[tuple[str, ...], ...] = ()
    """The models and brands it names of a company that is known: an answer is better, but not only right, with them."""
    guessed: tuple[tuple[str, str], ...] = ()
    short: tuple[tuple[str, str], ...] = ()
    """Companies with the one word by which they were named, where that is not the whole name."""
    advice: bool = False
    opinion: bool = False
    """Whether it asks for a forecast, an opinion or something to be written."""
    polar: bool = False
    """Whether it wants a yes or a no."""
    recent: bool = False
    """Whether it asks how things stand now."""
    follows: bool = False
    asked_on: date | None = None
    """The day as of which it is answered."""
    context: str = ""
    """The subject of the question before it in the thread, where that goes on."""
    around: tuple[str, ...] = ()
    """The companies that the thread was about, where this question names others, or none."""

    @property
    def wants_fact(self) -> bool:
        """Whether it asks when, where, who or how much, and so takes for granted that something is so."""
        return not self.polar and self.intent in (Intent.WHEN, Intent.WHERE, Intent.HOW_MUCH, Intent.STATUS)

    @property
    def of_the_thread(self) -> bool:
        """Whether it only asks how somebody else stands to what its thread is about: "did BYD confirm it?"."""
        says_nothing = not (self.words or self.topics or self.unknown)
        return (
            self.follows
            and bool(self.around)
            and says_nothing
            and (bool(self.statuses) or self.intent is Intent.RESPONSE)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the question names nothing to look for."""
        return not (self.companies or self.topics or self.terms or self.unknown)


def parse(text: str, watchlist: Watchlist, previous: Question | None = None, *, today: date) -> Question:
    """The question that a text asks; one that follows another keeps the companies and topics it does not name."""
    words = vocabulary()
    cleaned = re.sub(r"<[@#!][^>]*>|(?<!\S)@\w+", " ", normalised(text[:MAX_CHARS])).strip()
    cleaned = SCRIPTS.sub(" ", cleaned)
    small = cleaned.casefold()
    mentions = find_mentions(cleaned, watchlist, words.everyday)
    known = find_known(cleaned, watchlist)
    period = find_period(cleaned, today)
    bare = find_period(_blanked(cleaned, mentions), today).rest
    topics = _matching(words.topics, bare.casefold())
    names = [name.casefold() for each in known for name in each.names]
    unknown = tuple(name for name in _unknown_names(bare, words) if name.casefold() not in names)
    companies = tuple(dict.fromkeys((*(m.company.slug for m in mentions), *(each.slug for each in known))))
    models = _models(bare, known)
    question = Question(
        text=text[:MAX_CHARS].strip(),
        companies=companies,
        unknown=unknown,
        topics=topics,
        intent=_intent(small, words),
        statuses=frozenset(_matching(words.statuses, small)),
        since=period.since,
        until=period.until,
        as_of=period.as_of,
        terms=(*_terms(bare.casefold(), words), *names),
        words=" ".join((_subject(bare.casefold(), words), *(each.names[0].casefold() for each in known))),
        required=(*_required(bare, unknown, words), *(() if companies else models)),
        models=models if companies else (),
        short=tuple((m.company.slug, cleaned[m.start : m.end].casefold()) for m in mentions if m.short),
        guessed=tuple((mention.typed, mention.company.slug) for mention in mentions if mention.typed),
        advice=bool(words.advice.search(small)),
        opinion=bool(words.opinions.search(small)),
        asked_on=min(today, period.as_of) if period.as_of else today,
        polar=bool(words.polar.search(small)) and not words.open.search(small),
        recent=bool(words.recent.search(small)),
    )
    return _following(question, previous) if previous else question


def _matching(patterns: Mapping[_Kind, re.Pattern[str]], text: str) -> tuple[_Kind, ...]:
    """Those kinds whose words occur, in the order in which they occur."""
    found = {kind: match.start() for kind, pattern in patterns.items() if (match := pattern.search(text))}
    return tuple(sorted(found, key=lambda kind: found[kind]))


def _intent(text: str, words: Vocabulary) -> Intent:
    """The first intent, in the order of the file, whose words occur; help only when nothing else is said."""
    for intent, asked in words.intents.items():
        match = asked.search(text)
        if match and (intent is not Intent.HELP or len(text.split()) <= 6):
            return intent
    return Intent.STATUS


def _blanked(text: str, mentions: Iterable[Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return re.sub(r"(?<= )'s\b", "  ", text)


def _unknown_names(bare: str, words: Vocabulary) -> tuple[str, ...]:
    """Words written as names that are none we follow; the first word of a question has its capital anyway."""
    found = []
    for match in re.finditer(r"[A-Z][\w&+-]*(?:\s+[A-Z][\w&+-]*)*", bare):
        opening = not bare[: match.start()].strip(" \"'“(")
        name = " ".join(w for w in match[0].split() if w.casefold().removesuffix("'s") not in words.everyday)
        place = any(name.casefold() in row for row in words.places)
        if len(name) < 2 or place or _MODEL.fullmatch(name) or (opening and " " not in match[0]):
            continue
        found.append(name)
    return tuple(dict.fromkeys(found))


def _terms(rest: str, words: Vocabulary) -> tuple[str, ...]:
    """The words that carry the subject once companies, dates and function words are gone."""
    chinese = sorted((w for w in words.ignored if not w.isascii()), key=len, reverse=True)
    for word in words.chinese:
        rest = rest.replace(word, f" {word} ")
    for word in chinese:
        rest = rest.replace(word, " ")
    kept = [word for word in _WORD.findall(rest) if len(word) > 1 and word not in words.ignored]
    found = [word for word in kept if word not in _OF_STATUS]
    only_asks = all(word in _OF_STATUS_CHINESE or word in _REPLIES_CHINESE for word in found)
    return () if only_asks else tuple(dict.fromkeys(found))[:MAX_TERMS]


def _subject(rest: str, words: Vocabulary) -> str:
    """A question without the words that only ask; "make" and "deal" stay, for they may be what it is about."""
    for word in (*words.asking_chinese, *_OF_STATUS_CHINESE):
        rest = rest.replace(word, " ")
    bare = (word.strip("?!.,;:'\"()“”？！，。") for word in rest.split())
    return " ".join(word for word in bare if word and word not in words.asking and word not in _OF_STATUS)


def _required(bare: str, unknown: tuple[str, ...], words: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """What an answer has to be about: places, and names we do not follow; each with its spellings."""
    small = bare.casefold()
    places = [row for row in words.places if pattern(row).search(small)]
    return tuple(dict.fromkeys((*places, *((name.casefold(),) for name in unknown))))


def _models(bare: str, known: Sequence[KnownBy]) -> tuple[tuple[str, ...], ...]:
    """The models and brands named, each with its spellings; amounts and quarters are none."""
    brands = [tuple(name.casefold() for name in each.names) for each in known if each.is_brand]
    found = [word.casefold() for word in _WORD.findall(bare) if _MODEL.fullmatch(word)]
    models = [word for word in found if not re.fullmatch(r"\d+[a-z]{1,3}|(?:fy|h|q|cy)\d{1,4}", word)]
    return tuple(dict.fromkeys((*brands, *((word,) for word in models if not any(word in row for row in brands)))))


def _following(question: Question, previous: Question) -> Question:
    """A question in a thread, with what it leaves unsaid taken from the one before."""
    changes_subject = bool(question.companies or question.unknown)
    before = tuple(dict.fromkeys((*previous.companies, *previous.around)))
    question = _later(question, previous)
    return replace(
        question,
        companies=question.companies or (() if question.unknown else previous.companies),
        around=tuple(slug for slug in before if slug not in question.companies),
        topics=question.topics or (() if changes_subject else previous.topics),
        terms=question.terms if changes_subject or question.topics else (*question.terms, *previous.terms),
        context=f"{previous.words} {previous.context}"[:MAX_CHARS].strip(),
        required=question.required or (() if changes_subject else previous.required),
        follows=True,
    )


def _later(question: Question, previous: Question) -> Question:
    """A question about a later day than the one before it asks for what came between: "and a year later?"."""
    if previous.asked_on is None or question.since or question.until:
        return question
    days = shift(question.text)
    if days and question.as_of is None:
        later = date.fromordinal(min(date.max.toordinal(), previous.asked_on.toordinal() + days))
        until = min(later, question.asked_on or later)
        return replace(question, since=previous.asked_on, until=until, as_of=until, asked_on=until)
    bare = not question.words and question.intent is Intent.STATUS  # "and now?"
    if bare and question.asked_on and question.asked_on > previous.asked_on:
        return replace(question, since=previous.asked_on, until=question.asked_on)
    return question
