"""Who and where: `auth.test`, `apps.connections.open`, `users.info`, `conversations.*`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from bot.sandbox.desk import Arguments, Desk, Json
from bot.sandbox.errors import ApiError
from bot.sandbox.events import message_json
from bot.sandbox.workspace import Channel, Message

# https://docs.slack.dev/reference/methods/conversations.history: the scope depends on the kind of the channel
_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
_READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_PAGE, _LONGEST_PAGE = 100, 999


def auth_test(desk: Desk, arguments: Arguments) -> Json:  # noqa: ARG001 - every method is called alike
    """`auth.test`"""
    workspace = desk.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(desk: Desk, arguments: Arguments) -> Json:  # noqa: ARG001
    """`apps.connections.open`"""
    if not desk.registration.socket_mode:
        raise ApiError("socket_mode_not_enabled")
    return {"url": f"{desk.socket_url}?ticket={desk.socket_mode.new_ticket()}&app_id={desk.workspace.app_id}"}


def user_info(desk: Desk, arguments: Arguments) -> Json:
    """`users.info`"""
    user = desk.person(arguments.required("user"))
    profile = {"real_name": user.real_name, "display_name": user.name}
    return {
        "user": {
            "id": user.id,
            "team_id": desk.workspace.team_id,
            "name": user.name,
            "real_name": user.real_name,
            "deleted": False,
            "tz": user.zone,
            "tz_label": user.zone,
            "tz_offset": user.utc_offset_seconds(desk.workspace.clock.now()),
            "profile": profile,
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_bot": user.is_bot,
            "is_restricted": False,
            "is_ultra_restricted": False,
        }
    }


def open_conversation(desk: Desk, arguments: Arguments) -> Json:
    """`conversations.open`, for direct messages with one person."""
    if arguments.has("channel"):
        channel = desk.visible_channel(arguments.text("channel"))
    else:
        people = arguments.required("users").split(",")
        if len(people) != 1:
            raise ApiError("missing_scope", needed="mpim:write", provided=",".join(sorted(desk.registration.scopes)))
        channel = desk.workspace.direct_channel(desk.person(people[0]).id)
    return {"channel": {"id": channel.id}}


def conversation_info(desk: Desk, arguments: Arguments) -> Json:
    """`conversations.info`"""
    channel = desk.visible_channel(arguments.required("channel"))
    desk.need(_READ[channel.kind])
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_channel": channel.kind == "channel",
            "is_group": channel.kind == "group",
            "is_private": channel.kind == "group",
            "is_im": channel.kind == "im",
            "is_archived": channel.is_archived,
            "is_member": desk.workspace.bot.id in channel.members,
        }
    }


def history(desk: Desk, arguments: Arguments) -> Json:
    """`conversations.history`: newest first, without what stands in threads."""
    channel = _readable(desk, arguments)
    found = [
        message
        for message in _messages_of(desk, channel)
        if message.thread_ts in (None, message.ts) and _in_window(message, arguments)
    ]
    return _page(desk, found[::-1], arguments)


def replies(desk: Desk, arguments: Arguments) -> Json:
    """`conversations.replies`: oldest first, the message that began the thread before all."""
    channel = _readable(desk, arguments)
    root_ts = arguments.required("ts")
    thread = [message for message in _messages_of(desk, channel) if root_ts in (message.ts, message.thread_ts)]
    if not thread:
        raise ApiError("thread_not_found")
    found = [message for message in thread if message.ts == root_ts or _in_window(message, arguments)]
    return _page(desk, found, arguments)


def _readable(desk: Desk, arguments: Arguments) -> Channel:
    channel = desk.visible_channel(arguments.required("channel"))
    desk.need(_HISTORY[channel.kind])
    if desk.workspace.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _messages_of(desk: Desk, channel: Channel) -> list[Message]:
    """Oldest first."""
    with desk.workspace.changed:
        return sorted(
            (message for message in desk.workspace.messages.values() if message.channel == channel.id),
            key=lambda message: _ts(message.ts),
        )


def _ts(text: str) -> tuple[int, int]:
    """A `ts` as whole seconds and millionths, exact where a float is not."""
    seconds, _, fraction = text.partition(".")
    fraction = fraction or "0"
    if not (seconds + fraction).isascii() or not (seconds + fraction).isdigit():
        raise ApiError("invalid_ts_latest")
    return int(seconds), int(fraction.ljust(6, "0")[:6])


def _in_window(message: Message, arguments: Arguments) -> bool:
    ts, inclusive = _ts(message.ts), arguments.flag("inclusive")
    oldest = _ts(arguments.text("oldest") or "0")
    if ts < oldest or (ts == oldest and not inclusive):
        return False
    if not arguments.text("latest"):
        return True
    latest = _ts(arguments.text("latest"))
    return ts < latest or (ts == latest and inclusive)


def _page(desk: Desk, found: Sequence[Message], arguments: Arguments) -> Json:
    start = _place_of(arguments.text("cursor"))
    size = min(max(arguments.number("limit", _PAGE), 1), _LONGEST_PAGE)
    shown = found[start : start + size]
    more = start + size < len(found)
    with_metadata = arguments.flag("include_all_metadata")
    return {
        "messages": [message_json(desk, message, with_metadata) for message in shown],
        "has_more": more,
        "response_metadata": {"next_cursor": _cursor_to(start + size) if more else ""},
    }


def _cursor_to(place: int) -> str:
    return base64.b64encode(f"next:{place}".encode()).decode()


def _place_of(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise ApiError("invalid_cursor") from None
    if name != "next" or not place.isdigit():
        raise ApiError("invalid_cursor")
    return int(place)
