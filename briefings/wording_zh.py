"""How evidence is put into Chinese words, for who asks in Chinese: the same functions as `wording`, quotes untouched.

A rumour is always said to be one (传闻), a denial always has its speaker, and "假" is never said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from briefings import edtf
from briefings.claims import Case, Quantity, Report, SourceClass, Stage, Stance, Standing, Status
from briefings.errors import DateError
from briefings.wording import first_told, latest_answers, latest_official, speaker

_CONFIRMED = MappingProxyType(
    {
        Stage.CONSIDERED: "已证实在考虑中",
        Stage.NEGOTIATING: "已证实在洽谈，尚无协议",
        Stage.AGREED: "已证实达成协议",
        Stage.PLANNED: "已证实的计划",
        Stage.UNDER_WAY: "已证实，进行中",
        Stage.DONE: "已证实，已完成",
        Stage.DELAYED: "已证实，已推迟",
        Stage.CANCELLED: "曾证实，后已取消",
    }
)
_STAGES = MappingProxyType(
    {
        Stage.CONSIDERED: "据称在考虑中",
        Stage.NEGOTIATING: "据称在洽谈",
        Stage.AGREED: "据称已达成协议",
        Stage.PLANNED: "据称在计划中",
        Stage.UNDER_WAY: "据称在进行中",
        Stage.DONE: "据称已完成",
        Stage.DELAYED: "据称已推迟",
        Stage.CANCELLED: "据称已取消",
    }
)
_ANSWERS = MappingProxyType(
    {
        Stance.NO_COMMENT: "不予置评",
        Stance.UNAWARE: "表示不知情",
        Stance.DEFERS: "未作定论",
        Stance.QUALIFIES: "表示尚无最终决定",
        Stance.DENIES: "否认",
        Stance.CONFIRMS: "证实",
        Stance.RETRACTS: "撤回报道",
        Stance.REPORTS: "报道",
    }
)
_PARTS = MappingProxyType(
    {"33": "第一季度", "34": "第二季度", "35": "第三季度", "36": "第四季度", "40": "上半年", "41": "下半年"}
)
_SCALES = ((1e8, "亿"), (1e4, "万"))


def label(standing: Standing) -> str:
    """The status in words, such as "传闻，未经证实" or "现代汽车否认"."""
    if standing.status is Status.CONFIRMED and not standing.official:
        return f"{listed(standing.confirmed_by)}作为事实报道，当事方未表态"
    if standing.status is Status.CONFIRMED:
        stage = _CONFIRMED.get(standing.stage, "已证实") if standing.stage else "已证实"
        return f"{stage}（{listed(standing.confirmed_by)}）" if standing.confirmed_by else stage
    if standing.status is Status.DENIED:
        return f"{listed(standing.denied_by)}否认" if standing.denied_by else "已被否认"
    if standing.status is Status.DISPUTED:
        return _disputed(standing)
    if standing.status is Status.LAPSED:
        return f"传闻，未经证实，自{day_words(standing.updated)}起无新消息"
    if standing.status is Status.CORROBORATED:
        return f"传闻，有{len(standing.origins)}个独立来源，未经证实"
    return "原报道媒体已撤回" if standing.status is Status.RETRACTED else "传闻，未经证实"


def _disputed(standing: Standing) -> str:
    if standing.confirmed_by and standing.denied_by:
        return f"说法不一：{listed(standing.confirmed_by)}证实，{listed(standing.denied_by)}否认"
    if standing.denied_by:
        return f"说法不一：{listed(standing.denied_by)}否认，此后又有报道，未经证实"
    return "说法不一，未经证实"


def short_label(status: Status) -> str:
    """The status in one word, for what changed from what to what."""
    return {
        Status.RUMOURED: "传闻",
        Status.CORROBORATED: "多方传闻",
        Status.CONFIRMED: "已证实",
        Status.DENIED: "被否认",
        Status.DISPUTED: "说法不一",
        Status.RETRACTED: "已撤回",
        Status.LAPSED: "无下文",
    }[status]


def review_note(case: Case) -> str | None:
    """That something official-looking waits for a person; None where nothing does."""
    if not case.standing.needs_review:
        return None
    waiting = [report for report in case.reports if report.needs_review]
    if not waiting:
        return "有一项相关声明待人工核实"
    done = {Stance.DENIES: "否认", Stance.RETRACTS: "撤回"}.get(waiting[-1].stance, "证实")
    return f"{speaker(waiting[-1])}似已{done}，待人工核实"


def origins(case: Case) -> str:
    """How many outlets printed it and how many origins they go back to: "5家媒体，1个来源（Bloomberg）"."""
    told = [r for r in case.reports if r.stance in (Stance.REPORTS, Stance.CONFIRMS)]
    outlets = len({report.article.outlet for report in told})
    names = case.standing.origins
    if not names:
        return f"{outlets}家媒体" if outlets else ""
    return f"{outlets}家媒体，{len(names)}个来源（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）"


def first_report(case: Case) -> str | None:
    """Who brought it up and when: "最早由Bloomberg报道（2022年8月26日），见于Pandaily"."""
    first = first_told(case)
    if first is None:
        return None
    via = f"，见于{first.article.outlet}" if first.origin != first.article.outlet else ""
    return f"最早由{first.origin}报道（{when_said(first)}）{via}"


def official_words(case: Case) -> tuple[str, ...]:
    """Who confirmed or denied it, when, and where that is printed; the latest word of each."""
    return tuple(
        f"{speaker(report)}{_word(report)}（{when_said(report)}），见于{report.article.outlet}"
        for report in latest_official(case)
    )


def _word(report: Report) -> str:
    if report.stance is Stance.DENIES:
        return "否认"
    return "作为事实报道" if report.source.cls is SourceClass.OUTLET else "证实"


def responses(case: Case) -> tuple[str, ...]:
    """What those asked have answered, without settling it; the latest of each."""
    return tuple(f"{speaker(report)}：{response(report)}" for report in latest_answers(case))


def response(report: Report) -> str:
    """What a response says, in a few words; a denial that settles nothing is told as said."""
    return "称并非如此（不足以定论）" if report.stance is Stance.DENIES else _ANSWERS[report.stance]


def stage_words(standing: Standing) -> str | None:
    """How far an unconfirmed thing is said to have come; a confirmed one has it in its label."""
    if standing.stage is None or standing.status is Status.CONFIRMED:
        return None
    return _STAGES[standing.stage]


def when_said(report: Report) -> str:
    """When it was said, as precisely as the article tells; otherwise when it was published."""
    return edtf_words(report.spoken_on) if report.spoken_on else day_words(report.article.published_at.date())


def amounts(reports: Iterable[Report], at_most: int = 4) -> tuple[str, ...]:
    """The amounts that reports name, each once."""
    return tuple(dict.fromkeys(_amount(q) for report in reports for q in report.quantities))[:at_most]


def _amount(quantity: Quantity) -> str:
    number = _number(quantity.value)
    if quantity.value_hi is not None:
        number = f"{number}至{_number(quantity.value_hi)}"
    shown = f"{number}%" if quantity.unit == "%" else f"{number} {quantity.unit}"
    return shown + (f"/{quantity.per}" if quantity.per else "")


def _number(value: float) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            return f"{round(value / scale, 4):g}{word}"
    return f"{round(value, 3):,.3f}".rstrip("0").rstrip(".")


def day_words(day: date) -> str:
    """A day as people read it: "2022年8月29日"."""
    return f"{day.year}年{day.month}月{day.day}日"


def edtf_words(text: str) -> str:
    """An EDTF date as people read it: "2021年11月", "2024年上半年", "2022年12月31日前"."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point_words(text)
    if start == "..":
        return f"{_point_words(end)}前"
    if end == "..":
        return f"{_point_words(start)}起"
    return f"{_point_words(start)}至{_point_words(end)}"


def _point_words(text: str) -> str:
    year, _, rest = text.partition("-")
    if not rest:
        return f"{year}年"
    if rest in _PARTS:
        return f"{year}年{_PARTS[rest]}"
    try:
        first, _ = edtf.bounds(text)
    except DateError:
        return text
    return day_words(first) if "-" in rest else f"{first.year}年{first.month}月"


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "甲、乙"."""
    return "、".join(dict.fromkeys(names))
