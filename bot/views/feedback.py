"""The form in which a person says what was wrong with an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.views.message import Element

FEEDBACK_VIEW = "ev_feedback"
MAX_NOTE_CHARS = 500
_REASON, _NOTE = "reason", "note"


def feedback_view(reasons: Mapping[str, str], origin: Mapping[str, Any]) -> dict[str, Any]:
    """The modal; `origin` comes back with what is filled in."""
    options = [{"text": _plain(words), "value": value} for value, words in reasons.items()]
    note = {
        "type": "plain_text_input",
        "action_id": _NOTE,
        "multiline": True,
        "max_length": MAX_NOTE_CHARS,
        "placeholder": _plain("Which claim, and what is right? Please put no secrets here."),
    }
    return {
        "type": "modal",
        "callback_id": FEEDBACK_VIEW,
        "title": _plain("Not useful"),
        "submit": _plain("Send"),
        "close": _plain("Cancel"),
        "private_metadata": json.dumps(origin),
        "blocks": [
            _input(_REASON, "What was wrong?", {"type": "radio_buttons", "action_id": _REASON, "options": options}),
            _input(_NOTE, "In your words", note, optional=True),
        ],
    }


def filled_in(view: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, str]:
    """What came back: the origin, the reason, the note."""
    values = view["state"]["values"]
    reason = (values[_REASON][_REASON].get("selected_option") or {}).get("value", "")
    note = values[_NOTE][_NOTE].get("value") or ""
    whole = str(note)[:MAX_NOTE_CHARS].encode("utf-8", "replace").decode()
    return json.loads(view["private_metadata"]), str(reason), whole


def _input(block_id: str, label: str, element: Element, optional: bool = False) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": _plain(label), "element": element, "optional": optional}


def _plain(text: str) -> Element:
    return {"type": "plain_text", "text": text, "emoji": False}
