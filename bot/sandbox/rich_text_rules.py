"""Rules of the `rich_text` block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from __future__ import annotations

from typing import Any

from bot.sandbox import limits
from bot.sandbox.findings import Findings, kind_of

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
_LONGEST = limits.MESSAGE_BLOCKS_TEXT
_LINK_SCHEMES = ("http", "https", "mailto", "tel", "slack")
_INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "unsafe", "style")),
    "emoji": (("name",), ("unicode", "skin_tone", "style")),
    "user": (("user_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "team": (("team_id",), ("style",)),
    "broadcast": (("range",), ("style",)),
    "color": (("value",), ("style",)),
    "date": (("timestamp", "format"), ("url", "fallback", "style")),
}
_PREFORMATTED = ("text", "link")


def check_rich_text(found: Findings, elements: Any, at: str) -> None:
    """Check the elements of a block (or of a table's cell)."""
    for number, element in enumerate(found.items(elements, at, 1000)):
        _check_container(found, element, f"{at}/{number}")


def _check_container(found: Findings, element: Any, at: str) -> None:
    kind = kind_of(element)
    inner = f"{at}/elements"
    if kind == "rich_text_list":
        if found.keys(element, at, ("style", "elements"), ("indent", "offset", "border")):
            found.one_of(element["style"], f"{at}/style", ("bullet", "ordered"))
            _check_number(found, element.get("indent", 0), f"{at}/indent", limits.LIST_INDENT)
            _check_number(found, element.get("offset", 0), f"{at}/offset", 10_000)
            _check_number(found, element.get("border", 0), f"{at}/border", 1)
            for number, item in enumerate(found.items(element["elements"], inner, 1000)):
                _check_section(found, item, f"{inner}/{number}")
    elif kind == "rich_text_section":
        _check_section(found, element, at)
    elif kind == "rich_text_quote":
        if found.keys(element, at, ("elements",), ("border",)):
            _check_inline(found, element["elements"], inner, _INLINE)
    elif kind == "rich_text_preformatted":
        if found.keys(element, at, ("elements",), ("border", "language")):
            _check_inline(found, element["elements"], inner, _PREFORMATTED)
    else:
        found.add(at, f"unsupported type: {kind}")


def _check_section(found: Findings, section: Any, at: str) -> None:
    if kind_of(section) != "rich_text_section":
        found.add(at, "must be a rich_text_section")
    elif found.keys(section, at, ("elements",)):
        _check_inline(found, section["elements"], f"{at}/elements", _INLINE)


def _check_inline(found: Findings, elements: Any, at: str, allowed: Any) -> None:
    for number, element in enumerate(found.items(elements, at, 10_000, least=0)):
        here = f"{at}/{number}"
        kind = kind_of(element)
        if kind not in allowed:
            found.add(here, f"unsupported type: {kind}")
            continue
        required, optional = _INLINE[kind]
        if found.keys(element, here, required, optional):
            _check_values(found, element, here)


def _check_values(found: Findings, element: dict[str, Any], at: str) -> None:
    required, _ = _INLINE[element["type"]]
    for key in required:
        if key == "timestamp":
            _check_number(found, element[key], f"{at}/{key}", 2**53)
        elif key == "url":
            found.url(element[key], f"{at}/{key}", limits.URL, _LINK_SCHEMES)
        elif key == "range":
            found.one_of(element[key], f"{at}/{key}", ("here", "channel", "everyone"))
        else:
            found.string(element[key], f"{at}/{key}", _LONGEST)
    if "text" in element and "text" not in required:
        found.string(element["text"], f"{at}/text", _LONGEST)
    style = element.get("style", {})
    if not isinstance(style, dict):
        found.add(f"{at}/style", "must be an object")
        return
    for key, value in style.items():
        if key not in _STYLES or not isinstance(value, bool):
            found.add(f"{at}/style/{key}", "invalid style")


def _check_number(found: Findings, value: Any, at: str, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        found.add(at, f"must be a whole number from 0 to {most}")
