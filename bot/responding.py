"""Answers by response URL, to the one who asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.views.message import Message
from bot.views.notices import notice

if TYPE_CHECKING:
    from slack_bolt import Respond

MAX_RESPONSES = 5
"""A response URL takes five messages: https://docs.slack.dev/interactivity/handling-user-interaction"""


def _within_uses(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """At most as many messages as the response URL takes; the last says how many are left out."""
    if len(messages) <= MAX_RESPONSES:
        return messages
    rest = len(messages) - MAX_RESPONSES + 1
    return (*messages[: MAX_RESPONSES - 1], notice(f"… and {rest} more pages, too many to show here: ask about less."))


def respond_all(respond: Respond, messages: tuple[Message, ...], thread_ts: str | None = None) -> None:
    """Show messages to the one who asked, in a thread if they asked there; what Slack does not take is logged."""
    for message in _within_uses(messages):
        answer = respond(
            text=message.text,
            blocks=list(message.blocks),
            response_type="ephemeral",
            replace_original=False,
            thread_ts=thread_ts,
            unfurl_links=False,
        )
        if answer.status_code != 200:
            logging.getLogger("ev").error("a response was not taken: %s %s", answer.status_code, answer.body[:200])
