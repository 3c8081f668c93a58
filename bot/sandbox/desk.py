"""What every method of the Web API works on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import ApiError
from bot.sandbox.registration import Registration
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.tickets import ResponseUrls, Triggers
from bot.sandbox.workspace import Channel, User, Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Desk:
    """The workspace with the app installed in it."""

    workspace: Workspace
    registration: Registration
    triggers: Triggers
    response_urls: ResponseUrls
    socket_mode: SocketMode
    socket_url: str

    def need(self, *scopes: str) -> None:
        """Go on only if one of these scopes is granted."""
        granted = self.registration.scopes
        if scopes and granted.isdisjoint(scopes):
            raise ApiError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def visible_channel(self, reference: str) -> Channel:
        """A channel whose existence the app may know of: a private one only as its member."""
        channel = self.workspace.find_channel(reference)
        hidden = channel is not None and channel.kind != "channel" and self.workspace.bot.id not in channel.members
        if channel is None or hidden:
            raise ApiError("channel_not_found")
        return channel

    def person(self, user_id: str) -> User:
        """A member of the workspace, by id as the API wants it."""
        user = self.workspace.users.get(user_id)
        if user is None:
            raise ApiError("user_not_found")
        return user


class Arguments:
    """The arguments of a call, from a form or from JSON."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def has(self, name: str) -> bool:
        """Whether it was given at all."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """Its text; empty when it was not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """Its text, which must be there."""
        if not self.text(name):
            raise ApiError("invalid_arguments", [f"missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Whether it is true: `1` and `true` in forms."""
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Its whole number."""
        text = self.text(name)
        if not text:
            return default
        if not text.isascii() or not text.isdigit():
            raise ApiError("invalid_arguments", [f"must be a number: {name}"])
        return int(text)

    def document(self, name: str, kind: type, error: str) -> Any:
        """Its JSON, as a value or as text that holds it; None when it was not given."""
        value = self.values.get(name)
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                raise ApiError(error) from None
        if value is None or value == "":
            return None
        if not isinstance(value, kind):
            raise ApiError(error)
        return value
