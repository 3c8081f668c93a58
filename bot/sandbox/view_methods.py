"""`views.*`, `agents.sessions.*` and `assistant.threads.*`: modals, the Home tab and the agent's container."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot.sandbox import limits
from bot.sandbox.desk import Arguments, Desk, Json
from bot.sandbox.errors import ApiError
from bot.sandbox.rules import check_view
from bot.sandbox.workspace import View


def open_view(desk: Desk, arguments: Arguments) -> Json:
    """`views.open`"""
    content = _content(arguments, "modal")
    user_id = desk.triggers.spend(_trigger(arguments))
    return {"view": as_json(desk, show_modal(desk, user_id, content))}


def push_view(desk: Desk, arguments: Arguments) -> Json:
    """`views.push`: upon the modals that are open, three at most."""
    content = _content(arguments, "modal")
    user_id = desk.triggers.spend(_trigger(arguments))
    return {"view": as_json(desk, push_modal(desk, user_id, content))}


def update_view(desk: Desk, arguments: Arguments) -> Json:
    """`views.update`, by `view_id` or `external_id`."""
    workspace = desk.workspace
    reference = arguments.text("view_id") or arguments.required("external_id")
    with workspace.changed:
        view = next(
            (
                one
                for one in (*workspace.modals.values(), *workspace.homes.values())
                if reference in (one.id, one.content.get("external_id"))
            ),
            None,
        )
    if view is None:
        raise ApiError("not_found")
    if arguments.text("hash") not in ("", view.hash):
        raise ApiError("hash_conflict")
    content = _content(arguments, "home" if workspace.homes.get(view.user) == view else "modal")
    return {"view": as_json(desk, rewrite_view(desk, view, content))}


def publish(desk: Desk, arguments: Arguments) -> Json:
    """`views.publish`"""
    user = desk.person(arguments.required("user_id"))
    if not desk.registration.home_tab:
        raise ApiError("not_enabled")
    content = _content(arguments, "home")
    before = desk.workspace.homes.get(user.id)
    if before is not None and arguments.text("hash") not in ("", before.hash):
        raise ApiError("hash_conflict")
    view_id = before.id if before is not None else desk.workspace.new_id("V")
    view = View(view_id, user.id, content, _new_hash(desk), root_id=view_id)
    with desk.workspace.changed:
        desk.workspace.homes[user.id] = view
        desk.workspace.changed.notify_all()
    return {"view": as_json(desk, view)}


def show_modal(desk: Desk, user_id: str, content: Json) -> View:
    """Open a modal for a person in place of those that were open."""
    with desk.workspace.changed:
        for view in list(desk.workspace.modals.values()):
            if view.user == user_id:
                del desk.workspace.modals[view.id]
        view_id = desk.workspace.new_id("V")
        return _store(desk, View(view_id, user_id, content, _new_hash(desk), root_id=view_id))


def push_modal(desk: Desk, user_id: str, content: Json) -> View:
    """Open a modal on top of a person's open ones."""
    with desk.workspace.changed:
        stack = [view for view in desk.workspace.modals.values() if view.user == user_id]
        if len(stack) >= limits.VIEW_STACK:
            raise ApiError("push_limit_reached")
        if not stack:
            return show_modal(desk, user_id, content)
        view_id = desk.workspace.new_id("V")
        top = stack[-1]
        return _store(desk, View(view_id, user_id, content, _new_hash(desk), top.root_id, top.id))


def rewrite_view(desk: Desk, view: View, content: Json) -> View:
    """Put other content into a view."""
    changed = replace(view, content=content, hash=_new_hash(desk))
    with desk.workspace.changed:
        if view.id in desk.workspace.modals:
            return _store(desk, changed)
        desk.workspace.homes[view.user] = changed
        desk.workspace.changed.notify_all()
    return changed


def as_json(desk: Desk, view: View) -> Json:
    """A view as the API shows it."""
    return {
        "close": None,
        "submit": None,
        "callback_id": "",
        "external_id": "",
        "private_metadata": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.content,
        "id": view.id,
        "team_id": desk.workspace.team_id,
        "app_id": desk.workspace.app_id,
        "app_installed_team_id": desk.workspace.team_id,
        "bot_id": desk.workspace.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": {}},
    }


def set_session_status(desk: Desk, arguments: Arguments) -> Json:
    """`agents.sessions.setStatus`: makes the session when there is none."""
    status, title = arguments.required("status"), arguments.text("title")
    if status not in limits.SESSION_STATUSES:
        raise ApiError("invalid_status")
    if len(title) > limits.SESSION_TITLE:
        raise ApiError("invalid_arguments", ["must be less than 201 characters: title"])
    place = _session_place(desk, arguments)
    with desk.workspace.changed:
        session = desk.workspace.sessions.setdefault(place, {"title": title})
        session["status"] = status
        desk.workspace.changed.notify_all()
    reply = {"status": status, "title": session["title"]}
    if status == "processing" and "agent_session_stopped" not in desk.registration.events:
        desk.workspace.warn("agents.sessions.setStatus: not subscribed to agent_session_stopped")
        reply["warning"] = "missing_agent_session_stopped_event_subscription"
    return reply


def rename_session(desk: Desk, arguments: Arguments) -> Json:
    """`agents.sessions.rename`"""
    title = arguments.required("title")
    if len(title) > limits.SESSION_TITLE:
        raise ApiError("invalid_arguments", ["must be less than 201 characters: title"])
    session = desk.workspace.sessions.get(_session_place(desk, arguments))
    if session is None:
        raise ApiError("session_not_found")
    session["title"] = title
    return {"title": title}


def set_thread_status(desk: Desk, arguments: Arguments) -> Json:
    """`assistant.threads.setStatus`, the older way, which Bolt's `set_status` still calls."""
    place = _session_place(desk, arguments)
    with desk.workspace.changed:
        desk.workspace.sessions.setdefault(place, {"title": ""})["status"] = arguments.text("status")
    return {}


def set_suggested_prompts(desk: Desk, arguments: Arguments) -> Json:
    """`assistant.threads.setSuggestedPrompts`"""
    channel = desk.visible_channel(arguments.required("channel_id"))
    prompts = arguments.document("prompts", list, "invalid_arguments") or []
    whole = all(isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts)
    if not prompts or len(prompts) > limits.SUGGESTED_PROMPTS or not whole:
        raise ApiError("invalid_arguments", ["prompts: one to four, each with a title and a message"])
    with desk.workspace.changed:
        place = (channel.id, arguments.text("thread_ts"))
        desk.workspace.sessions.setdefault(place, {"title": ""})["prompts"] = prompts
    return {}


def _content(arguments: Arguments, kind: str) -> Json:
    content: Json | None = arguments.document("view", dict, "invalid_arguments")
    if content is None:
        raise ApiError("invalid_arguments", ["missing required field: view"])
    check_view(content, kind)
    return content


def _trigger(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.required("interactivity_pointer")


def _store(desk: Desk, view: View) -> View:
    desk.workspace.modals[view.id] = view
    desk.workspace.changed.notify_all()
    return view


def _new_hash(desk: Desk) -> str:
    return f"{int(desk.workspace.clock.now().timestamp())}.{secrets.token_hex(4)}"


def _session_place(desk: Desk, arguments: Arguments) -> tuple[str, str]:
    if not desk.registration.is_agent:
        raise ApiError("feature_disabled")
    channel = desk.visible_channel(arguments.required("channel_id"))
    if desk.workspace.bot.id not in channel.members:
        raise ApiError("not_authorized")
    thread_ts = arguments.text("thread_ts")
    if not thread_ts:
        raise ApiError("thread_ts_required")
    if (channel.id, thread_ts) not in desk.workspace.messages:
        raise ApiError("invalid_thread_ts")
    return channel.id, thread_ts
