"""Rules of each kind of block. https://docs.slack.dev/reference/block-kit/blocks"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.sandbox import limits
from bot.sandbox.element_rules import (
    IN_ACCESSORY,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    check_element,
    check_image,
)
from bot.sandbox.findings import TEXT_TYPES, Block, Findings, kind_of
from bot.sandbox.rich_text_rules import check_rich_text

Check = Callable[[Findings, Block, str], None]
EVERYWHERE = frozenset({"message", "modal", "home"})
_MESSAGE = frozenset({"message"})
_NOT_MODAL = frozenset({"message", "home"})
_ALIGNMENTS = ("left", "center", "right")


def check_block(found: Findings, block: Any, at: str, surface: str) -> None:
    """Check one block on a surface: `message`, `modal` or `home`."""
    kind = kind_of(block)
    if kind not in BLOCKS:
        found.add(f"{at}/type", f"unsupported type: {kind}")
        return
    surfaces, check = BLOCKS[kind]
    if surface not in surfaces:
        found.add(f"{at}/type", f"unsupported type: {kind} in a {surface}")
    if "block_id" in block:
        found.string(block["block_id"], f"{at}/block_id", limits.ID, least=0)
    check(found, block, at)


def _section(found: Findings, block: Block, at: str) -> None:
    found.keys(block, at, (), ("text", "fields", "accessory", "expand"))
    if "text" not in block and "fields" not in block:
        found.add(at, "missing required field: text or fields")
    if "text" in block:
        found.text(block["text"], f"{at}/text", limits.SECTION_TEXT)
    if "fields" in block:
        for number, field in enumerate(found.items(block["fields"], f"{at}/fields", limits.SECTION_FIELDS)):
            found.text(field, f"{at}/fields/{number}", limits.FIELD_TEXT)
    if "accessory" in block:
        check_element(found, block["accessory"], f"{at}/accessory", IN_ACCESSORY)
    found.flag(block, at, "expand")


def _header(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("text",), ("level",)):
        found.plain(block["text"], f"{at}/text", limits.HEADER_TEXT)


def _context(found: Findings, block: Block, at: str) -> None:
    if not found.keys(block, at, ("elements",)):
        return
    for number, element in enumerate(found.items(block["elements"], f"{at}/elements", limits.CONTEXT_ELEMENTS)):
        here = f"{at}/elements/{number}"
        if kind_of(element) == "image":
            check_image(found, element, here)
        elif kind_of(element) not in TEXT_TYPES:
            found.add(here, f"unsupported type: {kind_of(element)}")
        else:
            found.text(element, here, limits.CONTEXT_TEXT)


def _divider(found: Findings, block: Block, at: str) -> None:
    found.keys(block, at)


def _actions(found: Findings, block: Block, at: str) -> None:
    if not found.keys(block, at, ("elements",)):
        return
    seen: set[str] = set()
    for number, element in enumerate(found.items(block["elements"], f"{at}/elements", limits.ACTIONS_ELEMENTS)):
        here = f"{at}/elements/{number}"
        check_element(found, element, here, IN_ACTIONS)
        action_id = element.get("action_id") if isinstance(element, dict) else None
        if isinstance(action_id, str) and action_id in seen:
            found.add(f"{here}/action_id", f"action_id `{action_id}` already exists")
        seen.add(str(action_id))


def _context_actions(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("elements",)):
        for number, element in enumerate(found.items(block["elements"], f"{at}/elements", limits.CONTEXT_ACTIONS)):
            check_element(found, element, f"{at}/elements/{number}", IN_CONTEXT_ACTIONS)


def _input(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("label", "element"), ("hint", "optional", "dispatch_action")):
        found.plain(block["label"], f"{at}/label", limits.INPUT_LABEL)
        if "hint" in block:
            found.plain(block["hint"], f"{at}/hint", limits.INPUT_LABEL)
        check_element(found, block["element"], f"{at}/element", IN_INPUT)


def _rich_text(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("elements",)):
        check_rich_text(found, block["elements"], f"{at}/elements")


def _markdown(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("text",)):
        found.string(block["text"], f"{at}/text", limits.MARKDOWN_TOTAL)


def _table(found: Findings, block: Block, at: str) -> None:
    if not found.keys(block, at, ("rows",), ("column_settings",)):
        return
    for number, row in enumerate(found.items(block["rows"], f"{at}/rows", limits.TABLE_ROWS)):
        for column, cell in enumerate(found.items(row, f"{at}/rows/{number}", limits.TABLE_COLUMNS)):
            _cell(found, cell, f"{at}/rows/{number}/{column}")
    here = f"{at}/column_settings"
    for number, setting in enumerate(found.items(block.get("column_settings", ()), here, limits.TABLE_COLUMNS, 0)):
        # A column without a setting of its own is null.
        if setting is not None and found.keys(setting, f"{here}/{number}", (), ("align", "is_wrapped")):
            found.flag(setting, f"{here}/{number}", "is_wrapped")
            if "align" in setting:
                found.one_of(setting["align"], f"{here}/{number}/align", _ALIGNMENTS)


def _cell(found: Findings, cell: Any, at: str) -> None:
    kind = kind_of(cell)
    if kind == "raw_text":
        if found.keys(cell, at, ("text",)):
            found.string(cell["text"], f"{at}/text", limits.TABLE_TEXT)
    elif kind == "rich_text":
        _rich_text(found, cell, at)
    else:
        found.add(at, f"unsupported type: {kind}")


def _data_table(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("rows", "caption"), ("page_size", "column_settings")):
        for number, row in enumerate(found.items(block["rows"], f"{at}/rows", limits.DATA_TABLE_ROWS, 2)):
            found.items(row, f"{at}/rows/{number}", limits.TABLE_COLUMNS)


def _card(found: Findings, block: Block, at: str) -> None:
    for key, longest in (("title", limits.CARD_TITLE), ("subtitle", limits.CARD_TITLE), ("body", limits.CARD_BODY)):
        if key in block:
            found.text(block[key], f"{at}/{key}", longest)
    for number, element in enumerate(found.items(block.get("actions", ()), f"{at}/actions", limits.CARD_ACTIONS, 0)):
        check_element(found, element, f"{at}/actions/{number}", ("button",))


def _carousel(found: Findings, block: Block, at: str) -> None:
    for number, card in enumerate(found.items(block.get("elements"), f"{at}/elements", limits.CAROUSEL_CARDS)):
        if kind_of(card) != "card":
            found.add(f"{at}/elements/{number}", "must be a card")
        else:
            _card(found, card, f"{at}/elements/{number}")


def _container(found: Findings, block: Block, at: str) -> None:
    children = found.items(block.get("child_blocks"), f"{at}/child_blocks", limits.CONTAINER_CHILDREN)
    for number, child in enumerate(children):
        check_block(found, child, f"{at}/child_blocks/{number}", "message")


def _alert(found: Findings, block: Block, at: str) -> None:
    if found.keys(block, at, ("text",), ("level",)):
        found.text(block["text"], f"{at}/text", limits.ALERT_TEXT)
        if "level" in block:
            found.one_of(block["level"], f"{at}/level", ("default", "info", "warning", "error", "success"))


def _chart(found: Findings, block: Block, at: str) -> None:
    if "title" in block:
        found.string(block["title"], f"{at}/title", limits.CHART_TITLE)


def _plan(found: Findings, block: Block, at: str) -> None:
    found.items(block.get("tasks", ()), f"{at}/tasks", limits.PLAN_TASKS, 0)


def _video(found: Findings, block: Block, at: str) -> None:  # noqa: ARG001 - every check is called alike
    # It needs the scope links.embed:write and an unfurl domain: https://docs.slack.dev/reference/block-kit/blocks/video-block
    found.add(at, "links.embed:write is not granted")


BLOCKS: Mapping[str, tuple[frozenset[str], Check]] = MappingProxyType(
    {
        "section": (EVERYWHERE, _section),
        "header": (EVERYWHERE, _header),
        "context": (EVERYWHERE, _context),
        "divider": (EVERYWHERE, _divider),
        "image": (EVERYWHERE, check_image),
        "actions": (EVERYWHERE, _actions),
        "context_actions": (_MESSAGE, _context_actions),
        "input": (EVERYWHERE, _input),
        "rich_text": (EVERYWHERE, _rich_text),
        "markdown": (_MESSAGE, _markdown),
        "table": (_NOT_MODAL, _table),
        "data_table": (_NOT_MODAL, _data_table),
        "data_visualization": (_NOT_MODAL, _chart),
        "card": (EVERYWHERE, _card),
        "carousel": (_NOT_MODAL, _carousel),
        "container": (_NOT_MODAL, _container),
        "alert": (frozenset({"modal"}), _alert),
        "task_card": (_MESSAGE, _plan),
        "plan": (_MESSAGE, _plan),
        "video": (EVERYWHERE, _video),
    }
)
