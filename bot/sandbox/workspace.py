"""What the workspace holds: people, channels, messages, threads, ephemerals and views."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError

Blocks = Sequence[Mapping[str, Any]]
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot; `zone` is an IANA name."""

    id: str
    name: str
    real_name: str
    zone: str
    is_admin: bool = False
    is_bot: bool = False

    def utc_offset_seconds(self, now: datetime) -> int:
        """How far this person's clock is from UTC at that instant, daylight saving included."""
        offset = now.astimezone(ZoneInfo(self.zone)).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation; `kind` is `channel` (public), `group` (private) or `im`."""

    id: str
    name: str
    kind: str
    members: frozenset[str]
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; one that only `only_for` sees is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: Blocks = ()
    thread_ts: str | None = None
    metadata: Mapping[str, Any] | None = None
    edited_ts: str | None = None
    only_for: str | None = None
    reactions: tuple[tuple[str, str], ...] = ()

    @property
    def is_ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.only_for is not None


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab, of one user; `hash` changes with each update."""

    id: str
    user: str
    content: Mapping[str, Any]
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def blocks(self) -> Blocks:
        """Its blocks."""
        blocks: Blocks = self.content.get("blocks", ())
        return blocks


class Workspace:
    """The state; every change is made under `changed`, and tells it."""

    def __init__(self, name: str, bot_name: str, clock: Clock) -> None:
        self.name = name
        self.domain = name.lower().replace(" ", "-")
        self.team_id = "T0EVDESK01"
        self.app_id = "A0EVBRIEF1"
        self.bot_id = "B0EVBRIEF1"
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())
        self._last_ts = 0
        self._numbers = itertools.count(1)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[tuple[str, str], Message] = {}
        self.ephemerals: list[Message] = []
        self.homes: dict[str, View] = {}
        self.modals: dict[str, View] = {}
        self.sessions: dict[tuple[str, str], dict[str, Any]] = {}
        self.warnings: list[str] = []
        self.bot = self.add_user(bot_name, zone="UTC", is_bot=True)
        self.users[SLACKBOT] = User(SLACKBOT, "slackbot", "Slackbot", "UTC", is_bot=True)

    def new_id(self, letter: str) -> str:
        """An id as Slack makes them: a letter, then capitals and digits."""
        with self.changed:
            return f"{letter}0{next(self._numbers):09d}"

    def new_ts(self) -> str:
        """The next message time: the clock's, and always later than the last."""
        with self.changed:
            instant = self.clock.now()
            micros = int(instant.timestamp()) * 1_000_000 + instant.microsecond
            self._last_ts = max(micros, self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_user(
        self, name: str, zone: str = "UTC", real_name: str = "", is_admin: bool = False, is_bot: bool = False
    ) -> User:
        """Let a person join; ZoneInfoNotFoundError for a zone that is none."""
        ZoneInfo(zone)
        user = User(self.new_id("U"), name, real_name or name.capitalize(), zone, is_admin, is_bot)
        with self.changed:
            self.users[user.id] = user
        return user

    def add_channel(self, name: str, members: Sequence[str], private: bool = False) -> Channel:
        """Create a channel with these members (ids)."""
        channel = Channel(self.new_id("C"), name.lstrip("#"), "group" if private else "channel", frozenset(members))
        with self.changed:
            self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user_id: str) -> Channel:
        """The conversation between the bot and one person."""
        members = frozenset({user_id, self.bot.id})
        with self.changed:
            for channel in self.channels.values():
                if channel.kind == "im" and channel.members == members:
                    return channel
            channel = Channel(self.new_id("D"), "directmessage", "im", members)
            self.channels[channel.id] = channel
            return channel

    def change_channel(self, channel_id: str, **changes: Any) -> Channel:
        """Archive a channel, or change who is in it."""
        with self.changed:
            self.channels[channel_id] = replace(self.channels[channel_id], **changes)
            return self.channels[channel_id]

    def find_user(self, reference: str) -> User | None:
        """A person by id, or by name with or without its `@`."""
        with self.changed:
            if reference in self.users:
                return self.users[reference]
            return next((user for user in self.users.values() if user.name == reference.lstrip("@")), None)

    def find_channel(self, reference: str) -> Channel | None:
        """A channel by id, or by name with or without its `#`."""
        with self.changed:
            if reference in self.channels:
                return self.channels[reference]
            name = reference.lstrip("#")
            return next((one for one in self.channels.values() if one.name == name and one.kind != "im"), None)

    def post(
        self,
        channel: str,
        user: str,
        text: str,
        blocks: Blocks = (),
        thread_ts: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Message:
        """Store a message that the channel sees."""
        with self.changed:
            message = Message(channel, self.new_ts(), user, text, blocks, thread_ts, metadata)
            self.messages[channel, message.ts] = message
            self.changed.notify_all()
            return message

    def whisper(
        self, channel: str, only_for: str, text: str, blocks: Blocks = (), thread_ts: str | None = None, user: str = ""
    ) -> Message:
        """Show a message to one person alone."""
        with self.changed:
            author = user or self.bot.id
            message = Message(channel, self.new_ts(), author, text, blocks, thread_ts, only_for=only_for)
            self.ephemerals.append(message)
            self.changed.notify_all()
            return message

    def rewrite(self, message: Message, **changes: Any) -> Message:
        """Put a changed version where the message stands; it need not be the latest version that is given."""
        with self.changed:
            if message.is_ephemeral:
                place = self._ephemeral_place(message)
                changed = replace(self.ephemerals[place], **changes)
                self.ephemerals[place] = changed
            else:
                changed = replace(self._message(message), **changes)
                self.messages[message.channel, message.ts] = changed
            self.changed.notify_all()
            return changed

    def remove(self, message: Message) -> None:
        """Take a message away."""
        with self.changed:
            if message.is_ephemeral:
                del self.ephemerals[self._ephemeral_place(message)]
            else:
                del self.messages[message.channel, self._message(message).ts]
            self.changed.notify_all()

    def _message(self, message: Message) -> Message:
        latest = self.messages.get((message.channel, message.ts))
        if latest is None:
            raise ApiError("message_not_found")
        return latest

    def _ephemeral_place(self, message: Message) -> int:
        for place, other in enumerate(self.ephemerals):
            if (other.ts, other.only_for) == (message.ts, message.only_for):
                return place
        raise ApiError("message_not_found")

    def warn(self, warning: str) -> None:
        """Note what Slack accepts and nobody should do."""
        with self.changed:
            self.warnings.append(warning)
