"""What is shown for a source that nobody names: rumours, media reports, local media; none for a mere "reportedly"."""

from __future__ import annotations

import re

_KINDS = (
    (re.compile(r"(?:微信|车友|业主|聊天)?群[里内中聊]|(?:微信|车友)群"), "chat groups"),
    (re.compile(r"自媒体|朋友圈|短视频|微博|抖音|社交(?:媒体|平台|网络)"), "social media"),
    (re.compile(r"刷屏|盛传|疯传|热传|网传|網傳|网络|網絡|网上|網上|网友|流传"), "online rumours"),
    (
        re.compile(
            r"市场|市传|market (?:talk|chatter|rumou?r|speculation)|"
            r"on the market",
            re.IGNORECASE,
        ),
        "market rumours",
    ),
    (
        re.compile(
            r"\b(?:online|internet|web|social[- ]media|weibo) (?:\w+ )?(?:rumou?r|talk|chatter|gossip)|"
            r"\b(?:rumou?r|talk|chatter)\w* (?:\w+ ){0,3}(?:online|on social media|"
            r"on the internet)",
            re.IGNORECASE,
        ),
        "online rumours",
    ),
    (re.compile(r"(?:外|海外|国外)(?:媒|媒体|电报)"), "foreign media"),
    (re.compile(r"(?:当地|當地|本地)(?:媒体|媒體|传媒)"), "local media"),
    (re.compile(r"韩(?:国)?媒"), "Korean media"),
    (re.compile(r"日(?:本)?媒"), "Japanese media"),
    (re.compile(r"德(?:国)?媒"), "German media"),
    (re.compile(r"美(?:国)?媒"), "US media"),
    (
        re.compile(
            r"(?:此前|早前|早先|之前|先前|曾)[^。]{0,14}报道|\b(?:those|"
            r"these) reports",
            re.IGNORECASE,
        ),
        "earlier reports",
    ),
    (
        re.compile(
            r"传闻|传言|傳聞|傳言|坊间|谣言|有传|传出|rumou?r|speculation|gossip|whisper|"
            r"chatter",
            re.IGNORECASE,
        ),
        "rumours",
    ),
    (re.compile(r"报道|報道|報導|媒体|媒體|消息|reports|reported|media|press", re.IGNORECASE), "media reports"),
)
_MEDIA = re.compile(
    r"(?<![\w-])(?P<what>(?!(?:those|these|the same) )(?:(?:an?|several|some|various|other|multiple|"
    r"the) )?(?:[\w-]+ ){0,2}?"
    r"(?:(?<!social )media(?! reports?)|press(?! (?:release|conference))|newspapers?|papers|(?:news |"
    r"media )?outlets?|news sites?|portals?|blogs?|"
    r"broadcasters?|(?:earlier|previous|past|initial|first|unconfirmed|various|separate) (?:\w+ )?reports?))(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:an?|some|the|in|by|to|from|and|but|that|as|of|or|these|according|citing|"
    r"other)\b ",
    re.IGNORECASE,
)


def shown(phrase: str) -> str | None:
    """The short name of a source phrase or cue without a name ("a Korean news outlet", 网传)."""
    match = _MEDIA.search(phrase)
    if match:
        words = match["what"]
        while _LEAD.match(words):
            words = _LEAD.sub("", words)
        paper = words.lower() in ("newspaper", "broadcaster", "portal", "blog")
        return words if " " in words else f"a {words.lower()}" if paper else "media reports"
    return next((name for pattern, name in _KINDS if pattern.search(phrase)), None)
