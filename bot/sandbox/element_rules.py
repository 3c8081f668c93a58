"""Rules of interactive elements. https://docs.slack.dev/reference/block-kit/block-elements"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.sandbox import limits
from bot.sandbox.findings import Block, Findings, kind_of

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_PICKERS = ("datepicker", "timepicker", "datetimepicker")
_CHOICES = ("checkboxes", "radio_buttons")
_CLICKED = (
    "button",
    "workflow_button",
    "overflow",
    *_SELECTS,
    *(f"multi_{one}" for one in _SELECTS),
    *_PICKERS,
    *_CHOICES,
)
IN_ACCESSORY = (*_CLICKED, "image")
IN_ACTIONS = _CLICKED
_TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")
IN_INPUT = (*_TYPED, *_SELECTS, *(f"multi_{one}" for one in _SELECTS), *_PICKERS, *_CHOICES)
IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")
BUTTON_STYLES = ("primary", "danger")
_BUTTON = ("action_id", "url", "value", "style", "confirm", "accessibility_label", "agent_prompt")


def check_element(found: Findings, element: Any, at: str, allowed: Collection[str]) -> None:
    """Check an interactive element (or an image) in a place that allows these."""
    kind = kind_of(element)
    if kind not in allowed:
        found.add(at, f"unsupported type: {kind}")
        return
    found.strings(element, at, action_id=limits.ID)
    if kind == "button":
        _check_button(found, element, at)
    elif kind == "image":
        check_image(found, element, at)
    else:
        _check_chooser(found, element, at)


def check_image(found: Findings, image: Block, at: str) -> None:
    """Check what an image needs, as a block or as an element."""
    if "image_url" in image:
        found.url(image["image_url"], f"{at}/image_url", limits.URL)
    elif "slack_file" not in image:
        found.add(at, "missing required field: image_url")
    if "alt_text" in image:
        found.string(image["alt_text"], f"{at}/alt_text", limits.ALT_TEXT)
    else:
        found.add(at, "missing required field: alt_text")
    if "title" in image:
        found.plain(image["title"], f"{at}/title", limits.IMAGE_TITLE)


def _check_button(found: Findings, button: Block, at: str) -> None:
    if not found.keys(button, at, ("text",), _BUTTON):
        return
    found.plain(button["text"], f"{at}/text", limits.BUTTON_TEXT)
    found.strings(button, at, value=limits.BUTTON_VALUE, accessibility_label=limits.ACCESSIBILITY_LABEL)
    if "url" in button:
        found.url(button["url"], f"{at}/url", limits.URL, ("http", "https", "slack", "mailto"))
    if "style" in button:
        found.one_of(button["style"], f"{at}/style", BUTTON_STYLES)
    _check_confirm(found, button, at)


def _check_chooser(found: Findings, element: Block, at: str) -> None:
    kind = element["type"]
    if "placeholder" in element:
        found.plain(element["placeholder"], f"{at}/placeholder", limits.PLACEHOLDER)
    _check_confirm(found, element, at)
    if kind in ("static_select", "multi_static_select"):
        if "option_groups" in element:
            for number, group in enumerate(
                found.items(element["option_groups"], f"{at}/option_groups", limits.OPTIONS)
            ):
                here = f"{at}/option_groups/{number}"
                if found.keys(group, here, ("label", "options")):
                    found.plain(group["label"], f"{here}/label", limits.OPTION_TEXT)
                    _check_options(found, group["options"], f"{here}/options", limits.OPTIONS)
        else:
            _check_options(found, element.get("options"), f"{at}/options", limits.OPTIONS)
    elif kind == "overflow":
        _check_options(found, element.get("options"), f"{at}/options", limits.OVERFLOW_OPTIONS)
    elif kind in _CHOICES:
        _check_options(found, element.get("options"), f"{at}/options", limits.CHOICE_OPTIONS, ("plain_text", "mrkdwn"))


def _check_options(found: Findings, options: Any, at: str, most: int, texts: Collection[str] = ("plain_text",)) -> None:
    for number, option in enumerate(found.items(options, at, most)):
        here = f"{at}/{number}"
        if found.keys(option, here, ("text", "value"), ("description", "url")):
            found.text(option["text"], f"{here}/text", limits.OPTION_TEXT, texts)
            found.string(option["value"], f"{here}/value", limits.OPTION_VALUE)
            if "description" in option:
                found.text(option["description"], f"{here}/description", limits.OPTION_TEXT, texts)


def _check_confirm(found: Findings, element: Block, at: str) -> None:
    if "confirm" not in element:
        return
    here, confirm = f"{at}/confirm", element["confirm"]
    if found.keys(confirm, here, ("title", "text", "confirm", "deny"), ("style",)):
        found.plain(confirm["title"], f"{here}/title", limits.CONFIRM_TITLE)
        found.text(confirm["text"], f"{here}/text", limits.CONFIRM_TEXT)
        found.plain(confirm["confirm"], f"{here}/confirm", limits.CONFIRM_BUTTON)
        found.plain(confirm["deny"], f"{here}/deny", limits.CONFIRM_BUTTON)
