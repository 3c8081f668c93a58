"""The Web API: token, scopes, rate limit, faults, then the method. https://docs.slack.dev/apis/web-api"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.sandbox import chat_methods, team_methods, view_methods
from bot.sandbox.desk import Arguments, Desk, Json
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import AnyFault, Faults, RateLimited, Refuse, Slow
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.response_url import answer_response_url

RESPONSE_URL = "response_url"
"""The name under which posts to a response URL stand in the log and in the script of faults."""


@dataclass(frozen=True)
class Method:
    """A method: what carries it out, and the scopes of which one must be granted."""

    run: Callable[[Desk, Arguments], Json]
    scopes: tuple[str, ...] = ()
    wants_app_token: bool = False


_CHAT = ("chat:write",)
METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "auth.test": Method(team_methods.auth_test),
        "apps.connections.open": Method(team_methods.open_connection, wants_app_token=True),
        "chat.postMessage": Method(chat_methods.post_message, _CHAT),
        "chat.postEphemeral": Method(chat_methods.post_ephemeral, _CHAT),
        "chat.update": Method(chat_methods.update, _CHAT),
        "chat.delete": Method(chat_methods.delete, _CHAT),
        "chat.getPermalink": Method(chat_methods.get_permalink),
        "conversations.open": Method(team_methods.open_conversation, ("im:write", "mpim:write")),
        "conversations.info": Method(team_methods.conversation_info),
        "conversations.history": Method(team_methods.history),
        "conversations.replies": Method(team_methods.replies),
        "users.info": Method(team_methods.user_info, ("users:read",)),
        "views.open": Method(view_methods.open_view),
        "views.push": Method(view_methods.push_view),
        "views.update": Method(view_methods.update_view),
        "views.publish": Method(view_methods.publish),
        "reactions.add": Method(chat_methods.add_reaction, ("reactions:write",)),
        "agents.sessions.setStatus": Method(view_methods.set_session_status, _CHAT),
        "agents.sessions.rename": Method(view_methods.rename_session, _CHAT),
        "assistant.threads.setStatus": Method(view_methods.set_thread_status, ("chat:write", "assistant:write")),
        "assistant.threads.setSuggestedPrompts": Method(view_methods.set_suggested_prompts, ("assistant:write",)),
    }
)


@dataclass(frozen=True)
class Call:
    """A call as it stands in the log; `at` is the sandbox's clock, `error` None when it was carried out."""

    method: str
    arguments: Mapping[str, Any]
    at: datetime
    error: str | None


@dataclass(frozen=True)
class Reply:
    """What goes back over HTTP; a fault may yet spoil it."""

    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: AnyFault | None = None

    def encoded(self) -> bytes:
        """The body as bytes."""
        return json.dumps(self.body).encode()


class WebApi:
    """Answers calls, and keeps a log of them."""

    def __init__(self, desk: Desk, faults: Faults, rate_limits: RateLimits, bot_token: str, app_token: str) -> None:
        self.log: list[Call] = []
        self._under_way = 0
        self._desk = desk
        self._faults = faults
        self._rate_limits = rate_limits
        self._bot_token = bot_token
        self._app_token = app_token

    @property
    def is_busy(self) -> bool:
        """Whether a call is being answered."""
        return self._under_way > 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a request in, and out once its reply was sent."""
        changed = self._desk.workspace.changed
        with changed:
            self._under_way += 1
        try:
            yield
        finally:
            with changed:
                self._under_way -= 1
                changed.notify_all()

    def call(self, method: str, token: str, values: Mapping[str, Any]) -> Reply:
        """Answer one call of the Web API."""
        channel = self._channel_of(values)
        return self._answer(method, channel, values, lambda: self._carry_out(method, token, channel, values))

    def respond(self, key: str, values: Mapping[str, Any]) -> Reply:
        """Answer one post to a response URL."""

        def run() -> Json:
            answer_response_url(self._desk, key, Arguments(values))
            return {}

        return self._answer(RESPONSE_URL, None, values, run)

    def _answer(self, method: str, channel: str | None, values: Mapping[str, Any], run: Callable[[], Json]) -> Reply:
        fault = self._faults.take(method, channel)
        if isinstance(fault, RateLimited):
            return self._logged(method, values, _too_fast(fault.retry_after_seconds))
        if isinstance(fault, Refuse):
            return self._logged(method, values, Reply(ApiError(fault.code).body()))
        if fault is not None and not isinstance(fault, Slow) and not fault.after:
            return self._logged(method, values, Reply({"ok": False, "error": type(fault).__name__}, fault=fault))
        try:
            reply = Reply({"ok": True, **run()}, fault=fault)
        except _TooFastError as error:
            reply = _too_fast(error.seconds)
        except ApiError as error:
            status = 404 if method == RESPONSE_URL else 200
            reply = Reply(error.body(), status, fault=fault)
        return self._logged(method, values, reply)

    def _carry_out(self, method: str, token: str, channel: str | None, values: Mapping[str, Any]) -> Json:
        known = METHODS.get(method)
        if known is None:
            raise ApiError("unknown_method", req_method=method)
        self._authenticate(known, token)
        self._desk.need(*known.scopes)
        wait = self._rate_limits.wait_seconds(method, channel or "")
        if wait:
            raise _TooFastError(wait)
        with self._desk.workspace.changed:
            return known.run(self._desk, Arguments(values))

    def _authenticate(self, method: Method, token: str) -> None:
        if not token:
            raise ApiError("not_authed")
        if method.wants_app_token and token == self._bot_token:
            raise ApiError("not_allowed_token_type")
        if token != (self._app_token if method.wants_app_token else self._bot_token):
            raise ApiError("invalid_auth")

    def _channel_of(self, values: Mapping[str, Any]) -> str | None:
        """The channel's id, however the call names it."""
        reference = str(values.get("channel") or values.get("channel_id") or "")
        workspace = self._desk.workspace
        user = workspace.users.get(reference)
        if user is not None and not user.is_bot:
            return workspace.direct_channel(user.id).id
        channel = workspace.find_channel(reference) if reference else None
        return channel.id if channel is not None else reference or None

    def _logged(self, method: str, values: Mapping[str, Any], reply: Reply) -> Reply:
        workspace = self._desk.workspace
        error = None if reply.body.get("ok") else str(reply.body.get("error"))
        with workspace.changed:
            self.log.append(Call(method, dict(values), workspace.clock.now(), error))
            workspace.changed.notify_all()
        return reply


class _TooFastError(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def _too_fast(seconds: int) -> Reply:
    return Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})
