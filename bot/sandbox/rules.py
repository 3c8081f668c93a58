"""Rules for whole messages and views: what is refused, with which code and words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox import limits
from bot.sandbox.block_rules import check_block
from bot.sandbox.errors import ApiError
from bot.sandbox.findings import Findings, kind_of

# The fields whose strings a reader sees, wherever in a block they stand.
_SHOWN_KEYS = frozenset({"text", "alt_text", "fallback"})
_VIEW_OPTIONS = ("private_metadata", "callback_id", "external_id", "clear_on_close", "notify_on_close")


def check_message(blocks: Sequence[Any]) -> None:
    """Check the blocks of a message; ApiError with Slack's code."""
    found = Findings()
    _check_blocks(found, blocks, "/blocks", "message", limits.BLOCKS_PER_MESSAGE)
    kinds = [kind_of(block) for block in blocks]
    if kinds.count("table") > 1:
        raise ApiError("only_one_table_allowed")
    if kinds.count("data_visualization") > limits.CHARTS_PER_MESSAGE:
        found.add("/blocks", f"no more than {limits.CHARTS_PER_MESSAGE} data_visualization blocks allowed")
    if found.problems:
        raise ApiError("invalid_blocks", found.problems)
    if shown_length(blocks) > limits.MESSAGE_BLOCKS_TEXT:
        raise ApiError("msg_blocks_too_long")


def check_view(view: Mapping[str, Any], kind: str) -> None:
    """Check a modal or a Home tab (`kind`); ApiError with Slack's code."""
    found = Findings()
    if found.one_of(view.get("type"), "/view/type", (kind,)):
        titles = ("title", "submit", "close") if kind == "modal" else ()
        found.keys(view, "/view", ("blocks",), (*titles, *_VIEW_OPTIONS))
    found.strings(view, "/view", private_metadata=limits.PRIVATE_METADATA, callback_id=limits.ID, external_id=limits.ID)
    blocks = view.get("blocks") if isinstance(view.get("blocks"), list) else []
    _check_blocks(found, view.get("blocks", []), "/view/blocks", kind, limits.BLOCKS_PER_VIEW)
    if kind == "modal":
        _check_titles(found, view, blocks)
    if found.problems:
        raise ApiError("invalid_arguments", found.problems)
    if len(json.dumps(view).encode()) > limits.VIEW_BYTES:
        raise ApiError("view_too_large")


def _check_titles(found: Findings, view: Mapping[str, Any], blocks: Any) -> None:
    if "title" not in view:
        found.add("/view", "missing required field: title")
    for key in ("title", "submit", "close"):
        if key in view:
            found.plain(view[key], f"/view/{key}", limits.VIEW_TITLE)
    has_inputs = any(kind_of(block) == "input" for block in blocks)
    if has_inputs and "submit" not in view:
        found.add("/view", "missing required field: submit, which an input needs")


def shown_length(blocks: Sequence[Any]) -> int:
    """How many characters of all blocks together a reader sees."""
    return sum(len(text) for text in _shown(blocks))


def _check_blocks(found: Findings, blocks: Any, at: str, surface: str, most: int) -> None:
    seen: set[str] = set()
    markdown = 0
    for number, block in enumerate(found.items(blocks, at, most, least=0)):
        check_block(found, block, f"{at}/{number}", surface)
        if not isinstance(block, dict):
            continue
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block_id and block_id in seen:
            found.add(f"{at}/{number}/block_id", f"block_id `{block_id}` already exists")
        seen.add(str(block_id))
        if block.get("type") == "markdown":
            markdown += len(str(block.get("text", "")))
        if block.get("type") in ("table", "data_table"):
            longest = limits.TABLE_TEXT if block["type"] == "table" else limits.DATA_TABLE_TEXT
            if shown_length([block]) > longest:
                found.add(f"{at}/{number}", f"must be less than {longest + 1} characters")
    if markdown > limits.MARKDOWN_TOTAL:
        found.add(at, f"markdown must be less than {limits.MARKDOWN_TOTAL + 1} characters in all")


def _shown(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in _SHOWN_KEYS and isinstance(inner, str):
                yield inner
            else:
                yield from _shown(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _shown(inner)
