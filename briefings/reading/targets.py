"""What an answer is about: the rumours of its article that a denial or a "no comment" answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.claims import RESPONSES, Report, Stance, Status, Topic
from briefings.companies import Watchlist
from briefings.gist import Gist, gist

_NEAR = 40
"""How many reports before and after it an answer may be about."""
_GAP = 3
"""Characters between a sentence and the next."""
_PAUSE = 60
"""… and as many where a short sentence stands between: "Not true.""" ""
_TELLING = 1.2
"""What a denial and a rumour must have in common (`gist`): a telling idea or word, or two that half of all news has."""
_TOPIC = 0.5
_AMOUNT = 2.0
_NEXT = 0.3
_PAIR = 0.8
"""For two companies or more that both name."""
_ANSWERS = RESPONSES | {Stance.DENIES}
_BARE = RESPONSES - {Stance.QUALIFIES}
"""Answers whose own words do not tell what they are about."""


def answered(watchlist: Watchlist, reports: Sequence[Report]) -> list[Report]:
    """Answers with the positions of the rumours they answer: of the same sentence, else of the article."""
    article = _Article(watchlist, reports)
    done = []
    for at, report in enumerate(reports):
        if report.stance in _ANSWERS:
            targets = article.denied(at) if report.stance is Stance.DENIES else article.asked(at)
            about = _commonest([reports[n].topic for n in targets]) if targets else report.topic
            done.append(replace(report, answers=targets, topic=about if report.stance in _BARE else report.topic))
        else:
            done.append(report)
    return done


def rumour(report: Report) -> bool:
    """Whether a report only says that something is said."""
    return report.stance is Stance.REPORTS and report.supports is Status.RUMOURED


def follows(report: Report, start: int, gap: int = _GAP) -> bool:
    """Whether what starts there stands in the sentence of a report, or in the next."""
    return report.span[0] <= start <= report.span[1] + gap


def _commonest(topics: Sequence[Topic]) -> Topic:
    """The topic that most of what is answered has; of equals the one told first."""
    return max(dict.fromkeys(topics), key=topics.count)


@dataclass(frozen=True, slots=True)
class _Article:
    """The reports of an article, among which what is answered is looked for."""

    watchlist: Watchlist
    reports: Sequence[Report]

    def asked(self, at: int) -> tuple[int, ...]:
        """What a "no comment" is about: the rumours of its sentence, or those told before of the company that says it.

        What was told right before is meant even where the company is not named there.
        """
        answer, said = self.reports[at], self._said(at)
        beside = self._beside(at, said)
        shared = [n for n in said if self._shares(n, answer)]
        before = {n for n in shared if self.reports[n].span[0] <= answer.span[0]}
        next_to = {n for n in said if self._follows(n, answer)}
        return tuple(beside or sorted(before | next_to) or shared or said[-1:])

    def denied(self, at: int) -> tuple[int, ...]:
        """What a denial is about: what its words say, or that of its topic told right before.

        It denies nothing else: a denial of what the article did not tell stands for itself.
        """
        answer, said = self.reports[at], self._said(at)
        said = [n for n in said if self.reports[n].span[0] <= answer.span[0]]
        same = [n for n in said if self.reports[n].statement == answer.statement]
        if same:
            return tuple(same)
        beside = self._beside(at, said)
        near = [n for n in said if n in beside or self._shares(n, answer) or self._follows(n, answer)]
        fit = {n: self._fit(n, answer) for n in near}
        telling = [n for n in near if fit[n] >= _TELLING]
        if set(beside) & set(telling):
            return tuple(n for n in beside if n in telling)
        if telling:
            return (max(telling, key=lambda n: (fit[n], n)),)
        last = [n for n in near if self.reports[n].topic is answer.topic and self._follows(n, answer, _PAUSE)]
        return tuple(last[-1:] or [n for n in beside if self._shares(n, answer)][:1])

    def _said(self, at: int) -> list[int]:
        near = range(max(0, at - _NEAR), min(len(self.reports), at + _NEAR))
        return [n for n in near if n != at and rumour(self.reports[n])]

    def _beside(self, at: int, said: Sequence[int]) -> list[int]:
        """The rumours of the answer's own sentence: those of its company, or all where none is."""
        answer = self.reports[at]
        beside = [n for n in said if self.reports[n].span == answer.span]
        return [n for n in beside if self._shares(n, answer)] or beside

    def _shares(self, at: int, answer: Report) -> bool:
        return any(self.watchlist.related(a, b) for a in self.reports[at].companies for b in answer.companies)

    def _follows(self, at: int, answer: Report, gap: int = _GAP) -> bool:
        return follows(self.reports[at], answer.span[0], gap)

    def _fit(self, at: int, answer: Report) -> float:
        """How much a rumour and a denial have in common."""
        told = self.reports[at]
        one, other = self._gist(told), self._gist(answer)
        amounts = {(each.unit, each.value) for each in told.quantities}
        same = any((each.unit, each.value) in amounts for each in answer.quantities)
        pair = len({*told.companies} & {*answer.companies}) > 1
        weight = sum(one.weights[word] for word in one.all & other.all) + _AMOUNT * same + _PAIR * pair
        return weight + _TOPIC * (told.topic is answer.topic) + _NEXT * self._follows(at, answer)

    def _gist(self, report: Report) -> Gist:
        known = [self.watchlist.get(slug) for slug in report.companies]
        return gist(report.statement, (*report.companies, *(name for one in known if one for name in one.names)))
