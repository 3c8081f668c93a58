"""Settings: each is documented, each mistake is one clear line, and no secret shows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from conftest import NOW
from news_outlets import Outlet
from news_server import news_server

from bot.services import open_services
from bot.settings import Settings, SettingsError, load_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_file_names_every_setting_with_its_default() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    written = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert written.keys() == defaults.keys()
    assert {name: value for name, value in written.items() if value != str(defaults[name] or "")} == {}


def test_the_example_file_is_itself_valid() -> None:
    assert load_settings({}, ROOT / ".env.example") == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("EV_DATABSE_URL=sqlite:///x.db", "unknown setting EV_DATABSE_URL: did you mean EV_DATABASE_URL"),
        ("SLACK_BOT_TOKN=xoxb-secret", "did you mean SLACK_BOT_TOKEN"),
        ("EV_TICK_SECONDS=soon", "EV_TICK_SECONDS"),
        ("EV_DOUBTFUL_POSTS=maybe", "EV_DOUBTFUL_POSTS"),
        ("SLACK_API_URL=http://evil.example/", "SLACK_API_URL"),
        ("EV_NEWS_SECONDS=0", "EV_NEWS_SECONDS"),
        ("EV_CONTACT=机器人", "EV_CONTACT.*plain web or mail address"),
        ("EV_ALLOW_PRIVATE=10.0.0.0/8,everything", "EV_ALLOW_PRIVATE"),
        ("EV_ADMIN_CHANNEL=#ev-admins", "EV_ADMIN_CHANNEL.*id of a channel"),
    ],
)
def test_a_mistake_in_the_file_is_one_clear_line(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / ".env").write_text(content)
    with pytest.raises(SettingsError, match=complaint) as caught:
        load_settings({}, tmp_path / ".env")
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_way_out_to_the_web_is_as_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with news_server(lambda: NOW) as server:
        server.add(Outlet("127.0.0.1", "Pandaily"))
        monkeypatch.setenv("EV_ALLOW_PRIVATE", f"10.1.0.0/16, {server.place}")
        monkeypatch.setenv("EV_CONTACT", "news@fleet.example")
        monkeypatch.setenv("EV_ADMIN_CHANNEL", "C0123456789")
        with closing(open_services(load_settings({}, None), database_url=f"sqlite:///{tmp_path}/ev.db")) as services:
            services.web.get(server.url("127.0.0.1"))
            assert services.admin_channel == "C0123456789"
        assert "news@fleet.example" in server.log[0].headers["User-Agent"]


def test_a_misspelt_name_in_the_environment_is_refused() -> None:
    with pytest.raises(SettingsError, match="EV_TICK_SECONDS"):
        load_settings({"EV_TIK_SECONDS": "3"}, None)


def test_secrets_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    settings = load_settings({}, None)
    assert settings.slack_bot_token is not None
    assert "very-secret" not in f"{settings!r} {settings}"


def test_what_would_make_slacks_library_ignore_the_token_is_refused() -> None:
    with pytest.raises(SettingsError, match="SLACK_CLIENT_ID"):
        load_settings({"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2"}, None)


@pytest.mark.parametrize("token", ["xoxb-se\ncret", "xoxb-se cret", "xoxb-sécret"])
def test_a_token_that_is_none_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", token)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN") as caught:
        load_settings({}, None)
    assert "cret" not in str(caught.value)


def test_a_log_line_never_holds_a_token() -> None:
    import logging

    from bot.logs import Redacting

    record = logging.LogRecord("ev", logging.ERROR, "f", 1, "sent %s", ("xoxb-123-abc and xapp-1-A",), None)
    assert Redacting("%(message)s").format(record) == "sent [secret] and [secret]"
