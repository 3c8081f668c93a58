"""The app as Slack knows it from its manifest: what it may call, what it hears, which commands it has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Registration:
    """An installed app: its granted scopes, its events, its commands and whether each escapes names."""

    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, bool]
    is_agent: bool
    socket_mode: bool
    interactive: bool
    home_tab: bool
    messages_tab: bool

    @classmethod
    def of(cls, manifest: Mapping[str, Any], grant: Collection[str] = ()) -> Registration:
        """Install a manifest, granting so many of its optional scopes; ValueError for one that it does not ask for."""
        features, settings = manifest["features"], manifest["settings"]
        scopes = manifest["oauth_config"]["scopes"]
        strange = set(grant) - set(scopes.get("bot_optional", ()))
        if strange:
            raise ValueError(f"not among the manifest's optional scopes: {', '.join(sorted(strange))}")
        app_home = features.get("app_home", {})
        return cls(
            name=manifest["display_information"]["name"],
            bot_name=features["bot_user"]["display_name"],
            scopes=frozenset(scopes["bot"]) | frozenset(grant),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands={
                command["command"]: bool(command.get("should_escape")) for command in features.get("slash_commands", ())
            },
            is_agent="agent_view" in features or "assistant_view" in features,
            socket_mode=bool(settings.get("socket_mode_enabled")),
            interactive=bool(settings.get("interactivity", {}).get("is_enabled")),
            home_tab=bool(app_home.get("home_tab_enabled")),
            messages_tab=bool(app_home.get("messages_tab_enabled")),
        )


def read_manifest(path: Path | str) -> dict[str, Any]:
    """A manifest file, parsed; JSON is YAML too."""
    import yaml

    manifest: dict[str, Any] = yaml.safe_load(Path(path).read_text("utf-8"))
    return manifest
