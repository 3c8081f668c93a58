"""What many tests stand on: a real SQLite file, and the real app connected to the sandbox over Socket Mode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import a_watchlist, utc
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.app import Listeners, build_app, workspace_of
from bot.jobs import tick
from bot.manifest import load_manifest
from bot.sandbox import Clock, Sandbox
from bot.sandbox.delivery import Delivery
from bot.sandbox.workspace import Message
from bot.services import Services
from bot.slack_api import slack_client
from db.database import Database, open_database

NOW = utc("2022-09-01T00:00")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty store in a file."""
    opened = open_database(f"sqlite:///{tmp_path}/ev.db")
    yield opened
    opened.close()


@dataclass
class Desk:
    """The app at work: what a person does goes in by `sandbox`, and `settle` waits until the app is done with it."""

    services: Services
    sandbox: Sandbox
    listeners: Listeners
    client: WebClient
    connect: Callable[[], Listeners] = Listeners

    def restart(self) -> None:
        """Stop the app and start it anew, on the same store and workspace."""
        self.listeners = self.connect()

    @property
    def database(self) -> Database:
        return self.services.database

    def settle(self, delivery: Delivery | None) -> Delivery:
        assert delivery is not None, "the app is not told of this"
        delivery.wait(10)
        assert self.listeners.wait_idle(20)
        return delivery

    def command(self, text: str, user: str = "alex", channel: str = "#ev-news") -> str:
        """Type a slash command; everything that its author alone was shown for it."""
        before = len(self.sandbox.ephemerals(user))
        self.settle(self.sandbox.command(user, channel, text))
        return "\n\n".join(map(self.sandbox.visible_text, self.sandbox.ephemerals(user)[before:]))

    def mention(self, text: str, user: str = "alex", channel: str = "#ev-news", **more: Any) -> list[Message]:
        """Mention the bot; what it answered in the thread."""
        self.settle(self.sandbox.say(user, channel, text, **more))
        return self.answers(channel)

    def answers(self, channel: str = "#ev-news") -> list[Message]:
        return [each for each in self.sandbox.messages(channel) if each.user == self.sandbox.bot_user_id]

    def tick(self) -> None:
        tick(self.services, self.sandbox.team_id, self.client)

    def later(self, seconds: float) -> None:
        self.sandbox.clock.advance(seconds)


@pytest.fixture(scope="session")
def closing() -> Iterator[ThreadPoolExecutor]:
    """Where handlers are closed: slack-sdk's message thread takes up to a second to notice, and no test need wait."""
    with ThreadPoolExecutor(4) as executor:
        yield executor


@pytest.fixture
def open_desk(tmp_path: Path, closing: ThreadPoolExecutor) -> Iterator[Callable[..., Desk]]:
    """Opens the app on a sandbox: `grant` names optional scopes, `burst` how many messages a channel takes at once."""
    with ExitStack() as stack:

        def open_one(grant: tuple[str, ...] = (), burst: int = 1, **settings: Any) -> Desk:
            clock = Clock(NOW)
            sandbox = stack.enter_context(Sandbox(load_manifest().document, clock, grant, burst))
            database = open_database(f"sqlite:///{tmp_path}/desk.db")
            stack.callback(database.close)
            services = Services(database, clock.now, **settings)
            client = slack_client(sandbox.bot_token, sandbox.api_url)
            workspace = workspace_of(client)
            with database.begin() as tx:
                tx.store.save_watchlist(a_watchlist())
                tx.workspaces.remember(workspace.id, workspace.name, workspace.bot_user_id)
            running: list[SocketModeHandler] = []

            def connect() -> Listeners:
                while running:
                    running.pop().close()
                listeners = Listeners()
                stack.callback(listeners.shutdown)
                handler = SocketModeHandler(build_app(services, client, listeners=listeners), sandbox.app_token)
                handler.connect()
                running.append(handler)
                stack.callback(closing.submit, handler.close)
                return listeners

            return Desk(services, sandbox, connect(), client, connect)

        yield open_one


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """The app on a sandbox with the default permissions."""
    return open_desk()
