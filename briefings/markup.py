"""Foreign bytes to text, HTML to its tree or its plain text; bombs are refused before they cost anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefings.errors import ArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_ELEMENTS = 30_000
"""The largest news pages we have seen have 8,000."""
MAX_ATTRIBUTES = 200
"""On one element; building the tree costs their square."""
MAX_DEPTH = 500

_DECLARED_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ENCODING = re.compile(
    r"utf-?(?:8|16(?:-?[lb]e)?|32)|gb_?2312(?:-80)?|(?:x-)?gbk|gb18030|hz-gb-2312|big5(?:-hkscs)?|"
    r"euc-(?:cn|jp|kr|tw)|shift[_-]jis|iso-2022-(?:jp|kr)|iso-?8859-\d{1,2}|latin-?1|(?:us-)?ascii|"
    r"windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|tis-620|mac-?roman"
)
"""What a page may call its encoding; Python knows others, some of which are no encodings and slow."""
_CHINESE = frozenset(("gb2312", "gb_2312", "gb2312-80", "gb_2312-80", "gbk", "x-gbk"))
_WESTERN = frozenset(("iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"))
"""Narrow encodings that sites name when they use the wider one; browsers read them as the wider one."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HIDDEN = frozenset(
    re.findall(r"\w+", "script style head title template noscript iframe object svg math select textarea button")
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rp rt ruby s "
        "samp small span strike strong sub sup time tt u var wbr",
    )
)


def decode(body: bytes, charset: str | None = None) -> str:
    """Text from bytes, as browsers do it: byte order mark, the server's word, its own, then what fits."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _XML_ENCODING.search(body[:1024]) or _DECLARED_CHARSET.search(body[:8192])
    names = [charset, declared and declared.group(1).decode("ascii", "replace"), "utf-8", "gb18030"]
    for name in (each.strip().lower() for each in names if each):
        if not _ENCODING.fullmatch(name):
            continue
        wider = "gb18030" if name in _CHINESE else "cp1252" if name in _WESTERN else name
        try:
            return body.decode(wider)
        except (LookupError, UnicodeError):
            continue
    return body.decode("cp1252" if b"\0" not in body else "utf-8", "replace")


def parse_html(text: str) -> HtmlElement:
    """The tree of an HTML text; raises ArticleError where it is empty or built to exhaust the parser."""
    from lxml import etree  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    content = _CONTROL.sub("", text).encode("utf-8", "replace")
    if not content.strip():
        raise ArticleError("the page is empty")
    try:
        etree.fromstring(content, etree.HTMLParser(target=_Census(), encoding="utf-8"))
        return document_fromstring(content, parser=HTMLParser(encoding="utf-8", no_network=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ArticleError("the page holds no HTML that can be read") from error


def plain_text(html: str) -> str:
    """The text of an HTML fragment, a paragraph a line, no markup left; empty where there is none."""
    if not html.strip():
        return ""
    try:
        tree = parse_html(f"<div>{html}</div>")
    except ArticleError:
        return ""
    return text_of(tree)


def text_of(tree: HtmlElement) -> str:
    """The text of a tree, a paragraph a line, without scripts and the like."""
    return tidy("".join(_pieces(tree)))


def tidy(text: str) -> str:
    """One line a paragraph, single spaces, nothing invisible."""
    text = re.sub(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]|[\x00-\x08\x0b-\x1f\x7f]", "", text)
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and line != "-")


class _Census:
    """Counts what a page is made of while it is read, before any tree is built."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if len(attributes) > MAX_ATTRIBUTES:
            raise ArticleError(f"a <{tag[:20]}> of the page has more than {MAX_ATTRIBUTES} attributes")
        if self._elements > MAX_ELEMENTS:
            raise ArticleError(f"the page has more than {MAX_ELEMENTS:,} elements")
        if self._depth > MAX_DEPTH:
            raise ArticleError(f"the page is nested more than {MAX_DEPTH} deep")

    def end(self, _tag: str) -> None:
        self._depth -= 1

    def data(self, _text: str) -> None:
        pass

    def close(self) -> None:
        pass


def _pieces(tree: HtmlElement) -> Iterator[str]:
    """All text in order, a line break wherever a block begins or ends."""
    from lxml.etree import iterwalk  # type: ignore[import-untyped]

    hidden = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        block = "\n" if tag and tag not in _INLINE else ""
        if event == "start":
            hidden += tag in _HIDDEN
            yield block
            if not hidden:
                yield re.sub(r"\s+", " ", element.text or "") if tag != "pre" else element.text or ""
            continue
        if event == "end":
            hidden -= tag in _HIDDEN
            yield block
        if not hidden:
            yield re.sub(r"\s+", " ", element.tail or "")
