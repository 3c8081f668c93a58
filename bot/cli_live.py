"""`ev chat` and `ev run`: the bot alive."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from bot.app import build_app, workspace_of
from bot.jobs import start_ticking
from bot.logs import set_up_logging
from bot.services import Services, open_services
from bot.settings import Settings, SettingsError, load_settings, required
from bot.slack_api import Outcome, failure_of, slack_client

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from slack_bolt import App
    from slack_sdk import WebClient


Ticker = Callable[[], "BackgroundScheduler"]


def chat(options: argparse.Namespace) -> int:
    """A conversation in the terminal."""
    from bot.chat import converse

    return converse(options.db, options.now)


def run(options: argparse.Namespace) -> None:
    """Serve Slack until stopped, ticking."""
    settings = load_settings()
    set_up_logging(settings.ev_log_level)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        os.environ.pop(name, None)  # no child inherits them, and Bolt does not warn that it reads them too
    with closing(open_services(settings)) as services:
        _serve(services, settings, options.http)


def _serve(services: Services, settings: Settings, port: int | None) -> None:
    client = slack_client(required(settings.slack_bot_token, "SLACK_BOT_TOKEN"), settings.slack_api_url)
    workspace_id = _introduce(services, client)
    patient = slack_client(client.token, settings.slack_api_url, patient=True)
    secret = required(settings.slack_signing_secret, "SLACK_SIGNING_SECRET") if port else ""
    app = build_app(services, patient, secret)
    stopped = services.web.stopping
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    ticker = partial(start_ticking, services, workspace_id, client, settings.ev_tick_seconds, settings.ev_news_seconds)
    if port:
        _serve_http(app, port, ticker, stopped)
    else:
        _serve_socket(app, required(settings.slack_app_token, "SLACK_APP_TOKEN"), ticker, stopped)


def _introduce(services: Services, client: WebClient) -> str:
    """Ask Slack who we are and keep the workspace; raises SettingsError where Slack does not want us."""
    try:
        workspace = workspace_of(client)
    except Exception as error:
        raise _refused("SLACK_BOT_TOKEN", error) from error
    with services.database.begin() as tx:
        tx.workspaces.remember(workspace.id, workspace.name, workspace.bot_user_id)
    logging.getLogger("ev").info("serving %s as %s; stop with Ctrl-C", workspace.name, workspace.bot_user_id)
    return workspace.id


def _serve_socket(app: App, app_token: str, start: Ticker, stopped: threading.Event) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    handler = SocketModeHandler(app, app_token)
    try:
        handler.connect()
    except Exception as error:
        raise _refused("SLACK_APP_TOKEN", error) from error
    scheduler = start()
    stopped.wait()
    scheduler.shutdown()
    handler.close()


def _serve_http(app: App, port: int, start: Ticker, stopped: threading.Event) -> None:
    from bot.http_mode import serve

    try:
        server = serve(app, port)
    except (OSError, OverflowError) as error:
        raise SettingsError(f"cannot listen on port {port}: {error}") from error
    scheduler = start()
    threading.Thread(target=server.serve_forever, daemon=True, name="http").start()
    stopped.wait()
    scheduler.shutdown()
    server.shutdown()
    server.server_close()


def _refused(setting: str, error: Exception) -> SettingsError:
    failure = failure_of(error)
    if failure.outcome is Outcome.REFUSED:
        return SettingsError(f"{setting}: {failure.words} ({failure.code}); `ev doctor` tells more")
    return SettingsError(f"Slack cannot be reached ({failure.code}): check the network, and SLACK_API_URL")
