"""What a person types, as Slack passes it on. https://docs.slack.dev/messaging/formatting-message-text"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.sandbox.workspace import Workspace

_TOKEN = re.compile(
    r"<[@#][A-Z0-9]+(?:\|[^<>|]*)?>"  # a mention that is one already
    r"|(?<![\w@])@(?P<user>[\w.-]*\w)"
    r"|(?<![\w#])#(?P<channel>[\w-]*\w)"
    r"|(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)])"
    r"|[&<>]"
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def typed(text: str, workspace: Workspace, with_names: bool, with_links: bool = True) -> str:
    """Names, channels and links as Slack's tokens; `& < >` as entities.

    `with_names` puts a person's name beside the id, as slash commands have it and messages do not.
    Whether Slack writes entities in the text of a slash command is not documented: we take the harder case.
    """

    def token(match: re.Match[str]) -> str:
        whole = match.group()
        if whole in _ENTITIES:
            return _ENTITIES[whole]
        if match["url"]:
            return f"<{_escape(whole)}>" if with_links else _escape(whole)
        if match["user"]:
            return _user(match["user"], whole, workspace, with_names) if with_links else whole
        if match["channel"]:
            return _channel(match["channel"], whole, workspace) if with_links else whole
        return whole

    replace: Callable[[re.Match[str]], str] = token
    return _TOKEN.sub(replace, text)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;")


def _user(name: str, whole: str, workspace: Workspace, with_names: bool) -> str:
    user = workspace.find_user(name)
    if user is None:
        return whole
    return f"<@{user.id}|{user.name}>" if with_names else f"<@{user.id}>"


def _channel(name: str, whole: str, workspace: Workspace) -> str:
    channel = workspace.find_channel(name)
    return f"<#{channel.id}|{channel.name}>" if channel is not None and channel.kind == "channel" else whole
