"""The Slack app's manifest: what it listens to and which permissions it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Manifest:
    """The parts of the manifest that code must agree with."""

    document: dict[str, Any]
    scopes: frozenset[str]
    optional_scopes: frozenset[str]
    events: frozenset[str]
    commands: frozenset[str]


def manifest_text() -> str:
    """The manifest as it is pasted into Slack."""
    return files("bot").joinpath("manifest.yaml").read_text("utf-8")


def load_manifest() -> Manifest:
    """The manifest, read."""
    import yaml

    document = yaml.safe_load(manifest_text())
    scopes = document["oauth_config"]["scopes"]
    return Manifest(
        document=document,
        scopes=frozenset(scopes["bot"]),
        optional_scopes=frozenset(scopes.get("bot_optional", ())),
        events=frozenset(document["settings"]["event_subscriptions"]["bot_events"]),
        commands=frozenset(command["command"] for command in document["features"]["slash_commands"]),
    )
