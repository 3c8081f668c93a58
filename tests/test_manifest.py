"""The manifest asks for what the code uses: every event, command and permission, and none besides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.manifest import load_manifest

ROOT = Path(__file__).parents[1]

# https://docs.slack.dev/reference/events and /methods: what each needs. None: nothing besides being installed.
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "app_home_opened": None,
    "agent_session_stopped": "assistant:write",
}
METHOD_SCOPES = {
    "auth_test": None,
    "apps_connections_open": None,
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "chat_update": "chat:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "chat_delete": "chat:write",
    "users_info": "users:read",
    "views_publish": None,
    "views_open": None,
    "agents_sessions_setStatus": "assistant:write",
}
LOOK_UPS = {"conversations_history": "channels:history", "conversations_replies": "groups:history"}
NOT_METHODS = {"token", "im"}


def calls(folder: Path) -> Iterator[tuple[str, str, ast.Call]]:
    """(object, method, call) of every `object.method(…)` below a folder, without the sandbox."""
    for file in folder.rglob("*.py"):
        if "sandbox" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield ast.unparse(node.func.value), node.func.attr, node


def listened(kind: str) -> set[str]:
    listeners = calls(ROOT / "bot" / "listeners")
    found = [call.args[0] for name, method, call in listeners if (name, method) == ("app", kind)]
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def used_methods() -> set[str]:
    return {
        method
        for name, method, _ in calls(ROOT / "bot")
        if (name.endswith("client") or name.startswith("slack_client(")) and "_" in method
    }


def test_every_event_listened_for_is_subscribed_to_and_the_other_way_round() -> None:
    # Direct messages are subscribed to as message.im and arrive as message.
    assert {"message.im" if event == "message" else event for event in listened("event")} == load_manifest().events


def test_every_command_is_declared_and_the_other_way_round() -> None:
    assert listened("command") == load_manifest().commands == {"/ev"}


def test_the_permissions_are_those_that_events_and_calls_need_and_no_more() -> None:
    manifest = load_manifest()
    assert used_methods() - set(METHOD_SCOPES) - set(LOOK_UPS) == set()
    methods = used_methods() - set(LOOK_UPS)
    needed = {EVENT_SCOPES[event] for event in manifest.events} | {METHOD_SCOPES[method] for method in methods}
    assert needed - {None} | {"commands"} == manifest.scopes


def test_reading_history_is_a_permission_the_bot_works_without() -> None:
    manifest = load_manifest()
    assert set(LOOK_UPS) <= used_methods()
    assert set(LOOK_UPS.values()) == manifest.optional_scopes


def test_buttons_need_interactivity() -> None:
    assert any((name, method) == ("app", "action") for name, method, _ in calls(ROOT / "bot" / "listeners"))
    assert load_manifest().document["settings"]["interactivity"]["is_enabled"]


def test_the_manifest_keeps_slacks_limits() -> None:
    # https://docs.slack.dev/reference/app-manifest
    document = load_manifest().document
    about = document["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(document["features"]["agent_view"]["agent_description"]) <= 300
    assert len(document["features"]["agent_view"]["suggested_prompts"]) <= 4
    assert all(len(command["usage_hint"]) <= 1000 for command in document["features"]["slash_commands"])
