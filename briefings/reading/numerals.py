"""Numbers in figures and in words: 1,500.5, twenty-five, "half a" (million), 三千五百."""

from __future__ import annotations

import re

WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_FRACTIONS = {
    "half a": 0.5, "quarter of a": 0.25, "a quarter of a": 0.25, "three-quarters of a": 0.75,
    "one and a half": 1.5, "two and a half": 2.5, "three and a half": 3.5,
}  # fmt: skip
"""Parts of a hundred, a million and so on: no numbers of their own."""
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1_000}
_MYRIAD = ("万", "萬")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,3},\d(?= (?:million|billion)\b)|\d{1,15}(?:\.\d{1,6})?"
_DECIMAL_COMMA = re.compile(r",(?=\d$)")
"""1,5 billion, as in Brussels and São Paulo."""
WORD = "|".join(sorted(WORDS, key=len, reverse=True))
FRACTION = "|".join(sorted((one.replace(" ", "[ -]") for one in _FRACTIONS), key=len, reverse=True))
CHINESE = "[一二两兩三四五六七八九十][一二两兩三四五六七八九十百千万萬零〇]{0,8}"
NUMBER = (
    rf"{FIGURE}|(?<![A-Za-z-])(?:(?:{FRACTION})(?=[ -](?:hundred|thousand|million|billion|trillion|dozen|lakh|crore))"
    rf"|(?:{_TENS})[ -](?:{_ONES})|{WORD})(?![A-Za-z])|(?<![第每之唯]){CHINESE}"
)


def value(text: str) -> float:
    """The number that figures or words tell."""
    word = text.lower()
    if word in WORDS:
        return float(WORDS[word])
    if word[0].isdigit():
        return float(_DECIMAL_COMMA.sub(".", word).replace(",", ""))
    fraction = _FRACTIONS.get(word) or _FRACTIONS.get(word.replace("-", " "))
    if fraction:
        return fraction
    if word.isascii():
        return float(sum(WORDS[part] for part in word.replace("-", " ").split()))
    return _chinese(word)


def _chinese(text: str) -> float:
    """三千五百, 一万五千: each place after its digit; 两万 counts in ten thousands."""
    total = part = 0.0
    digit: float | None = None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _PLACES:
            part += (1 if digit is None else digit) * _PLACES[char]
            digit = None
        elif char in _MYRIAD:
            total, part, digit = total + (part + (digit or 0)) * 10_000, 0.0, None
    return total + part + (digit or 0)
