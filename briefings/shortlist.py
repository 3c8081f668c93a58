"""The few claims of many that a report may be about: those with most of its words, amounts and dates.

Only a first look, cheap enough for every claim of a company; `likeness` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from briefings.telling import Told

LONG = 40
"""So many claims are compared at the most: more have never been found to be like one report."""
_EXACT = 2.5
"""What an amount or a date in common is worth beside words."""
_TOPIC = 0.7
_PARTIES = 0.7


class Shortlist:
    """Claims by what has been told of them."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[Told, ...]] = {}
        self._by_word: dict[str, list[str]] = defaultdict(list)
        self._by_key: dict[object, list[str]] = defaultdict(list)

    def add(self, claim_id: str, told: Sequence[Told]) -> None:
        """Take up a claim, or what more is told of one."""
        before = self._claims.get(claim_id, ())
        self._claims[claim_id] = (*before, *told)
        known_words = {word for one in before for word in one.said.all}
        for word in {word for one in told for word in one.said.all} - known_words:
            self._by_word[word].append(claim_id)
        known_keys = {key for one in before for key in _keys(one)}
        for key in {key for one in told for key in _keys(one)} - known_keys:
            self._by_key[key].append(claim_id)

    def of(self, told: Told) -> Iterable[str]:
        """The claims that a report may be about, at most `LONG`."""
        if len(self._claims) <= LONG:
            return list(self._claims)
        found: dict[str, float] = defaultdict(float)
        for word, weight in told.said.weights.items():
            for claim_id in self._by_word.get(word, ()):
                found[claim_id] += weight
        for key in set(_keys(told)):
            for claim_id in self._by_key.get(key, ()):
                found[claim_id] += _EXACT
        for claim_id in found:
            first = self._claims[claim_id][0] if self._claims[claim_id] else None
            if first is not None:
                found[claim_id] += _TOPIC * (first.topic is told.topic) + _PARTIES * (first.parties == told.parties)
        return sorted(found, key=lambda claim_id: (-found[claim_id], claim_id))[:LONG]


def _keys(told: Told) -> Iterable[object]:
    if told.when is not None:
        yield told.when
    for unit, values in told.amounts.items():
        for value in values:
            yield unit, value
