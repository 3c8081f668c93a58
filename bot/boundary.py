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
    user, channel = event.get("user") or context.user_id, context.channel_id
    if context.response_url and context.respond is not None:
        context.respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")
    elif user and channel:
        thread = event.get("thread_ts") or event.get("ts")
        client.chat_postEphemeral(
            channel=channel, user=user, thread_ts=thread, text=message.text, blocks=list(message.blocks)
        )


def guarded(listener: Callable[..., None]) -> Callable[..., None]:
    """A listener of a command or an action behind the boundary; it must take `body`, `context` and `client`.

    `App.error` is not enough there: an error that follows the ack within some 10 ms makes Bolt forget the ack, and the
    person is told that the command timed out (slack_bolt 1.30, `ThreadListenerRunner.run` sets `ack.response = None`).
    """

    @functools.wraps(listener)
    def run(**arguments: Any) -> None:
        try:
            listener(**arguments)
        except Exception as error:
            report_error(error, arguments["body"], arguments["context"], arguments["client"])

    return run
