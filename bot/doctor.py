"""`ev doctor`: what is wrong with the set-up, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.manifest import load_manifest
from bot.settings import Settings, SettingsError, load_settings
from bot.slack_api import Outcome, failure_of, slack_client
from db.database import open_database
from db.errors import StoreError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    ok: bool
    text: str


def examine() -> Iterator[Finding]:
    """Look at the settings, the store, and Slack, in the order in which they depend on each other."""
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Finding(False, f"settings: {error}")
        return
    yield Finding(True, "settings: read")
    yield _store(settings)
    yield from _tokens(settings)


def _store(settings: Settings) -> Finding:
    try:
        database = open_database(settings.ev_database_url)
    except StoreError as error:
        return Finding(False, f"store: {error}")
    with database.read() as tx:
        articles, companies = tx.store.articles.count_articles(), len(tx.store.watchlist())
    database.close()
    return Finding(True, f"store: {settings.ev_database_url}, {articles} articles, {companies} companies")


def _tokens(settings: Settings) -> Iterator[Finding]:
    if settings.slack_bot_token is None:
        where = "the app's page, OAuth & Permissions, after installing it from `ev manifest`"
        yield Finding(False, f"SLACK_BOT_TOKEN is not set: {where}")
    else:
        yield from _bot_token(settings, settings.slack_bot_token.get_secret_value())
    if settings.slack_app_token is None:
        where = "the app's page, Basic Information, App-Level Tokens, scope connections:write"
        yield Finding(False, f"SLACK_APP_TOKEN is not set: {where}")
    else:
        yield _app_token(settings, settings.slack_app_token.get_secret_value())


def _bot_token(settings: Settings, token: str) -> Iterator[Finding]:
    if not token.startswith("xoxb-"):
        yield Finding(False, "SLACK_BOT_TOKEN does not begin with xoxb-: it is another kind of token")
        return
    try:
        who = slack_client(token, settings.slack_api_url).auth_test()
    except Exception as error:
        yield _failed("SLACK_BOT_TOKEN", error)
        return
    yield Finding(True, f"Slack: {who['user']} in {who['team']}")
    granted = set(str(dict(who.headers).get("x-oauth-scopes", "")).replace(" ", "").split(",")) - {""}
    missing = sorted(load_manifest().scopes - granted) if granted else []
    if missing:
        yield Finding(False, f"the app lacks {', '.join(missing)}: paste `ev manifest` into its settings, reinstall it")


def _app_token(settings: Settings, token: str) -> Finding:
    if not token.startswith("xapp-"):
        return Finding(False, "SLACK_APP_TOKEN does not begin with xapp-: it is another kind of token")
    try:
        slack_client(None, settings.slack_api_url).apps_connections_open(app_token=token)
    except Exception as error:
        return _failed("SLACK_APP_TOKEN", error)
    return Finding(True, "Socket Mode: Slack accepts the app token")


def _failed(name: str, error: Exception) -> Finding:
    failure = failure_of(error)
    if failure.outcome is Outcome.REFUSED:
        return Finding(False, f"{name}: {failure.words} ({failure.code})")
    return Finding(False, f"Slack cannot be reached ({failure.code}): check the network, and SLACK_API_URL")
