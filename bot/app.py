"""Builds the Bolt app: its threads, its listeners, its error boundary."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING, Any, TypeVar

from slack_bolt import App

from bot.boundary import report_error
from bot.listeners import actions, answers, commands, home, lifecycle, mentions
from bot.services import Services

if TYPE_CHECKING:
    from slack_sdk import WebClient

LISTENER_THREADS = 32
"""Bolt's default of 5 answers 404 to the sixth request while five are busy."""
ANSWER_THREADS = 32
"""They wait for Slack most of the time; `Services.composing` keeps the others from crowding the processor."""
T = TypeVar("T")


class Listeners(ThreadPoolExecutor):
    """The threads that listeners run in, and those that answer; whoever started them can wait until none is at work."""

    def __init__(self) -> None:
        super().__init__(LISTENER_THREADS, thread_name_prefix="listener")
        self._answers = ThreadPoolExecutor(ANSWER_THREADS, thread_name_prefix="answer")
        self._running = 0
        self._idle = Condition()

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run in a thread, and count it until it is done."""
        return self._counted(super().submit, fn, *args, **kwargs)

    def later(self, fn: Callable[..., object], /, *args: Any) -> None:
        """Run when a thread that answers is free, however many wait: nobody's acknowledgement waits with them."""
        self._counted(self._answers.submit, fn, *args)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all threads."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        self._answers.shutdown(wait, cancel_futures=cancel_futures)

    def _counted(self, submit: Callable[..., Future[T]], fn: Callable[..., T], *args: Any, **kwargs: Any) -> Future[T]:
        with self._idle:
            self._running += 1
        try:
            future = submit(fn, *args, **kwargs)
        except BaseException:
            self._finished()
            raise
        future.add_done_callback(self._finished)
        return future

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until no listener runs; False when the time ran out."""
        with self._idle:
            return self._idle.wait_for(lambda: self._running == 0, timeout_seconds)

    def _finished(self, _future: Future[Any] | None = None) -> None:
        with self._idle:
            self._running -= 1
            self._idle.notify_all()


@dataclass(frozen=True)
class Workspace:
    """The Slack team the bot is in, as `auth.test` names it."""

    id: str
    name: str
    bot_user_id: str


def workspace_of(client: WebClient) -> Workspace:
    """Who we are by our token; raises what slack_sdk raises."""
    who = client.auth_test()
    return Workspace(str(who["team_id"]), str(who["team"]), str(who["user_id"]))


def build_app(
    services: Services, client: WebClient, signing_secret: str = "", listeners: Listeners | None = None
) -> App:
    """The app with all its listeners, not connected yet."""
    listeners = listeners or Listeners()
    app = App(
        client=client, signing_secret=signing_secret, token_verification_enabled=False, listener_executor=listeners
    )
    # At INFO, Bolt logs whole rejected requests: https://github.com/slackapi/bolt-python
    logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.WARNING)
    for kind in (commands, mentions, actions, answers):
        kind.register(app, services, listeners.later)
    for quick in (home, lifecycle):
        quick.register(app, services)
    app.error(report_error)
    return app
