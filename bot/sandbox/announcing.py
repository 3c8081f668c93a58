"""Tells the app of what happened, if its manifest subscribes to it."""

from __future__ import annotations

from typing import Any

from bot.sandbox import events
from bot.sandbox.delivery import Delivery
from bot.sandbox.desk import Desk, Json
from bot.sandbox.workspace import Channel, Message

_MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def send_event(desk: Desk, event: Json, name: str, duplicates: int = 1) -> Delivery | None:
    """Send an event so many times, each time with the same `event_id`; None when the app does not want it."""
    if name not in desk.registration.events:
        return None
    return send_copies(
        desk, Delivery("events_api", events.event_payload(desk, event), desk.workspace.changed), duplicates
    )


def send_copies(desk: Desk, first: Delivery, duplicates: int) -> Delivery:
    """Hand over a delivery, and the same payload in envelopes of its own."""
    first.copies = tuple(first.another() for _ in range(duplicates - 1))
    for delivery in (first, *first.copies):
        desk.socket_mode.hand_over(delivery)
    return first


def send_message_event(
    desk: Desk, message: Message, channel: Channel, duplicates: int = 1, **changes: Any
) -> Delivery | None:
    """A `message` event, to an app that is in the channel; its own messages come back to it as well."""
    if desk.workspace.bot.id not in channel.members:
        return None
    event = {"type": "message", "channel_type": channel.kind, **events.message_event(desk, message, channel), **changes}
    return send_event(desk, event, _MESSAGE_EVENTS[channel.kind], duplicates)


def send_mention_event(desk: Desk, message: Message, channel: Channel, duplicates: int) -> Delivery | None:
    """An `app_mention` event, if the message mentions the app in a channel that it is in."""
    bot = desk.workspace.bot.id
    if channel.kind == "im" or bot not in channel.members or f"<@{bot}>" not in message.text:
        return None
    event = {"type": "app_mention", **events.message_event(desk, message, channel)}
    return send_event(desk, event, "app_mention", duplicates)


def send_change_event(
    desk: Desk, channel: Channel, subtype: str, before: Message, after: Message | None, duplicates: int = 1
) -> Delivery | None:
    """A `message_changed` or `message_deleted` event."""
    event: Json = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "previous_message": events.message_json(desk, before),
        "ts": desk.workspace.new_ts(),
    }
    event["event_ts"] = event["ts"]
    if after is None:
        event["deleted_ts"] = before.ts
    else:
        event["message"] = events.message_json(desk, after)
    if desk.workspace.bot.id not in channel.members:
        return None
    return send_event(desk, event, _MESSAGE_EVENTS[channel.kind], duplicates)
