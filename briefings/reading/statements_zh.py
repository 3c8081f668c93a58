"""A Chinese clause as a sentence that stands alone: the company's Chinese name first, no frame left over."""

from __future__ import annotations

import re

from briefings.reading import possessives
from briefings.reading.names import Kind
from briefings.reading.page import Page

_CJK = re.compile(r"[\u3400-\u9fff]")
_SELF = re.compile(r"^(?:该?公司|我们|其(?![他余实中它次])|该?集团|本公司)")
_BOTH = re.compile(r"^(?:双方|雙方|两家公司|兩間公司|两家|二者)")
_DATELINE = re.compile(
    r"^(?:[【\[][^】\]]{1,20}[】\]])?(?:[^，。]{0,16}(?:消息|报道|讯)(?:称|显示)?[，：])?"
    r"(?:(?:按照?|根据|据)[^，。]{2,16}(?:说法|信息|消息|报道|公告|协议|传言)，)?"
)
_FRAME = re.compile(
    r"^[”」』》】）)，、\s]*(?:(?:[她他其]|公告|文件|报告|声明|对方)?(?:还|也|并|同时)?(?:表示|说|称|指出|显示|透露|强调|介绍)[，：]"
    r"|(?:援引|引述)?[^，。]{0,12}(?:人士|来源|消息)的(?:话|说法)称，|写道，|[中时](?:说过?|称)，|中(?=确认|证实|否认)"
    r"|题为《[^》]{2,40}》的[^，]{2,6}，称?)"
)
_CONNECTIVE = re.compile(
    r"^(?:但是?|不过|而且|而(?=[\u4e00-\u9fff]{2})|另外?(?!一|有)|同时|此外|其中|并且?(?!购)|且|还|也|则|与此同时|目前)，?"
)
_VERB = re.compile(
    r"^(?:将|拟|已|正|从未|从没|未|没|预计|计划|有望|有权|会|需|可|仍|在|由|要|曾|不|尚|只|共|持有|获|收到|决定|考虑|希望|打算|一直|最快|无)"
)
_LOOSE = re.compile(
    r"(?:(?<!标)的|表示|称|显示|指出|和|与|及|在|是|、|为了|以及|之后|以后|以来|期间)。$|[？?]|^.{0,12}(?:这|那)?回?事。$"
    r"|^(?:[^：]{1,16}：)?(?:\d{1,2}月)?\d{1,2}日(?:晚间?|上午|下午|凌晨|早间)?。$"
)
_SHORT = 7


def name(page: Page, slug: str) -> str:
    """What a Chinese text calls a company: as the article does, otherwise by the first Chinese name that is known."""
    for mention in page.named(0, len(page.text), Kind.COMPANY):
        if mention.company == slug and _CJK.search(page.text[mention.start : mention.end]):
            return page.text[mention.start : mention.end]
    company = page.watchlist.get(slug)
    known = (alias for alias in (company.names if company else ()) if _CJK.search(alias))
    return next(known, page.watchlist.name_of(slug))


def standing(text: str, names: list[str], named: bool) -> str:
    """The clause without what led up to it, its subject named; `named` tells whether it names a company itself."""
    text = _CONNECTIVE.sub("", _FRAME.sub("", _DATELINE.sub("", text, count=1), count=1), count=1)
    text = _FRAME.sub("", text, count=1).strip(" ，；：。、“”\"'").lstrip("》」』】）)，、 ")
    if not names or not text:
        return text
    if _BOTH.match(text):
        return _BOTH.sub(lambda _: "与".join(names[:2]), text, count=1)
    if _SELF.match(text):
        return _SELF.sub(lambda _: names[0], text, count=1)
    if _VERB.match(text):
        first = next((one for one in names if one not in text), None)
        return f"{first}{text}" if first else text
    return text if named else possessives.owned_zh(text, names) or f"{'与'.join(names[:2])}：{text}"


def stands(text: str) -> bool:
    """Whether a statement makes sense by itself."""
    return len(text) > _SHORT and _LOOSE.search(text) is None
