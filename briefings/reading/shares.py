"""Shares in words, as per cent: "two fifths of", "a half stake", 三成五, 百分之六十, 四分之一."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "半": 0.5, "零": 0}
_C = "[一二两三四五六七八九十]"
_PATTERN = re.compile(
    rf"(?<![A-Za-z-])(?<!first )(?<!second )(?<!latter )(?<!other )(?:(?P<n>{'|'.join(_ENGLISH)})[ -])?"
    rf"(?P<part>{'|'.join(_PARTS)})s?"
    r"(?: of (?!a (?:million|billion|trillion|hundred|thousand)\b)| stakes?\b| shares?\b| interest\b| holding\b)"
    rf"|(?P<tenths>{_C})成(?P<more>[一二三四五六七八九半])?(?!本|为|立|功|都|员|品|交|型|果|熟|长|绩|份|分)"
    rf"|百分之(?P<hundredths>[一二两三四五六七八九十百零点]{{1,6}})"
    rf"|(?P<of>[二三四五六七八九十])分之(?P<over>{_C})"
    r"|(?P<halved>一半(?=的?(?:股|权|产|份|收|销|员|资|用于))|\bhalf (?:and half|each)\b|"
    r"\b(?:split|owned|held|divided|shared) equally\b"
    r"|\bhalf (?:its|their)\b|[近过超逾]半(?=数|的?(?:股|权|员|产|销|份))|半数(?=股|员|以上|产|的))"
    rf"|\b(?:owns?|owned|owning|holds?|held|holding) (?:about |around |roughly |nearly |almost |just under |some )?"
    rf"(?P<held>a|one|two|three)[ -](?P<heldpart>third|quarter|fifth|sixth|tenth)s?(?=[,.;)])"
    rf"|(?P<among>two|three|four|six|seven|eight|nine) (?:in|out of|of every) (?P<every>three|four|five|ten)\b"
    r"|(?P<whole>全资(?:持有|拥有|控股)|全部股权|\bwholly[ -]owned by\b|"
    r"\b(?:all of its|all the|all) (?:shares|equity)\b|(?<=\bown )all of\b|(?<=\bowns )all of\b)",
    re.IGNORECASE,
)


def find(text: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Start, end and per cent of the shares that words tell within a span."""
    for match in _PATTERN.finditer(text, start, end):
        value = _value(match)
        if value is not None and 0 < value <= 100:
            yield match.start(), match.end(), round(value, 6)


def _value(m: re.Match[str]) -> float | None:
    if m["part"]:
        part = m["part"].lower()
        if not m["n"] and part != "half":
            return None  # "the third of May" is no share
        return 100 * _ENGLISH[(m["n"] or "a").lower()] / _PARTS[part]
    if m["tenths"]:
        return 10 * _CHINESE[m["tenths"]] + (
            10 * _CHINESE[m["more"]] if m["more"] == "半" else _CHINESE[m["more"] or "零"]
        )
    if m["hundredths"]:
        return _number(m["hundredths"])
    if m["of"]:
        return 100 * _CHINESE[m["over"]] / _CHINESE[m["of"]]
    if m["held"]:
        return 100 * _ENGLISH[m["held"].lower()] / _PARTS[m["heldpart"].lower()]
    if m["among"]:
        return 100 * _ENGLISH[m["among"].lower()] / _ENGLISH[m["every"].lower()]
    return 50.0 if m["halved"] else 100.0


def _number(text: str) -> float | None:
    """六十, 五十一点五: a number up to a hundred in Chinese words."""
    whole, _, rest = text.partition("点")
    if whole == "百":
        return 100.0
    if "百" in whole or whole.count("十") > 1:
        return None
    tens, ten, ones = whole.partition("十")
    value = 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0) if ten else _CHINESE.get(tens, 0)
    digits = "".join(str(int(_CHINESE[c])) for c in rest if c in _CHINESE)
    return float(value) + (float(f"0.{digits}") if digits else 0)
