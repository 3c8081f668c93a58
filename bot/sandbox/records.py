"""What can be asked of the sandbox: what stands where, who sees what, which calls were made."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from bot.sandbox import rendering
from bot.sandbox.forms import find_element
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.web_api import Call, WebApi
from bot.sandbox.workspace import Channel, Message, User, View, Workspace


class Records:
    """Questions by tests and by the terminal; people and channels by id or name."""

    workspace: Workspace
    socket_mode: SocketMode
    _api: WebApi

    def user(self, reference: str) -> User:
        """A person; KeyError when there is none."""
        user = self.workspace.find_user(reference)
        if user is None:
            raise KeyError(reference)
        return user

    def channel(self, reference: str) -> Channel:
        """A channel; KeyError when there is none."""
        channel = self.workspace.find_channel(reference)
        if channel is None:
            raise KeyError(reference)
        return channel

    def direct_channel(self, user: str) -> Channel:
        """A person's direct messages with the bot."""
        return self.workspace.direct_channel(self.user(user).id)

    def messages(self, channel: str) -> list[Message]:
        """All messages of a channel, with those in threads, oldest first."""
        channel_id = self.channel(channel).id
        with self.workspace.changed:
            found = [message for message in self.workspace.messages.values() if message.channel == channel_id]
        return sorted(found, key=_order)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The message that began a thread, and its replies."""
        return [message for message in self.messages(channel) if ts in (message.ts, message.thread_ts)]

    def ephemerals(self, user: str, channel: str | None = None) -> list[Message]:
        """What one person alone was shown."""
        user_id = self.user(user).id
        channel_id = None if channel is None else self.channel(channel).id
        with self.workspace.changed:
            return [
                message
                for message in self.workspace.ephemerals
                if message.only_for == user_id and channel_id in (None, message.channel)
            ]

    def seen_by(self, user: str) -> list[Message]:
        """Everything a person can see, ephemerals among it, oldest first."""
        user_id = self.user(user).id
        with self.workspace.changed:
            theirs = {channel.id for channel in self.workspace.channels.values() if user_id in channel.members}
            found = [message for message in self.workspace.messages.values() if message.channel in theirs]
        return sorted([*found, *self.ephemerals(user)], key=_order)

    def home(self, user: str) -> View | None:
        """A person's Home tab, once it is published."""
        with self.workspace.changed:
            return self.workspace.homes.get(self.user(user).id)

    def modal(self, user: str) -> View | None:
        """The modal that a person has before them."""
        user_id = self.user(user).id
        with self.workspace.changed:
            return next((view for view in reversed(self.workspace.modals.values()) if view.user == user_id), None)

    def find_action(self, user: str, action_id: str, value: str | None = None) -> Message | View | None:
        """The newest thing before a person's eyes that has this element: a modal, a message, their Home tab."""
        places = (self.modal(user), *reversed(self.seen_by(user)), self.home(user))
        return next((one for one in places if one is not None and find_element(one.blocks, action_id, value)), None)

    def calls(self, method: str | None = None) -> list[Call]:
        """The calls that were made, in order; posts to response URLs are called `response_url`."""
        with self.workspace.changed:
            return [call for call in self._api.log if method in (None, call.method)]

    @property
    def warnings(self) -> list[str]:
        """What Slack accepted and nobody should do, such as blocks without a text."""
        with self.workspace.changed:
            return list(self.workspace.warnings)

    def names(self) -> Mapping[str, str]:
        """What ids stand for."""
        with self.workspace.changed:
            people = {user.id: user.name for user in self.workspace.users.values()}
            return people | {channel.id: channel.name for channel in self.workspace.channels.values()}

    def visible_text(self, shown: Message | View) -> str:
        """What a person reads in a message or a view."""
        return rendering.visible_text(shown, self.names())

    def describe(self, shown: Message | View) -> str:
        """The same for a terminal, under a line that says who says it where."""
        return rendering.describe(shown, self.names())

    def wait_until(self, condition: Callable[[], object], timeout_seconds: float = 5.0) -> None:
        """Wait until something holds; TimeoutError when it does not come to hold in time (real seconds)."""
        with self.workspace.changed:
            if not self.workspace.changed.wait_for(lambda: bool(condition()), timeout_seconds):
                raise TimeoutError(f"did not come to hold in {timeout_seconds} s")

    def wait_quiet(self, quiet_seconds: float = 0.15, timeout_seconds: float = 10.0) -> None:
        """Wait until nothing was called, answered or changed for a while (real seconds).

        An app that thinks for longer than that looks quiet: where its listeners can be counted, count them.
        """
        end = time.monotonic() + timeout_seconds
        with self.workspace.changed:
            while self.workspace.changed.wait(quiet_seconds) or self._api.is_busy or self.socket_mode.is_waiting:
                if time.monotonic() > end:
                    raise TimeoutError(f"still busy after {timeout_seconds} s")


def _order(message: Message) -> tuple[int, str]:
    return len(message.ts), message.ts
