"""The sentences of an answer in the language of the question, English or Chinese; quotes stay as they were printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from briefings import wording, wording_zh
from briefings.claims import RUMOURS, Case, Report, Stage, Standing, Status
from briefings.gist import is_chinese
from briefings.questions import Intent, Question

UNFINISHED = frozenset({Stage.CONSIDERED, Stage.NEGOTIATING, Stage.DELAYED, Stage.CANCELLED})
"""Stages of a confirmed claim in which "confirmed" alone says more than is known."""


class Wording(Protocol):
    """What both modules of wording can say."""

    def label(self, standing: Standing) -> str: ...
    def short_label(self, status: Status) -> str: ...
    def review_note(self, case: Case) -> str | None: ...
    def origins(self, case: Case) -> str: ...
    def first_report(self, case: Case) -> str | None: ...
    def official_words(self, case: Case) -> tuple[str, ...]: ...
    def responses(self, case: Case) -> tuple[str, ...]: ...
    def stage_words(self, standing: Standing) -> str | None: ...
    def amounts(self, reports: Iterable[Report], at_most: int = 4) -> tuple[str, ...]: ...
    def day_words(self, day: date) -> str: ...
    def edtf_words(self, text: str) -> str: ...
    def listed(self, names: Iterable[str]) -> str: ...


class English:
    """English sentences."""

    words: Wording = wording
    also = "Also stored:"
    nearest = "Nearest stored:"
    no_confirmation = "No confirmation by anyone concerned is stored."
    no_single_answer = "There is no single answer: the claims below stand differently."
    not_confirmed = "Not confirmed."
    between = " "
    """What stands between two sentences."""
    how_to_ask = (
        "Ask about a company, in any language it has a name in: “is Xiaomi building its car with BAIC?”, "
        "“what did Hyundai say?”, “any rumours about CATL?”, “as of 1 Sept 2022, who supplies Xiaomi's batteries?”"
    )
    no_advice = (
        "That is advice, which I do not and cannot give: I only tell who reported, confirmed or denied what, and when."
    )
    no_forecast = "I do not predict or judge: I only tell who reported, confirmed or denied what, and when."

    def guessed(self, typed: str, name: str) -> str:
        """How a mistyped name was read."""
        return f"Reading “{typed}” as {name}."

    def as_of(self, day: date) -> str:
        """That the answer is of an earlier day."""
        return f"As of {self.words.day_words(day)}."

    def no_denial(self, names: Sequence[str]) -> str:
        """That none of those asked about, or nobody at all, has denied."""
        return f"No denial by {' or '.join(names) or 'anyone concerned'} is stored."

    def not_on_record(self, names: Sequence[str]) -> str:
        """That those asked about have not confirmed."""
        return f"{self.words.listed(names)} {'is' if len(names) == 1 else 'are'} not on record as confirming it."

    def belongs(self, company: str, parent: str) -> str:
        """That a party of a claim belongs to the company asked about."""
        return f"{company} belongs to {parent}"

    def dated(self, when: str) -> str:
        """When the thing itself happens."""
        return f"Date given: {when}"

    def amounts(self, amounts: Sequence[str]) -> str:
        """How much it is about."""
        return f"Amounts: {', '.join(amounts)}"

    def course(self, steps: Sequence[str]) -> str:
        """How the status moved."""
        return f"Course: {', '.join(steps)}"

    def sentence(self, text: str) -> str:
        """A detail as a sentence."""
        return text[:1].upper() + text[1:] + "."

    def source(self, outlet: str, day: date, quote: str) -> str:
        """Where something is printed, in its words."""
        return f"{outlet}, {self.words.day_words(day)}: “{quote}”"

    def verdict(self, cases: Sequence[Case]) -> str:
        """The first line to a question that wants a yes or no: what is known, never more."""
        if len({case.standing.status for case in cases}) > 1:
            return self.no_single_answer
        case, standing = cases[0], cases[0].standing
        by = self.words.listed(standing.confirmed_by)
        if standing.status is Status.CONFIRMED and standing.official and by and standing.stage not in UNFINISHED:
            return self.sentence(self.confirmed(by))
        if standing.status not in RUMOURS:
            return self.sentence(self.words.label(standing))
        told = self.words.first_report(case)
        return self.between.join((self.not_confirmed, *([self.sentence(told)] if told else [])))

    def confirmed(self, by: str) -> str:
        """Who has confirmed it."""
        return f"Confirmed by {by}"

    def nothing(self, question: Question, names: Sequence[str], statuses: Iterable[Status], day: date) -> str:
        """That nothing is stored, about what, and why that may be."""
        if question.intent is Intent.WHATS_NEW:
            about = f" about {self.words.listed(names)}" if names else ""
            since = f" since {self.words.day_words(question.since)}" if question.since else ""
            return f"Nothing new stored{about}{since}, as of {self.words.day_words(day)}."
        topics = [topic.value for topic in question.topics]
        subject = self.words.listed([*names, *question.unknown]) or ", ".join(question.terms) or ", ".join(topics)
        detail = ", ".join(dict.fromkeys((*question.terms, *topics)))
        said = f"Nothing stored about {subject}" + (f" ({detail})" if detail and detail != subject else "") + "."
        if kinds := self.words.listed(sorted(status.value for status in statuses)):
            said = f"Nothing {kinds} stored about {subject}."
        if question.unknown:
            verb = "is" if len(question.unknown) == 1 else "are"
            said += f" {self.words.listed(question.unknown)} {verb} not on the watchlist."
        return said


class Chinese(English):
    """Chinese sentences."""

    words: Wording = wording_zh
    also = "另有记录："
    nearest = "最接近的记录："
    no_confirmation = "没有当事方证实的记录。"
    no_single_answer = "没有单一的答案：下列各项情况不同。"
    not_confirmed = "未经证实。"
    between = ""
    how_to_ask = "请就某家公司提问，例如：“小米和北汽合作造车是真的吗？”“现代怎么回应？”“宁德时代有哪些传闻？”"
    no_advice = "这属于建议，我不提供也不能提供：我只说明谁在何时报道、证实或否认了什么。"
    no_forecast = "我不作预测或评价：我只说明谁在何时报道、证实或否认了什么。"

    def guessed(self, typed: str, name: str) -> str:
        return f"将“{typed}”理解为{name}。"

    def as_of(self, day: date) -> str:
        return f"截至{self.words.day_words(day)}。"

    def no_denial(self, names: Sequence[str]) -> str:
        return f"没有{self.words.listed(names) or '当事方'}否认的记录。"

    def not_on_record(self, names: Sequence[str]) -> str:
        return f"没有{self.words.listed(names)}证实此事的记录。"

    def belongs(self, company: str, parent: str) -> str:
        return f"{company}属于{parent}"

    def dated(self, when: str) -> str:
        return f"所述时间：{when}"

    def amounts(self, amounts: Sequence[str]) -> str:
        return f"数额：{'，'.join(amounts)}"

    def course(self, steps: Sequence[str]) -> str:
        return f"经过：{'，'.join(steps)}"

    def sentence(self, text: str) -> str:
        return f"{text}。"

    def source(self, outlet: str, day: date, quote: str) -> str:
        return f"{outlet}，{self.words.day_words(day)}：“{quote}”"

    def confirmed(self, by: str) -> str:
        return f"已由{by}证实"

    def nothing(self, question: Question, names: Sequence[str], statuses: Iterable[Status], day: date) -> str:
        subject = self.words.listed([*names, *question.unknown]) or "、".join(question.terms) or "此事"
        if question.intent is Intent.WHATS_NEW:
            since = f"自{self.words.day_words(question.since)}以来，" if question.since else ""
            return f"{since}没有关于{subject}的新记录（截至{self.words.day_words(day)}）。"
        detail = "、".join(term for term in question.terms if term != subject)
        kinds = "或".join(self.words.short_label(status) for status in sorted(statuses))
        said = f"没有关于{subject}{f'（{detail}）' if detail else ''}的{kinds}记录。"
        return said + (f"{self.words.listed(question.unknown)}不在关注名单中。" if question.unknown else "")


ENGLISH, CHINESE = English(), Chinese()


def phrases(question: Question) -> English:
    """The sentences in the language that a question is asked in."""
    return CHINESE if is_chinese(question.text) else ENGLISH
