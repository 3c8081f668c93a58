"""The one error boundary: a person's mistake is said in one line, ours with a reference that is in the log."""

from __future__ import annotations

import functools
import logging
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.views.notices import error_notice, notice
from briefings.errors import BriefingsError

if TYPE_CHECKING:
    from slack_bolt import BoltContext
    from slack_sdk import WebClient

_LOG = logging.getLogger("ev")


def report_error(error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
    """Tell whoever asked, alone, and log what is our mistake."""
    if isinstance(error, BriefingsError):
        message = notice(str(error))
    else:
        reference = uuid.uuid4().hex[:8]
        _LOG.error("request failed, reference %s", reference, exc_info=error)
        message = error_notice(reference)
    event = body.get("event") or {}
    event = event.get("message") or event  # an edit holds the message that it is about
    user, channel = event.get("user") or context.user_id, context.channel_id
    if context.response_url and context.respond is not None:
        context.respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")
    elif user and channel:
        thread = event.get("thread_ts") or event.get("ts")
        client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, text=message.text, blocks=list(message.blocks)
        )


Later = Callable[..., None]
"""Runs a function with its arguments when there is a thread for it."""


def answering(later: Later) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Makes a listener that acknowledges at once, and answers later, behind the boundary.

    It must take `ack`, `body`, `context` and `client`. Slack waits three seconds for the acknowledgement: with the work
    in the listener itself, a burst of commands fills all threads, and the next one times out (404 from Bolt).
    `App.error` is not enough there: an error that follows the ack within some 10 ms makes Bolt forget the ack, and the
    person is told that the command timed out (slack_bolt 1.30, `ThreadListenerRunner.run` sets `ack.response = None`).
    """

    def made(listener: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(listener)
        def run(**arguments: Any) -> None:
            arguments["ack"]()
            later(_guarded, listener, arguments)

        return run

    return made


def _guarded(listener: Callable[..., None], arguments: dict[str, Any]) -> None:
    try:
        listener(**arguments)
    except Exception as error:
        report_error(error, arguments["body"], arguments["context"], arguments["client"])
