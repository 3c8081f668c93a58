"""The payloads of envelopes: events, commands, clicks and submissions. https://docs.slack.dev/reference/events"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from bot.sandbox.desk import Desk, Json
from bot.sandbox.workspace import Channel, Message, User, View

_VERIFICATION_TOKEN = "sandbox"  # noqa: S105 - the deprecated field of Slack's payloads; it protects nothing


def event_payload(desk: Desk, event: Mapping[str, Any]) -> Json:
    """An Events API payload around an inner event."""
    workspace = desk.workspace
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": _VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
        "event_context": f"4-{uuid.uuid4().hex}",
    }


def message_event(desk: Desk, message: Message, channel: Channel) -> Json:
    """What both `message` and `app_mention` events say of a message."""
    event: Json = {
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": str(uuid.uuid4()),
        "text": message.text,
        "team": desk.workspace.team_id,
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.user == desk.workspace.bot.id:
        event |= {"bot_id": desk.workspace.bot_id, "app_id": desk.workspace.app_id}
    if message.thread_ts:
        event["thread_ts"] = message.thread_ts
        root = desk.workspace.messages.get((channel.id, message.thread_ts))
        if root is not None:
            event["parent_user_id"] = root.user
    return event


def message_json(desk: Desk, message: Message, with_metadata: bool = True) -> Json:
    """A message as the API shows it."""
    mine = message.user == desk.workspace.bot.id
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    shown["team"] = desk.workspace.team_id
    if mine:
        shown |= {"bot_id": desk.workspace.bot_id, "app_id": desk.workspace.app_id}
    if message.blocks:
        shown["blocks"] = [dict(block) for block in message.blocks]
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata is not None and with_metadata:
        shown["metadata"] = dict(message.metadata)
    if message.reactions:
        shown["reactions"] = [{"name": name, "users": [user], "count": 1} for name, user in message.reactions]
    return shown


def command_payload(desk: Desk, user: User, channel: Channel, command: str, text: str, response_url: str) -> Json:
    """A slash command, as the form that it would be over HTTP."""
    workspace = desk.workspace
    return {
        "token": _VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "privategroup" if channel.kind == "group" else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": desk.triggers.give(user.id),
    }


def click_payload(
    desk: Desk, user: User, where: Message | View, action: Json, view: Json | None, response_url: str
) -> Json:
    """A click on an interactive element of a message or a view (`block_actions`)."""
    payload = _interaction(desk, user, "block_actions")
    payload["actions"] = [action | {"action_ts": desk.workspace.new_ts()}]
    if isinstance(where, View):
        payload["container"] = {"type": "view", "view_id": where.id}
        payload["view"] = view
        return payload
    channel = desk.workspace.channels[where.channel]
    payload["container"] = {
        "type": "message",
        "message_ts": where.ts,
        "channel_id": where.channel,
        "is_ephemeral": where.is_ephemeral,
    }
    if where.thread_ts:
        payload["container"]["thread_ts"] = where.thread_ts
    payload["channel"] = {"id": channel.id, "name": "privategroup" if channel.kind == "group" else channel.name}
    payload["response_url"] = response_url
    payload["state"] = {"values": {}}
    return payload


def submit_payload(desk: Desk, user: User, view: Json) -> Json:
    """A modal that was submitted (`view_submission`)."""
    return _interaction(desk, user, "view_submission") | {"view": view, "response_urls": []}


def close_payload(desk: Desk, user: User, view: Json) -> Json:
    """A modal that was closed, for those who asked to be told (`view_closed`)."""
    return _interaction(desk, user, "view_closed") | {"view": view, "is_cleared": False}


def _interaction(desk: Desk, user: User, kind: str) -> Json:
    workspace = desk.workspace
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": workspace.team_id},
        "api_app_id": workspace.app_id,
        "token": _VERIFICATION_TOKEN,
        "trigger_id": desk.triggers.give(user.id),
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
