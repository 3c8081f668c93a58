"""Whose car, plant or deal it is: "the car is due in May" as "Kia's car is due in May", so that it stands alone."""

from __future__ import annotations

import re

_THINGS = (
    r"(?:cars?|vehicles?|models?|evs?|suvs?|sedans?|vans?|trucks?|pickups?|programme|program|production|output|target|goal|"
    r"launch|release|debut|prices?|pricing|sales|deliveries|staff|workforce|workers|employees|listing|ipo|flotation|"
    r"fundraising|plans?|timetable|schedule)"
)
"""No plants or units: in a story about a purchase they are another's."""
_DEALS = (
    r"(?:deal|talks|negotiations|discussions|agreement|contract|partnership|alliance|joint venture|venture|tie-up|"
    r"merger|transaction|cooperation|collaboration|accord|pact)"
)
_GOES_ON = (
    r"(?= (?:is|are|was|were|has|have|had|will|would|may|might|could|can|should|must|does|do|did|at|in|on|for|itself|"
    r"started|began|rose|fell|starts?|begins?|comes?|goes|costs?|[a-z]{3,}ed)\b)"
)
_ADJECTIVES = r"(?:(?!of |in |at |for |to |and |or |by |on |from |that |which )[\w-]+ ){0,2}?"
_OF_ONE = re.compile(
    rf"(?:the|these|those|this|that) (?P<what>{_ADJECTIVES}(?:{_THINGS}|{_DEALS})){_GOES_ON}"
    rf"|(?P<bare>(?:mass production|series production|production|deliveries|sales|orders|exports|output|prices|revenue|"
    rf"shipments|pre-orders|construction)){_GOES_ON}",
    re.IGNORECASE,
)
_OF_TWO = re.compile(rf"the (?P<what>{_ADJECTIVES}{_DEALS}){_GOES_ON}", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:全年|今年|首款|新|第[一二]款|海外|国内|自研)?(?:产量|销量|交付|量产|新车|车型|轿车|股价|产品|价格|售价|订单|营收|收入|"
    r"净利润|净亏损|毛利率|员工|门店|首车|发布会|目标)"
)


def owned(text: str, names: list[str]) -> str | None:
    """The sentence with its thing given to the company, or its deal to the two; None where it begins otherwise."""
    if len(names) == 1 and (match := _OF_ONE.match(text)):
        what = match["what"] or match["bare"].lower()
        return f"{names[0]}'s {what}{text[match.end() :]}"
    if len(names) == 2 and (match := _OF_TWO.match(text)):
        return f"The {match['what']} between {names[0]} and {names[1]}{text[match.end() :]}"
    return None


def owned_zh(text: str, names: list[str]) -> str | None:
    """零跑全年销量目标…: the name before its thing."""
    return f"{names[0]}{text}" if len(names) == 1 and _CHINESE.match(text) else None
