"""Which part of a long message is meant for the bot: the question beside its mention, not the talk around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from briefings.questions import vocabulary

MAX_CHARS = 3_000
_ABBREVIATIONS = (
    "co ltd inc corp no nos vs mr mrs ms dr prof st approx est dept gen fig jr sr gov sen rep ca cf al etc e.g i.e "
    "a.m p.m u.s u.k jan feb mar apr jun jul aug sept sep oct nov dec"
)
_ABBREVIATED = frozenset(_ABBREVIATIONS.split(" "))
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|$)|[。！？…]+[\"'”’）」』]*|\n+")
_QUESTION = re.compile(r"[?？][\"'”’)\]）」』\s]*$|[吗呢么][。.!！\"'”’）」』\s]*$")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_TOKEN = re.compile(r"<[@#!][^>]*>")
_COMMANDS = frozenset(("ask", "changes", "digest", "feeds", "help", "list", "read", "timeline", "track"))
_COURTESIES = (
    "hi hello hey hiya dear good morning afternoon evening day all everyone everybody team folks guys thanks thank you "
    "please pls plz kindly sorry question quick one more for a an the to can could would will i we us me my our "
    "have has look help here there fyi cc ping ask asking over any idea ideas thoughts know check tell and so ok okay "
    "hmm well btw also now still just"
)
_POLITE = frozenset(_COURTESIES.split(" "))
_POLITE_CHINESE = re.compile(
    r"(?:你好|您好|大家好|早上好|早安|早|请问|麻烦|帮忙|帮我|看看|看一下|问一下|谢谢|大家|请|一下)+"
)


def addressed(text: str, bot_user_id: str, names_company: Callable[[str], bool] = lambda _: False) -> str:
    """The sentences of a message that ask the bot something, without its mention.

    First the sentence that holds the mention, where it asks something or is about our subject; then the questions that
    follow it; then the last question of all; else the whole message.
    """
    mention = f"<@{bot_user_id}>"
    sentences = split_sentences(text[:MAX_CHARS])
    place = next((number for number, each in enumerate(sentences) if mention in each), None)
    if place is None or len(sentences) == 1:
        return _without(mention, text[:MAX_CHARS])
    held, following = sentences[place], _leading_questions(sentences[place + 1 :])
    questions = [each for each in sentences if _asks(each)]
    said = _without(mention, held)
    if _says_something(said):
        ours = _is_spoken_to(held, mention) and (not following or _is_request(said) or names_company(said))
        if ours or _QUESTION.search(held) or not questions:
            return said
    if following:
        return _without(mention, " ".join(following))
    return _without(mention, questions[-1] if questions else text[:MAX_CHARS])


def split_sentences(text: str) -> list[str]:
    """The sentences of a message; a line's end is a sentence's end, and an abbreviation's full stop is none."""
    found, start = [], 0
    for end in _END.finditer(text):
        if end[0].startswith(".") and _is_abbreviation(text[start : end.start()]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return [each for each in (*found, text[start:].strip()) if each]


def _is_abbreviation(before: str) -> bool:
    last = before.rsplit(None, 1)[-1].lstrip("(\"'“").casefold() if before.strip() else ""
    return last in _ABBREVIATED or (len(last) == 1 and last.isalpha() and last.isascii())


def _leading_questions(sentences: list[str]) -> list[str]:
    """The next question and those that follow it without a break; statements before it are passed over."""
    found: list[str] = []
    for each in sentences:
        if _asks(each):
            found.append(each)
        elif found:
            break
    return found


def _asks(sentence: str) -> bool:
    return bool(_QUESTION.search(sentence)) and _says_something(sentence)


def _is_request(sentence: str) -> bool:
    """Whether a sentence begins with a command of ours, or has words by which people ask for news."""
    small, words = sentence.casefold(), vocabulary()
    if small.partition(" ")[0] in _COMMANDS:
        return True
    return any(pattern.search(small) for pattern in (*words.intents.values(), *words.statuses.values()))


def _is_spoken_to(sentence: str, mention: str) -> bool:
    """Whether a sentence is meant for the bot, not only about it: nothing but a greeting stands before its mention."""
    return not _says_something(sentence.partition(mention)[0])


def _says_something(text: str) -> bool:
    """Whether more than a greeting is said."""
    bare = _POLITE_CHINESE.sub(" ", _TOKEN.sub(" ", text))
    return any(word.casefold() not in _POLITE for word in _WORD.findall(bare))


def _without(mention: str, text: str) -> str:
    """The text without the mention, and without the punctuation that set it apart."""
    bare = re.sub(
        rf" ?[,，:：]? ?{re.escape(mention)} ?(?:[,，:：;；] ?|(?=[.?!。？！]))?", " ", " ".join(text.split())
    )
    bare = re.sub(r" (?=[.?!。？！])", "", bare)
    return bare.strip().lstrip(",，:：;；.。!！ ").strip()
