"""A saved or fetched web page to its article: title, text, date, outlet. Never fetches anything."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from briefings.articles import language_of, parse_time, show_time
from briefings.errors import ArticleError
from briefings.markup import decode, parse_html, text_of, tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_BYTES = 5 * 1024 * 1024
MIN_TEXT_CHARS = 25
SHORT_TEXT_CHARS = 700
"""A text below this that asks for something is a wall, not an article."""
CONSENT_TEXT_CHARS = 4_000
"""Walls of consent are longer, and speak of nothing else."""
MAX_SCRIPT_CHARS = 200_000
"""Data about the article is a few kilobytes; what is larger would only cost memory."""

_WALLS = (
    (
        "shows its text only to a browser",
        r"enable javascript|javascript is (?:disabled|required)|turn on javascript",
    ),
    (
        "is for subscribers",
        r"subscribe to (?:continue|read|unlock)|subscribers? only|to continue reading|already a subscriber|"
        r"(?:log|sign) ?in to (?:continue|read)|登录后|付费阅读|订阅后",
    ),
    (
        "asks whether a person is reading",
        r"are you a (?:robot|human)|verify (?:that )?you are (?:a )?human|captcha|unusual traffic|"
        r"checking your browser|安全验证|验证码|访问过于频繁",
    ),
    (
        "asks for consent to cookies",
        r"accept (?:all )?cookies|cookie (?:consent|settings|preferences|policy)|we use cookies|"
        r"we value your privacy|before you continue",
    ),
)
_WALL_TITLES = re.compile(
    r"just a moment|attention required|access denied|forbidden|page not found|not found|error \d{3}|"
    r"(?:subscribe|log ?in|sign ?in)(?: to .*)?|before you continue.*|are you a robot.*|403.*|404.*",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(r"\b(?:cookies?|consent|privacy|partners|personal data)\b", re.IGNORECASE)
_FOR_SUBSCRIBERS = re.compile(r"""["']isAccessibleForFree["']\s*:\s*["']?false""", re.IGNORECASE)
_PUBLISHED_META = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "weibo:article:create_at",
)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page gives it; `outlet` is the page's own word (anyone may write it), or its host."""

    title: str
    text: str
    published: str | None
    """`YYYY-MM-DD`, or an ISO time where the page states one with its zone."""
    outlet: str
    author: str | None
    canonical_url: str
    lang: str


def read_page(html: bytes, url: str, charset: str | None = None) -> Page:
    """The article of a page, its paragraphs a line each; raises ArticleError where there is none.

    `url` is where the page came from, empty if unknown; `charset` is what the server said, if anything.
    """
    if len(html) > MAX_BYTES:
        raise ArticleError(f"the page is larger than {MAX_BYTES // 1024 // 1024} MB")
    tree = parse_html(decode(html, charset))
    for script in tree.iter("script"):
        if len(script.text or "") > MAX_SCRIPT_CHARS:
            script.text = None
    canonical, published = _canonical(tree, url), _published(tree)
    shown = text_of(tree)
    document = _extracted(tree, canonical.partition("?")[0] or None)
    title = _line(document.get("title"))
    text = _without_title(tidy(document.get("text") or ""), title)
    _refuse_wall(title, text, shown, tree)
    host = (urlsplit(canonical).hostname or "").removeprefix("www.")
    return Page(
        title=title,
        text=text,
        published=published or _shown_day(document.get("date"), f"{shown}\n{canonical}"),
        outlet=_line(document.get("sitename")) or host,
        author=_line(document.get("author")) or None,
        canonical_url=canonical,
        lang=_language(tree) or language_of(f"{title}\n{text}"),
    )


def _extracted(tree: HtmlElement, url: str | None) -> dict[str, Any]:
    import trafilatura

    try:
        document = trafilatura.bare_extraction(
            tree,
            url=url,
            with_metadata=True,
            include_comments=False,
            favor_precision=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # a parser of foreign pages: whatever it stumbles on is the page's fault
        raise ArticleError("the page cannot be read: save its text and give that") from error
    if document is None:
        return {}
    return document if isinstance(document, dict) else document.as_dict()


def _refuse_wall(title: str, text: str, shown: str, tree: HtmlElement) -> None:
    """Raises ArticleError where the page shows something in the place of its article."""
    short = len(text) < SHORT_TEXT_CHARS
    if short:
        words = text if len(text) >= MIN_TEXT_CHARS else shown[:20_000]
        for what, pattern in _WALLS:
            if re.search(pattern, words, re.IGNORECASE):
                raise _wall(what)
        if any(_FOR_SUBSCRIBERS.search(each.text or "") for each in tree.iter("script")):
            raise _wall("is for subscribers")
        if _WALL_TITLES.fullmatch(re.split(r"\s[|–—-]\s|[.…!?]*$", title)[0]):
            raise _wall(f"is titled {title[:60]!r} and is no article")
    if len(text) < CONSENT_TEXT_CHARS and len(_CONSENT_WORDS.findall(text)) * 150 > max(900, len(text)):
        raise _wall("asks for consent to cookies")
    if len(text) < MIN_TEXT_CHARS:
        raise ArticleError("the page holds no article text: save its text and give that")


def _wall(what: str) -> ArticleError:
    return ArticleError(f"the page {what}: open it in a browser, save its text and give that")


def _canonical(tree: HtmlElement, url: str) -> str:
    """The page's own address for itself; of another host only where we do not know where it came from."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in tree.xpath(path)[:1]:
            address = _web_address(str(found), url)
            if address and (not url or _site(address) == _site(url)):
                return address
    return _web_address(url, "")


def _web_address(address: str, base: str) -> str:
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        return ""
    return parts._replace(fragment="").geturl() if sound and parts.geturl().isprintable() else ""


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    return re.sub(r"^(?:www|m|mobile|amp)\.", "", host)


def _published(tree: HtmlElement) -> str | None:
    """The date the page itself states in its data; what it shows to the eye is left to the extraction."""
    for stated in (
        *_linked_data_dates(tree),
        *_meta_dates(tree),
        *_time_elements(tree),
        *_chinese_dates(tree),
    ):
        if moment := _moment(stated):
            return moment
    return None


def _linked_data_dates(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']")[:10]:
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(1_000):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:50])
            elif isinstance(node, dict):
                if "article" in str(node.get("@type")).lower() or "posting" in str(node.get("@type")).lower():
                    yield str(node.get("datePublished") or "")
                waiting.extend(each for key in ("@graph", "mainEntity") if (each := node.get(key)))


def _meta_dates(tree: HtmlElement) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        stated.setdefault(name, meta.get("content") or "")
    return (stated[name] for name in _PUBLISHED_META if name in stated)


def _time_elements(tree: HtmlElement) -> Iterator[str]:
    return (str(found) for found in tree.xpath("//time[@itemprop='datePublished' or @pubdate]/@datetime")[:3])


def _chinese_dates(tree: HtmlElement) -> Iterator[str]:
    """The days in what a page marks as its date; the extraction reads them in other languages."""
    marked = tree.xpath("//*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'pub')]")
    for element in marked[:20]:
        if found := re.search(r"(\d{4})年(\d{1,2})月(\d{1,2})日", "".join(element.itertext())[:200]):
            year, month, day = found.groups()
            yield f"{year}-{month:0>2}-{day:0>2}"


def _moment(stated: str) -> str | None:
    """An ISO time with its zone as UTC, anything else as its day: a time without zone is not a time."""
    stated = stated.strip().replace("/", "-")
    try:
        moment = parse_time(stated)
        if re.search(r"\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$", stated):
            return show_time(moment)
    except (ValueError, OverflowError):
        pass
    return _day(stated)


def _day(stated: Any) -> str | None:
    found = re.match(r"\d{4}-\d\d-\d\d(?!\d)", str(stated or ""))
    try:
        return show_time(parse_time(found.group())) if found else None
    except (ValueError, OverflowError):
        return None


def _shown_day(guess: Any, shown: str) -> str | None:
    """The day that the extraction found, if the page shows it: of a mere month it would make the first."""
    day = _day(guess)
    if day is None:
        return None
    year, month, number = (int(each) for each in day.split("-"))
    name = rf"{calendar.month_abbr[month]}[a-z]{{0,6}}\.?"
    forms = (
        rf"{year}[-/.年]\s?0?{month}[-/.月]\s?0?{number}(?!\d)",
        rf"(?<!\d)0?{number}\.\s?0?{month}\.\s?{year}",
        rf"(?<!\d)0?{number}(?:st|nd|rd|th)?\s{name},?\s{year}",
        rf"{name}\s0?{number}(?:st|nd|rd|th)?,?\s{year}",
    )
    return day if any(re.search(form, shown, re.IGNORECASE) for form in forms) else None


def _without_title(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest if title and first.casefold() == title.casefold() else text


def _language(tree: HtmlElement) -> str:
    return re.split(r"[-_]", str(tree.get("lang") or "").strip().lower())[0][:3]


def _line(value: Any) -> str:
    return tidy(str(value or "")).replace("\n", " ")
