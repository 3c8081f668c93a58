"""Calls to Slack, and what their failures mean."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:
    from slack_sdk import WebClient

TIMEOUT_SECONDS = 10


class Outcome(Enum):
    """What a failed call leaves behind."""

    LATER = "Slack asked us to wait"
    UNSENT = "Slack could not be reached"
    REFUSED = "refused"
    DOUBT = "no clear reply"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed call: what it means, in words, and how long Slack asked us to wait."""

    outcome: Outcome
    code: str
    retry_after_seconds: int = 0

    @property
    def words(self) -> str:
        """The failure as a person reads it."""
        return _IN_WORDS.get(self.code, self.code.replace("_", " "))


# https://docs.slack.dev/reference/methods/chat.postMessage#errors
_DOUBTFUL_CODES = frozenset({"fatal_error", "internal_error", "service_unavailable", "request_timeout"})
_CODE = re.compile(r"[a-z0-9_]+")
_IN_WORDS = {
    "not_in_channel": "I am not in that channel: /invite @ev",
    "channel_not_found": "I cannot see that channel: it is private and I am not in it (/invite @ev), or it is gone",
    "is_archived": "the channel is archived",
    "restricted_action": "the workspace does not let me post there",
    "invalid_auth": "Slack refused the token",
    "not_authed": "Slack got no token",
    "account_inactive": "the app was removed from the workspace, or its token belongs to someone who left",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "missing_scope": "the app lacks a permission: reinstall it from the manifest (`ev manifest`)",
    "msg_too_long": "the message is too long",
    "msg_blocks_too_long": "the message is too long",
    "expired_trigger_id": "that took too long",
    "message_limit_exceeded": "the workspace has used up its messages",
}


def slack_client(token: str | None, api_url: str, patient: bool = False) -> WebClient:
    """A client that never sends twice: slack-sdk's own retry does, when a reply is lost. The outbox retries.

    A patient one waits as long as Slack asks, a few times: for answers, which no outbox holds.
    """
    from slack_sdk import WebClient
    from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

    retries = [RateLimitErrorRetryHandler(max_retry_count=3)] if patient else []
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[*retries])


def without_retries(client: WebClient) -> WebClient:
    """The same client, but one that sends each call once."""
    return slack_client(client.token, client.base_url)


def failure_of(error: Exception) -> Failure:
    """What an error of a Slack call means; errors that are no such thing are raised again."""
    from slack_sdk.errors import SlackApiError

    if isinstance(error, SlackApiError):
        return _refusal(error)
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, BaseException) else error
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return Failure(Outcome.UNSENT, "unreachable")
    if isinstance(cause, OSError | EOFError) or type(error).__module__ == "http.client":
        return Failure(Outcome.DOUBT, type(cause).__name__)
    raise error


def _refusal(error: Exception) -> Failure:
    response = getattr(error, "response", None)
    status = getattr(response, "status_code", 0)
    body = getattr(response, "data", None)
    code = str(body.get("error", "")) if isinstance(body, dict) else ""
    if status == 429 or code in ("ratelimited", "rate_limited"):
        headers = {name.lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
        return Failure(Outcome.LATER, "ratelimited", _whole_seconds(headers.get("retry-after")))
    # For a reply that is no JSON, slack-sdk puts a sentence where the code should be.
    if status >= 500 or not _CODE.fullmatch(code) or code in _DOUBTFUL_CODES:
        return Failure(Outcome.DOUBT, code if _CODE.fullmatch(code) else f"unreadable reply, HTTP {status}")
    return Failure(Outcome.REFUSED, code)


def _whole_seconds(header: object) -> int:
    text = str(header[0] if isinstance(header, list) and header else header)
    return max(1, int(text)) if text.isdigit() else 30
