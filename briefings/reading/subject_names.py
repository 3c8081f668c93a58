"""Who or what a sentence without a named subject is about: a company acts, a plant or a contract has things done to it.

A wrong name makes a false statement of a true sentence ("Northvolt was signed in 2020"), so a pronoun is replaced by a
company only before what companies do; otherwise the words stay as they were written.
"""

from __future__ import annotations

import re

_ADVERBS = r"(?:(?:also|now|then|later|already|recently|only|once|still|again|first|since|not|never|no longer|soon) )*"
_AUXILIARIES = (
    rf"(?:(?:has|had|have|will|would|may|might|could|can|should|did|does|is|was|are|were|been|be|due|about|likely|set|"
    rf"going|to|expected|believed|said|thought|reported|understood) {_ADVERBS})*"
)
_ACT = (
    r"(?:announc|acquir|adopt|agre|aim|appl(?:y|ie)|appoint|approach|argu|ask|assembl|assum|beg[aiu]n|bid|blam|book|borrow|broke|"
    r"buil[dt]|buy|bought|call|cancel|choos|chose|claim|clos|commit|compet|complet|confirm|consider|cooperat|cut|cease|"
    r"decid|declar|declin|deliver|den(?:y|ie)|deploy|design|develop|disclos|discuss|divest|drop|employ|enter|establish|"
    r"evaluat|exit|expand|expect|explor|export|fac(?:e[sd]?|ing)|fil(?:e[sd]?|ing)|fir(?:e[sd]?|ing)|forecast|form|found|"
    r"got|halt|held|hir(?:e[sd]?|ing)|hold|hop(?:e[sd]?|ing)|import|increas|inform|intend|invest|invit|issu|join|laid|"
    r"launch|lay|leas|licen[cs]|list|los[et]|led|left|lend|lent|maintain|manufactur|mak|made|meet|met|merg|mov|name[sd]?|need|negotiat|notif|"
    r"offer|oper?at|oppos|order|outlin|own|paid|partner|paus|pay|pick|plan|pledg|post(?:s|ed)|present|produc|promis|"
    r"propos|pull|purchas|push|put|rais|reach(?:ed)? (?:a deal|an agreement)|reaffirm|recall|receiv|record|recruit|"
    r"reduc|refus|regist|reject|releas|rel(?:y|ie)|report|request|resum|reveal|review|run|said|sa(?:y|id)|scrap|search|"
    r"seek|select|sell|set|settl|shar|shelv|ship|show|shut|sign|sold|sought|spen[dt]|spun|start|stop|stud|submit|sue|"
    r"suppl|suspend|stick|stuck|switch|talk|target|team|tell|terminat|test|told|took|tr(?:y|ie)|trim|understand|unveil|us(?:e[sd]?|ing)|"
    r"want|weigh|win|wish|withdr|won|work)\w*"
)
_ACTS = re.compile(
    rf" {_ADVERBS}(?:{_AUXILIARIES}{_ACT}\b|{_AUXILIARIES}(?:in (?:\w+ )?(?:talks|discussions|negotiations|contact)|"
    r"(?:not )?(?:aware|ready|willing|open|confident|committed|close|interested|prepared|keen|unable|able|owned|based|"
    r"headquartered|bankrupt|insolvent|profitable)\b)|"
    r"(?:has|had|have) (?:an? |the |some |about |around |more |over |nearly |no |\w+ )?(?:\d[\d,.]* )?(?:\w+ )?"
    r"(?:plants?|factor(?:y|ies)|employees|workers|people|staff|stores|shareholders|subsidiar|cash|debts?|customers|"
    r"orders|stake|interest|plans?|right|rights|permission|approval|licen[cs]e|contracts?|agreements?|partners?)\b)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf" {_ADVERBS}(?:is|are|was|were|has been|have been|had been|will be|would be|could be|may be|might be|to be|"
    rf"is being|are being|is to be|are to be|was to be|were to be) {_ADVERBS}"
    r"(?!(?:expected|said|believed|thought|reported|understood|due|owned|founded|asked|told|based|committed|involved|"
    r"interested|prepared|considering|listed|advised|represented|backed|controlled|led|set|supposed|required|allowed|"
    r"forced|approached|sued|fined|hit)\b)\w+(?:ed|en|ilt|old|ut|ade|ught|nt)\b",
    re.IGNORECASE,
)
_DUMMY_ADJECTIVE = re.compile(
    r"it (?:has (?:become|been|grown)|is|was|will be|would be|may be|might be|remains|became) (?:\w+ ){0,2}?"
    r"(?:for|to|that|whether|how|why|when|who|where|unclear|uncertain)\b",
    re.IGNORECASE,
)
_SUBJECT_END = re.compile(
    r" (?:is|are|was|were|has|have|had|will|would|may|might|could|can|should|must|does|do|did|aims|plans|wants|"
    r"intends|hopes|expects|seeks|needs|tries|"
    r"includes|contains|comes|runs|gets|carries|uses|makes|covers|costs|offers|takes|starts|begins|opens|"
    r"came|went|took|made|sold|built|bought|began|met|won|lost|led|held|set|put|cut|said|told|gave|got|ran|signs?|"
    r"[a-z]{3,}ed)(?= )"
)
_OPENS = re.compile(
    r"(?:\bthat |[,;:] |[\"“]|^)(?=(?:the|its|their|this|these|those|an?|all|both|each)\b|(?-i:[A-Z])(?!t\b|n\b))",
    re.IGNORECASE,
)
_PHRASE_MAX = 60


def acts(predicate: str) -> bool:
    """Whether what follows a pronoun is what companies do: " will build a plant", but not " was signed in 2020"."""
    return _ACTS.match(predicate) is not None and _PASSIVE.match(predicate) is None


def impersonal(text: str) -> bool:
    """Whether "it" stands for nothing: "It has become hard to …", "It is unclear whether …"."""
    return _DUMMY_ADJECTIVE.match(text) is not None


def before(text: str) -> str | None:
    """The subject of the words before a clause that has none: "The cheaper one" of "The cheaper one runs and"."""
    sentence = text[max(text.rfind(". "), text.rfind("\n"), text.rfind('." ')) + 1 :].lstrip('" \n')
    starts = [match.end() for match in _OPENS.finditer(sentence)]
    for start in reversed(starts):
        end = _SUBJECT_END.search(sentence, start)
        if end and end.start() - start <= _PHRASE_MAX and "," not in sentence[start : end.start()]:
            return sentence[start : end.start()]
    return None
