"""A message for Slack: text that says all of it, blocks that show it, and the limits that both keep.

Limits are Slack's (docs.slack.dev, Block Kit and chat.postMessage) or stay below one that Slack does not document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.views.escaping import esc, host_of, link, plain, safe_url

Block = dict[str, Any]
Element = dict[str, Any]

MAX_BLOCKS = 45
"""Slack refuses more than 50 in a message."""
MAX_BLOCK_CHARS = 10_000
"""Over all blocks of a message; Slack answers msg_blocks_too_long from about 13,200 (slackapi/bolt-js issue 2509)."""
MAX_TEXT_BYTES = 3_900
"""chat.update refuses a text of more than 4,000 bytes, counted after escaping, and any post may be edited later."""
MAX_TEXT_URL_CHARS = 600
BUTTON_ROW_CHARS = 200
"""What a row of buttons under a message may take."""
MAX_HEADER_CHARS = 150
MAX_BUTTON_CHARS = 75
MAX_VALUE_CHARS = 2_000
MAX_ACTIONS = 25
MAX_LINE_CHARS = 600
"""What a line of ours may take; escaped at its worst it stays within MAX_TEXT_BYTES."""
MAX_ELEMENT_CHARS = 2_500
"""What one foreign text may take of a message."""
_ID = re.compile(r"[A-Z0-9]{2,30}")


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted; `claims` are the ids of the claims that it mentions."""

    text: str
    blocks: tuple[Block, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message that is never torn: one line of a list, or blocks, with its words for `text`.

    `item` holds the rich_text elements of a line; neighbouring lines become one list.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    item: tuple[Element, ...] = ()
    claims: tuple[str, ...] = ()
    heads: bool = False
    """Whether it heads what follows, and must not end a message."""


def words(text: str, *, bold: bool = False, italic: bool = False) -> Element:
    """Foreign text as a rich_text element, in which Slack parses nothing."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    shown = cut(_flat(text), MAX_ELEMENT_CHARS) or " "
    return {"type": "text", "text": shown, **({"style": style} if style else {})}


def linked(url: str, label: str) -> tuple[Element, ...]:
    """A link with the host that it leads to; the label alone where the address is unfit."""
    safe, host = safe_url(url), host_of(url)
    shown = cut(plain(label), 200) or "source"
    if safe is None or host is None:
        return (words(shown),)
    return ({"type": "link", "url": safe, "text": shown}, words(f" ({cut(host, 80)})"))


def text_link(url: str, label: str) -> str:
    """The same link for the `text` of a message; a very long address stays in the blocks alone."""
    host, shown = host_of(url), cut(plain(label), 200)
    if host is None:
        return esc(shown)
    named = link(url, shown) if len(url) <= MAX_TEXT_URL_CHARS else esc(shown)
    return f"{named} ({esc(cut(host, 80))})"


def person(user_id: str) -> tuple[Element, str]:
    """A person as a mention, in blocks and in `text`; "Somebody" where the id is none."""
    if not _ID.fullmatch(user_id):
        return words("Somebody"), "Somebody"
    return {"type": "user", "user_id": user_id}, f"<@{user_id}>"


def header(text: str) -> Block:
    """A heading."""
    shown = cut(plain(text), MAX_HEADER_CHARS) or " "
    return {"type": "header", "text": {"type": "plain_text", "text": shown, "emoji": False}}


def paragraph(*elements: Element) -> Block:
    """One paragraph of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def note(text: str) -> Block:
    """Small print."""
    element = {"type": "plain_text", "text": cut(plain(text), MAX_ELEMENT_CHARS) or " ", "emoji": False}
    return {"type": "context", "elements": [element]}


def button(label: str, action_id: str, value: str) -> Element:
    """A button; its value is an id and never more."""
    shown = {"type": "plain_text", "text": cut(plain(label), MAX_BUTTON_CHARS) or " ", "emoji": False}
    return {"type": "button", "text": shown, "action_id": action_id, "value": value[:MAX_VALUE_CHARS]}


def actions(*elements: Element) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements[:MAX_ACTIONS])}


def heading(text: str) -> Part:
    """A heading as a part of a message."""
    return Part(esc(cut(plain(text), MAX_HEADER_CHARS)), (header(text),), heads=True)


def line(text: str, *elements: Element, claims: tuple[str, ...] = ()) -> Part:
    """A line of a list; `text` is already escaped."""
    return Part(text, item=elements, claims=claims)


def paginate(parts: Sequence[Part]) -> tuple[Message, ...]:
    """Messages that keep the limits: the first is posted, the rest go into its thread. Nothing is left out."""
    pages: list[list[Part]] = [[]]
    for position, part in enumerate(parts):
        following = parts[position + 1 : position + 2] if part.heads else ()
        if pages[-1] and not _fits([*pages[-1], part, *following]):
            pages.append([])
        pages[-1].append(part)
    return tuple(_message(page) for page in pages)


def check_message(message: Message) -> list[str]:
    """What Slack, or our own limits, would find wrong with a message; empty when it is fit to post."""
    found = []
    if not message.text.strip():
        found.append("no text for screen readers and notifications")
    if len(message.text.encode()) > MAX_TEXT_BYTES:
        found.append(f"text of {len(message.text.encode())} bytes, at most {MAX_TEXT_BYTES}")
    if len(message.blocks) > MAX_BLOCKS:
        found.append(f"{len(message.blocks)} blocks, at most {MAX_BLOCKS}")
    if (size := _size(message.blocks)) > MAX_BLOCK_CHARS:
        found.append(f"blocks of {size} characters, at most {MAX_BLOCK_CHARS}")
    if sum(block["type"] == "table" for block in message.blocks) > 1:
        found.append("more than one table")
    return found + [problem for block in message.blocks for problem in _check_block(block)]


def cut(text: str, limit: int = MAX_LINE_CHARS) -> str:
    """A text within a limit of characters, with a sign where something is left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _check_block(block: Block) -> Iterator[str]:
    if block["type"] == "header" and not 0 < len(block["text"]["text"]) <= MAX_HEADER_CHARS:
        yield "a header of no or too many characters"
    if block["type"] == "actions" and not 0 < len(block["elements"]) <= MAX_ACTIONS:
        yield "actions without a button or with too many"
    if block["type"] == "context" and not 0 < len(block["elements"]) <= 10:
        yield "a context without an element or with too many"
    for element in _dicts(block):
        if element.get("type") == "mrkdwn":
            yield "an mrkdwn field: foreign text belongs into rich_text or plain_text"
        if element.get("type") == "button" and len(element["text"]["text"]) > MAX_BUTTON_CHARS:
            yield "a button of too many characters"
        if element.get("type") == "link" and safe_url(element["url"]) != element["url"]:
            yield f"a link to {element['url'][:60]!r}"
        if element.get("type") in ("text", "plain_text") and not element["text"]:
            yield "an empty text"


def _fits(parts: Sequence[Part]) -> bool:
    blocks = _blocks(parts)
    in_bytes = len(_joined(parts).encode())
    # Room is left for a row of buttons under it.
    room = len(blocks) < MAX_BLOCKS and _size(blocks) <= MAX_BLOCK_CHARS - BUTTON_ROW_CHARS
    return room and in_bytes <= MAX_TEXT_BYTES


def _message(parts: Sequence[Part]) -> Message:
    claims = tuple(dict.fromkeys(claim for part in parts for claim in part.claims))
    return Message(cut_bytes(_joined(parts)) or " ", tuple(_blocks(parts)), claims)


def _joined(parts: Iterable[Part]) -> str:
    return "\n".join(f"• {part.text}" if part.item else part.text for part in parts if part.text)


def _blocks(parts: Iterable[Part]) -> list[Block]:
    """The blocks of parts, with neighbouring lines in one list."""
    found: list[Block] = []
    items: list[Element] = []
    for part in parts:
        if part.item:
            items.append({"type": "rich_text_section", "elements": list(part.item)})
            continue
        found += [*_list(items), *part.blocks]
        items = []
    return [*found, *_list(items)]


def _list(items: list[Element]) -> list[Block]:
    if not items:
        return []
    return [{"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}]


def _size(blocks: Iterable[Block]) -> int:
    """Characters of all texts and addresses in blocks, as Slack seems to count them."""
    elements = (element for block in blocks for element in _dicts(block))
    return sum(len(value) for e in elements for key in ("text", "url") if isinstance(value := e.get(key), str))


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _dicts(inner)


def _flat(text: str) -> str:
    """As `plain`, with the blank at either end kept: elements of a line stand side by side."""
    lead, trail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    inner = plain(text)
    return f"{lead}{inner}{trail}" if inner else ""


def cut_bytes(text: str) -> str:
    """The text within its limit of bytes, cut at a line's end: never inside a link or an escape."""
    if len(text.encode()) <= MAX_TEXT_BYTES:
        return text
    kept: list[str] = []
    for row in text.split("\n"):
        if len("\n".join([*kept, row, "…"]).encode()) > MAX_TEXT_BYTES:
            break
        kept.append(row)
    return "\n".join([*kept, "…"])
