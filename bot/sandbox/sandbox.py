"""The sandbox: a Slack workspace on loopback that keeps Slack's rules, for trying the bot and for testing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bot.sandbox.clock import Clock
from bot.sandbox.desk import Desk
from bot.sandbox.faults import Faults
from bot.sandbox.people import People
from bot.sandbox.rate_limits import RateLimits
from bot.sandbox.records import Records
from bot.sandbox.registration import Registration, read_manifest
from bot.sandbox.server import Server
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.tickets import ResponseUrls, Triggers
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Channel, User, Workspace

DEFAULT_START = datetime(2024, 7, 31, tzinfo=UTC)


class Sandbox(People, Records):
    """A workspace "EV Desk" with the app installed, served on 127.0.0.1 while the `with` block lasts.

    The real Bolt app connects to it by `api_url`, `bot_token` and `app_token`. People: alex (Asia/Shanghai), kim
    (Europe/Berlin), ada (America/New_York, an admin). Channels: #ev-news, with the bot, and #general, without it.
    `grant` names the optional scopes that the workspace gave; `burst` is how many messages a channel takes at once.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        clock: Clock | None = None,
        grant: Collection[str] = (),
        burst: int = 1,
    ) -> None:
        registration = Registration.of(manifest, grant)
        self.clock = clock or Clock(DEFAULT_START)
        self.workspace = Workspace("EV Desk", registration.bot_name, self.clock)
        self.faults = Faults()
        self.bot_token = "xoxb-sandbox-bot"  # noqa: S105 - opens nothing but this sandbox
        self.app_token = "xapp-sandbox-app"  # noqa: S105
        self._server = Server()
        base = f"127.0.0.1:{self._server.server_address[1]}"
        self.api_url = f"http://{base}/api/"
        self.socket_mode = SocketMode(self.clock, self.workspace.changed, self.workspace.app_id)
        tickets = Triggers(), ResponseUrls(self.clock)
        desk = Desk(self.workspace, registration, *tickets, self.socket_mode, f"ws://{base}/link")
        self._api = WebApi(desk, self.faults, RateLimits(self.clock, burst), self.bot_token, self.app_token)
        super().__init__(desk, f"http://{base}/response/")
        self._settle()

    @classmethod
    def from_manifest(
        cls, path: Path | str, clock: Clock | None = None, grant: Collection[str] = (), burst: int = 1
    ) -> Self:
        """A sandbox for the manifest in a file."""
        return cls(read_manifest(path), clock, grant, burst)

    def __enter__(self) -> Self:
        self.socket_mode.start()
        self._server.start(self._api, self.socket_mode, self.workspace.changed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye to the app and stop serving. Close the app's handler first: it would try to connect again."""
        self.socket_mode.close()
        self._server.stop()

    @property
    def team_id(self) -> str:
        """The workspace's id."""
        return self.workspace.team_id

    @property
    def bot_user_id(self) -> str:
        """The bot's user id."""
        return self.workspace.bot.id

    def add_user(self, name: str, zone: str = "UTC", is_admin: bool = False) -> User:
        """Let a person join the workspace, and no channel yet."""
        return self.workspace.add_user(name, zone, is_admin=is_admin)

    def add_channel(self, name: str, members: Sequence[str], with_bot: bool = True, private: bool = False) -> Channel:
        """Create a channel with these people."""
        ids = [self.user(member).id for member in members]
        return self.workspace.add_channel(name, [*ids, *([self.bot_user_id] if with_bot else [])], private)

    def invite(self, channel: str, user: str = "") -> Channel:
        """Let someone into a channel: the bot, unless it is said who."""
        place, who = self.channel(channel), self.user(user).id if user else self.bot_user_id
        return self.workspace.change_channel(place.id, members=place.members | {who})

    def remove(self, channel: str, user: str = "") -> Channel:
        """Take someone out of a channel: the bot, unless it is said who."""
        place, who = self.channel(channel), self.user(user).id if user else self.bot_user_id
        return self.workspace.change_channel(place.id, members=place.members - {who})

    def archive(self, channel: str) -> Channel:
        """Archive a channel."""
        return self.workspace.change_channel(self.channel(channel).id, is_archived=True)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew."""
        self.socket_mode.disconnect(reason)

    def _settle(self) -> None:
        self.add_user("alex", "Asia/Shanghai")
        self.add_user("kim", "Europe/Berlin")
        self.add_user("ada", "America/New_York", is_admin=True)
        everyone = ["alex", "kim", "ada"]
        self.add_channel("ev-news", everyone)
        self.add_channel("general", everyone, with_bot=False)
