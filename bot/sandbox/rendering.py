"""Messages and views as plain text, as a person would read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.workspace import Message, View

Names = Mapping[str, str]
"""What ids stand for: `U…` a person, `C…` a channel."""
_NOBODY: Names = {}
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_BULLETS = ("•", "◦", "▪")
_BUTTON_PARTS = ("value", "url")


def visible_text(shown: Message | View, names: Names = _NOBODY) -> str:
    """What stands in a message or a view: its blocks, or its text where it has none."""
    if shown.blocks:
        return "\n".join(line for block in shown.blocks for line in _block(block, names))
    return from_mrkdwn(shown.text, names) if isinstance(shown, Message) else ""


def describe(shown: Message | View, names: Names = _NOBODY) -> str:
    """A message for a terminal: who says it, where, to whom; then what it says."""
    if isinstance(shown, View):
        title = shown.content.get("title")
        head = f"[{_text(title, names)}]" if isinstance(title, Mapping) else "[Home]"
    else:
        channel = names.get(shown.channel, shown.channel)
        place = "in a direct message" if shown.channel.startswith("D") else f"in #{channel}"
        head = f"{names.get(shown.user, shown.user)} {place}"
        head += ", in a thread" if shown.thread_ts not in (None, shown.ts) else ""
        head += f" (only {names.get(shown.only_for, shown.only_for)} sees this)" if shown.only_for else ""
        head += " (edited)" if shown.edited_ts else ""
    return f"{head}:\n{visible_text(shown, names)}"


def from_mrkdwn(text: str, names: Names = _NOBODY) -> str:
    """mrkdwn with its links, mentions and entities spelt out; emphasis stays as it is typed."""

    def spell(match: re.Match[str]) -> str:
        sigil, target, label = match.groups()
        if sigil == "@":
            return f"@{names.get(target, label or target)}"
        if sigil == "#":
            return f"#{label or names.get(target, target)}"
        if sigil == "!":
            return label or f"@{target}"
        return f"{label} <{target}>" if label and label != target else f"<{target}>"

    # Entities are decoded piece by piece, so that a bracket that was one is not taken for markup.
    pieces, place = [], 0
    for match in _TOKEN.finditer(text):
        pieces += [_decoded(text[place : match.start()]), _decoded(spell(match))]
        place = match.end()
    return "".join([*pieces, _decoded(text[place:])])


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)


def _text(value: Any, names: Names) -> str:
    """A text object."""
    if not isinstance(value, Mapping):
        return ""
    text = str(value.get("text", ""))
    return text if value.get("type") == "plain_text" else from_mrkdwn(text, names)


def _block(block: Mapping[str, Any], names: Names) -> Iterator[str]:
    match block.get("type"):
        case "header":
            heading = _text(block["text"], names)
            yield from ("", heading, "=" * len(heading))
        case "section":
            yield from _section(block, names)
        case "context":
            yield " ".join(
                element["alt_text"] if element["type"] == "image" else _text(element, names)
                for element in block["elements"]
            )
        case "divider":
            yield "-" * 40
        case "actions" | "context_actions":
            yield " ".join(_element(element, names) for element in block["elements"])
        case "rich_text":
            for element in block["elements"]:
                yield from _rich(element, names)
        case "markdown":
            yield block["text"]
        case "table":
            for row in block["rows"]:
                yield " | ".join(_cell(cell, names) for cell in row)
        case "input":
            yield f"{_text(block['label'], names)}: {_element(block['element'], names)}"
        case "image":
            yield f"[image: {block['alt_text']}]"
        case _:
            yield from _other(block, names)


def _section(block: Mapping[str, Any], names: Names) -> Iterator[str]:
    if "text" in block:
        yield _text(block["text"], names)
    for field in block.get("fields", ()):
        yield _text(field, names)
    if "accessory" in block:
        yield _element(block["accessory"], names)


def _other(block: Mapping[str, Any], names: Names) -> Iterator[str]:
    """Blocks that we seldom see: their texts in order, then what can be clicked."""
    for key in ("title", "subtitle", "body", "text", "caption"):
        value = block.get(key)
        if value:
            yield value if isinstance(value, str) else _text(value, names)
    for nested in (*block.get("child_blocks", ()), *block.get("cards", ()), *block.get("tasks", ())):
        yield from _block(nested, names)
    if block.get("actions"):
        yield " ".join(_element(element, names) for element in block["actions"])


def _element(element: Mapping[str, Any], names: Names) -> str:
    """`[Label] (click ACTION_ID VALUE)`; a link button also shows where it goes."""
    kind, action_id = element.get("type"), element.get("action_id", "")
    if kind == "image":
        return f"[image: {element['alt_text']}]"
    if kind == "button":
        parts = [f"click {action_id}", *(str(element[key]) for key in _BUTTON_PARTS if element.get(key))]
        return f"[{_text(element['text'], names)}] ({' '.join(parts)})"
    options = [option for group in element.get("option_groups", ()) for option in group["options"]]
    offered = ", ".join(
        f"{_text(option['text'], names)} = {option['value']}" for option in (*element.get("options", ()), *options)
    )
    label = _text(element.get("placeholder"), names) or str(kind)
    return f"[{label}] (click {action_id}{': ' + offered if offered else ''})"


def _cell(cell: Mapping[str, Any], names: Names) -> str:
    if cell["type"] == "rich_text":
        return " ".join(line for element in cell["elements"] for line in _rich(element, names))
    return str(cell.get("text", ""))


def _rich(element: Mapping[str, Any], names: Names) -> Iterator[str]:
    inner = element.get("elements", ())
    match element["type"]:
        case "rich_text_list":
            depth = element.get("indent", 0)
            for number, item in enumerate(inner, start=1 + element.get("offset", 0)):
                mark = f"{number}." if element["style"] == "ordered" else _BULLETS[depth % len(_BULLETS)]
                yield f"{'  ' * depth}{mark} {_run(item['elements'], names)}"
        case "rich_text_quote":
            yield from (f"> {line}" for line in _run(inner, names).splitlines())
        case "rich_text_preformatted":
            yield from (f"    {line}" for line in _run(inner, names).splitlines())
        case _:
            yield _run(inner, names)


def _run(inline: Any, names: Names) -> str:
    return "".join(_inline(one, names) for one in inline)


def _inline(one: Mapping[str, Any], names: Names) -> str:
    match one["type"]:
        case "link":
            return f"{one['text']} <{one['url']}>" if one.get("text") else f"<{one['url']}>"
        case "emoji":
            return f":{one['name']}:"
        case "user":
            return f"@{names.get(one['user_id'], one['user_id'])}"
        case "channel":
            return f"#{names.get(one['channel_id'], one['channel_id'])}"
        case "broadcast":
            return f"@{one['range']}"
        case "date":
            return str(one.get("fallback", one["timestamp"]))
        case "usergroup":
            return f"@{one['usergroup_id']}"
        case "color":
            return str(one["value"])
        case _:
            return str(one["text"])
