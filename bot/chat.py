"""`ev chat`: a conversation in the terminal with the real app, in a Slack workspace of its own."""

from __future__ import annotations

import gc
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.app import Listeners, build_app, workspace_of
from bot.ingest import ingest
from bot.jobs import tick
from bot.logs import set_up_logging
from bot.manifest import load_manifest
from bot.sandbox import Clock, Sandbox
from bot.services import Services, open_services
from bot.settings import load_settings
from bot.slack_api import slack_client
from briefings.articles import FIRST_YEAR, LAST_YEAR, parse_time, sample_articles
from briefings.errors import DateError

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.sandbox.delivery import Delivery

START = datetime(2024, 7, 31, tzinfo=UTC)
"""The last day of the samples."""
PERSON, CHANNEL = "alex", "#ev-news"
TYPING_TIME = timedelta(seconds=2)
"""How far the clock moves with each line: nobody types faster, and a channel takes one message a second."""
SETTLING_TIME = timedelta(minutes=10)
ANSWER_SECONDS = 30
HELP = """Lines you can write:
  /ev xiaomi            a slash command in #ev-news
  @ev is it true?       a mention in #ev-news; > @ev and when? replies in its thread
  dm what is new?       a direct message to the bot; edit … changes the last one
  click ACTION_ID       press a button that is shown; home opens the bot's Home tab
  submit NAME=VALUE …   send a form that is open, filled in so
  :now 2024-08-01T01:00Z  moves the clock forward; digests that are due are posted"""


def converse(database_url: str | None, now: str | None) -> int:
    """Take lines from standard input until it ends; exit status 0."""
    set_up_logging("WARNING")
    start = _start(now)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ev-chat-"))
        clock = Clock(start or START)
        services = open_services(load_settings(), clock.now, database_url or f"sqlite:///{folder}/ev.db")
        stack.callback(services.close)
        if database_url is None:
            with _no_garbage_collection():
                _read_samples(services)
        elif start is None:
            clock.move_to(_newest(services))
        sandbox = stack.enter_context(Sandbox(load_manifest().document, clock, burst=5))
        conversation = stack.enter_context(_connected(services, sandbox))
        for line in _lines():
            conversation.take(line)
    return 0


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Spare the collector what stays until the end anyway: a tenth of the time until the first answer."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _read_samples(services: Services) -> None:
    """The samples, each as if it had been read on the day it was published."""
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
    for article in sample_articles():
        ingest(services, article, article.published_at, watchlist)


class Conversation:
    """One person in one channel; each line is one thing they do, and what it brings is printed before the next."""

    def __init__(self, services: Services, sandbox: Sandbox, listeners: Listeners, client: WebClient) -> None:
        self._services = services
        self._sandbox = sandbox
        self._listeners = listeners
        self._client = client
        self._thread: tuple[str, str] | None = None
        self._shown: set[tuple[str, str, str | None, str | None]] = set()

    def take(self, line: str) -> None:
        """Do what a line says, and print what comes of it."""
        self._sandbox.clock.move_to(self._sandbox.clock.now() + TYPING_TIME)
        verb, _, rest = line.partition(" ")
        match verb:
            case ":now":
                self._move_clock(rest)
            case "dm":
                self._say(f"@{self._sandbox.workspace.bot.name}", rest)
            case "edit":
                self._edit(rest)
            case ">":
                self._reply(rest)
            case "click":
                self._click(*rest.split()[:2])
            case "submit":
                self._submit(rest)
            case "home":
                self._wait(self._sandbox.open_home(PERSON))
                home = self._sandbox.home(PERSON)
                print(self._sandbox.describe(home) if home else "The Home tab is empty.", end="\n\n")
            case _ if verb.startswith("/"):
                self._wait(self._sandbox.command(PERSON, CHANNEL, line))
            case _ if line.startswith("@"):
                self._say(CHANNEL, line)
            case _:
                print(HELP, end="\n\n")
        tick(self._services, self._sandbox.team_id, self._client)
        self._show_new()

    def _say(self, channel: str, text: str) -> None:
        delivery = self._sandbox.say(PERSON, channel, text)
        place = self._sandbox.direct_channel(PERSON) if channel.startswith("@") else self._sandbox.channel(channel)
        mine = [message for message in self._sandbox.messages(place.id) if message.user != self._sandbox.bot_user_id]
        self._thread = (place.id, mine[-1].ts)
        self._wait(delivery)

    def _edit(self, text: str) -> None:
        channel = self._sandbox.direct_channel(PERSON).id
        mine = [each for each in self._sandbox.messages(channel) if each.user != self._sandbox.bot_user_id]
        if not mine:
            print("There is no direct message yet: write one first, with dm …", end="\n\n")
            return
        self._wait(self._sandbox.edit(PERSON, mine[-1], text))

    def _reply(self, text: str) -> None:
        if self._thread is None:
            print("There is no thread yet: mention me first, with @ev …", end="\n\n")
            return
        channel, ts = self._thread
        self._wait(self._sandbox.say(PERSON, channel, text, thread_ts=ts))

    def _click(self, action_id: str = "", value: str | None = None) -> None:
        where = self._sandbox.find_action(PERSON, action_id, value)
        if where is None:
            print(f"Nothing shown has the button {action_id!r}.", end="\n\n")
            return
        self._wait(self._sandbox.click(PERSON, where, action_id, value))
        modal = self._sandbox.modal(PERSON)
        if modal is not None and modal is not where:
            print(self._sandbox.describe(modal), end="\n\n")

    def _submit(self, text: str) -> None:
        modal = self._sandbox.modal(PERSON)
        if modal is None:
            print("No form is open.", end="\n\n")
            return
        filled = dict(re.findall(r"(\w+)=(.*?)(?=\s+\w+=|$)", text))
        try:
            delivery = self._sandbox.submit(PERSON, modal, filled)
        except ValueError as error:
            print(f"Not sent: {error}", end="\n\n")
            return
        self._wait(delivery)

    def _move_clock(self, text: str) -> None:
        try:
            self._sandbox.clock.move_to(_time(text))
        except (DateError, ValueError) as error:
            print(f"The clock was not moved: {error}", end="\n\n")
            return
        # What is due is posted now; what Slack asks to wait for comes a little later.
        until = self._sandbox.clock.now() + SETTLING_TIME
        while True:
            tick(self._services, self._sandbox.team_id, self._client)
            with self._services.database.read() as tx:
                due = tx.outbox.next_attempt(self._sandbox.team_id)
            if due is None or due > until:
                return
            self._sandbox.clock.move_to(max(due, self._sandbox.clock.now()))

    def _wait(self, delivery: Delivery | None) -> None:
        """Wait until the app has acknowledged and its listener is done."""
        if delivery is None:
            print("(nothing that I am told of: mention me with @ev, or use /ev)", end="\n\n")
            return
        with suppress(TimeoutError):
            delivery.wait(ANSWER_SECONDS)
        if not self._listeners.wait_idle(ANSWER_SECONDS):
            print("(no answer yet)", end="\n\n")

    def _show_new(self) -> None:
        for message in self._sandbox.seen_by(PERSON):
            key = (message.channel, message.ts, message.only_for, message.edited_ts)
            if key not in self._shown and message.user != self._sandbox.user(PERSON).id:
                print(self._sandbox.describe(message), end="\n\n")
            self._shown.add(key)
        sys.stdout.flush()


@contextmanager
def _connected(services: Services, sandbox: Sandbox) -> Iterator[Conversation]:
    """A conversation while the app is connected to the sandbox, exactly as it would be to Slack."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    client = slack_client(sandbox.bot_token, sandbox.api_url)
    workspace = workspace_of(client)
    with services.database.begin() as tx:
        tx.workspaces.remember(workspace.id, workspace.name, workspace.bot_user_id)
    listeners = Listeners()
    handler = SocketModeHandler(build_app(services, client, listeners=listeners), sandbox.app_token)
    handler.connect()
    try:
        yield Conversation(services, sandbox, listeners, client)
    finally:
        # Not close() or disconnect(): they wait up to a second for threads of slack-sdk, and the process ends anyway.
        handler.client.auto_reconnect_enabled = False
        handler.client.closed = True
        listeners.shutdown()


def _lines() -> Iterator[str]:
    """Lines from the terminal with a prompt, or from a pipe, echoed so that the output reads as a conversation."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - gives input() its line editing
        print(HELP, end="\n\n")
        while True:
            try:
                line = input("you: ").strip()
            except EOFError:
                return
            if line:
                yield line
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    for raw in sys.stdin:
        line = raw.strip()
        if line:
            print(f"you: {line}")
            yield line


def _start(text: str | None) -> datetime | None:
    return _time(text) if text else None


def _time(text: str) -> datetime:
    try:
        found = parse_time(text)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{text.strip()[:40]!r} is not a time: write 2024-08-01T01:00Z") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DateError(f"{text.strip()[:40]!r} is not a plausible time")
    return found


def _newest(services: Services) -> datetime:
    """When the newest stored article was published, or the samples' last day where there is none later."""
    with services.database.read() as tx:
        newest = tx.store.articles.newest_publication()
    return max(newest, START) if newest else START
