"""`chat.*` and `reactions.add`: what the app says. https://docs.slack.dev/reference/methods"""

from __future__ import annotations

from typing import Any

from bot.sandbox import limits
from bot.sandbox.announcing import send_change_event, send_message_event
from bot.sandbox.desk import Arguments, Desk, Json
from bot.sandbox.errors import ApiError
from bot.sandbox.events import message_json
from bot.sandbox.rules import check_message
from bot.sandbox.workspace import Channel, Message


def post_message(desk: Desk, arguments: Arguments) -> Json:
    """`chat.postMessage`"""
    channel = _place_to_post(desk, arguments.required("channel"))
    text, blocks = content_of(desk, arguments, "chat.postMessage")
    thread_ts = _thread(desk, channel, arguments.text("thread_ts"))
    reply: Json = {}
    if len(text) > limits.MESSAGE_TEXT:
        text = text[: limits.MESSAGE_TEXT]
        desk.workspace.warn("chat.postMessage: text was cut at 40,000 characters")
        reply = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    message = desk.workspace.post(channel.id, desk.workspace.bot.id, text, blocks, thread_ts, _metadata(arguments))
    send_message_event(desk, message, channel)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(desk, message), **reply}


def post_ephemeral(desk: Desk, arguments: Arguments) -> Json:
    """`chat.postEphemeral`"""
    channel = _place_to_post(desk, arguments.required("channel"))
    user = desk.person(arguments.required("user"))
    if user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    if desk.workspace.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    text, blocks = content_of(desk, arguments, "chat.postEphemeral")
    thread_ts = _thread(desk, channel, arguments.text("thread_ts"))
    message = desk.workspace.whisper(channel.id, user.id, text, blocks, thread_ts)
    return {"message_ts": message.ts}


def update(desk: Desk, arguments: Arguments) -> Json:
    """`chat.update`: what is not given stays as it is."""
    message = _own_message(desk, arguments, "cant_update_message")
    text, blocks = content_of(desk, arguments, "chat.update", empty_is_fine=True)
    if len(text.encode()) > limits.UPDATE_TEXT_BYTES:
        raise ApiError("msg_too_long")
    if not text and not blocks and not arguments.has("metadata"):
        raise ApiError("no_text")
    changes: dict[str, Any] = {"edited_ts": desk.workspace.new_ts()}
    if text or blocks:
        changes["text"] = text
    if arguments.has("blocks"):
        changes["blocks"] = blocks
    if arguments.has("metadata"):
        changes["metadata"] = _metadata(arguments)
    changed = desk.workspace.rewrite(message, **changes)
    send_change_event(desk, desk.workspace.channels[message.channel], "message_changed", message, changed)
    return {
        "channel": changed.channel,
        "ts": changed.ts,
        "text": changed.text,
        "message": message_json(desk, changed),
    }


def delete(desk: Desk, arguments: Arguments) -> Json:
    """`chat.delete`"""
    message = _own_message(desk, arguments, "cant_delete_message")
    desk.workspace.remove(message)
    send_change_event(desk, desk.workspace.channels[message.channel], "message_deleted", message, None)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(desk: Desk, arguments: Arguments) -> Json:
    """`chat.getPermalink`"""
    channel = desk.visible_channel(arguments.required("channel"))
    message = desk.workspace.messages.get((channel.id, arguments.required("message_ts")))
    if message is None:
        raise ApiError("message_not_found")
    link = f"https://{desk.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def add_reaction(desk: Desk, arguments: Arguments) -> Json:
    """`reactions.add`"""
    channel = desk.visible_channel(arguments.required("channel"))
    message = desk.workspace.messages.get((channel.id, arguments.required("timestamp")))
    if message is None:
        raise ApiError("message_not_found")
    if desk.workspace.bot.id not in channel.members:
        raise ApiError("not_in_channel")
    reaction = (arguments.required("name").strip(":"), desk.workspace.bot.id)
    if reaction in message.reactions:
        raise ApiError("already_reacted")
    desk.workspace.rewrite(message, reactions=(*message.reactions, reaction))
    return {}


def content_of(desk: Desk, arguments: Arguments, method: str, empty_is_fine: bool = False) -> tuple[str, list[Json]]:
    """The text and blocks of a message, checked; notes what a screen reader would miss."""
    text = arguments.text("text")
    blocks: list[Json] = arguments.document("blocks", list, "invalid_blocks_format") or []
    markdown = arguments.text("markdown_text")
    if markdown and (text or blocks):
        raise ApiError("markdown_text_conflict")
    if len(markdown) > limits.MARKDOWN_TOTAL:
        raise ApiError("msg_too_long")
    if markdown:
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if not text and not blocks and not empty_is_fine:
        raise ApiError("no_text")
    check_message(blocks)
    if blocks and not text:
        desk.workspace.warn(f"{method}: blocks without a top-level text, which screen readers and notifications read")
    return text, blocks


def _place_to_post(desk: Desk, reference: str) -> Channel:
    """The channel to post in: by id, by name, or a person's id for the direct messages with them."""
    workspace = desk.workspace
    if reference in workspace.users:
        return _direct_messages(desk, reference)
    channel = desk.visible_channel(reference)
    if channel.is_archived:
        raise ApiError("is_archived")
    if workspace.bot.id not in channel.members and "chat:write.public" not in desk.registration.scopes:
        raise ApiError("not_in_channel")
    return channel


def _direct_messages(desk: Desk, user_id: str) -> Channel:
    if not desk.registration.messages_tab:
        raise ApiError("messages_tab_disabled")
    if desk.workspace.users[user_id].is_bot:
        raise ApiError("channel_not_found")
    return desk.workspace.direct_channel(user_id)


def _thread(desk: Desk, channel: Channel, thread_ts: str) -> str | None:
    """The root of the thread to answer in."""
    if not thread_ts:
        return None
    messages = desk.workspace.messages
    root = messages.get((channel.id, thread_ts))
    if root is not None and root.thread_ts not in (None, root.ts):
        desk.workspace.warn("thread_ts of a reply, where Slack wants that of the thread's first message")
        return root.thread_ts
    has_replies = any(one.channel == channel.id and one.thread_ts == thread_ts for one in list(messages.values()))
    if root is None and not has_replies:
        raise ApiError("thread_not_found")
    return thread_ts


def _own_message(desk: Desk, arguments: Arguments, refusal: str) -> Message:
    channel = desk.visible_channel(arguments.required("channel"))
    message = desk.workspace.messages.get((channel.id, arguments.required("ts")))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != desk.workspace.bot.id:
        raise ApiError(refusal)
    if channel.is_archived:
        raise ApiError("is_archived")
    return message


def _metadata(arguments: Arguments) -> Json | None:
    metadata: Json | None = arguments.document("metadata", dict, "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    return metadata
