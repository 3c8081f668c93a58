"""Interactive elements: where they are, what a click on them says, what a filled-in view holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.desk import Json
from bot.sandbox.workspace import Blocks

_VALUE_KEYS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "external_select": "selected_option",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}
_INITIAL_KEYS = {
    "value": "initial_value",
    **{key: key.replace("selected", "initial") for key in _VALUE_KEYS.values() if key != "value"},
}


def elements(blocks: Blocks) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Each interactive element with its block, which gets an id as Slack gives it one."""
    for number, plain in enumerate(blocks):
        block = plain if plain.get("block_id") else {**plain, "block_id": f"b{number}"}
        found = [block.get("accessory"), block.get("element"), *block.get("elements", ()), *block.get("actions", ())]
        for element in found:
            if isinstance(element, Mapping) and "action_id" in element:
                yield block, element
        for nested in (block.get("child_blocks"), block.get("cards")):
            if isinstance(nested, list):
                yield from elements(nested)


def find_element(
    blocks: Blocks, action_id: str, value: str | None
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The first element with this action id, and this value where one is asked for and the element has its own."""
    for block, element in elements(blocks):
        if element["action_id"] == action_id and (value is None or element.get("value", value) == value):
            return block, element
    return None


def action_of(block: Mapping[str, Any], element: Mapping[str, Any], value: Any) -> Json:
    """What a click says: the button's own value, or what was chosen."""
    kind = element["type"]
    action: Json = {"type": kind, "action_id": element["action_id"], "block_id": block["block_id"]}
    if kind == "button":
        action["text"] = element["text"]
        action |= {key: element[key] for key in ("value", "url", "style") if key in element}
    elif kind in _VALUE_KEYS:
        action[_VALUE_KEYS[kind]] = _chosen(element, value)
    return action


def state_values(blocks: Blocks, values: Mapping[str, Any]) -> Json:
    """`state.values`: what was filled in by action id, and the initial values of the rest."""
    state: Json = {}
    for block, element in elements(blocks):
        key = _VALUE_KEYS.get(element["type"])
        if key is None or element["type"] == "overflow":
            continue
        given = values.get(element["action_id"])
        chosen = element.get(_INITIAL_KEYS[key]) if given is None else _chosen(element, given)
        place = state.setdefault(block["block_id"], {})
        place[element["action_id"]] = {"type": element["type"], key: chosen}
    return state


def _chosen(element: Mapping[str, Any], value: Any) -> Any:
    """An option by its value; what is no option as it is. ValueError for an option that is not offered."""
    key = _VALUE_KEYS[element["type"]]
    if key == "selected_option":
        return _option(element, str(value))
    if key == "selected_options":
        return [_option(element, str(one)) for one in value]
    return value


def _option(element: Mapping[str, Any], value: str) -> Mapping[str, Any]:
    groups = element.get("option_groups") or [{"options": element.get("options", ())}]
    for group in groups:
        for option in group["options"]:
            if option["value"] == value:
                chosen: Mapping[str, Any] = option
                return chosen
    raise ValueError(f"{element['action_id']} offers no {value!r}")
