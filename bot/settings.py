"""Every setting, read once from the environment and `.env`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from briefings.dialling import Exemption
from briefings.errors import BriefingsError, FetchError

ENV_FILE = ".env"


class SettingsError(BriefingsError):
    """A setting that is missing, misspelt or of the wrong kind."""


class Settings(BaseSettings):
    """What can be set. Names in the environment are upper case."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="ignore", frozen=True, hide_input_in_errors=True)

    ev_database_url: str = "sqlite:///var/ev.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    ev_tick_seconds: float = Field(default=15, ge=1, le=300)
    ev_digest_grace_hours: float = Field(default=4, ge=0, le=48)
    ev_doubtful_posts: Literal["repost", "hold"] = "repost"
    ev_article_retention_days: int = Field(default=365, ge=1)
    ev_contact: str | None = None
    """A web or mail address of whoever runs this bot; the hosts of feeds see it."""
    ev_allow_private: str = ""
    """Networks that may be read although they are not public, separated by commas: `Exemption.parse`."""
    ev_admin_channel: str | None = None
    """A channel's or person's id, told when feeds fall silent or fail."""
    ev_news_seconds: float = Field(default=60, ge=5, le=3600)
    ev_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        if not re.match(r"https://|http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/", url):
            raise ValueError("must begin with https:// (http only on this machine)")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("ev_contact")
    @classmethod
    def _one_line(cls, contact: str | None) -> str | None:
        if contact and not (contact.isascii() and contact.isprintable() and len(contact) <= 200):
            raise ValueError("must be a plain web or mail address on one line")
        return contact or None

    @field_validator("ev_allow_private")
    @classmethod
    def _networks(cls, networks: str) -> str:
        for each in networks.split(","):
            if each.strip():
                try:
                    Exemption.parse(each.strip())
                except FetchError as error:
                    raise ValueError(str(error)) from error
        return networks

    @field_validator("ev_admin_channel")
    @classmethod
    def _slack_id(cls, channel: str | None) -> str | None:
        if channel and not re.fullmatch(r"[CGDUW][A-Z0-9]{5,20}", channel):
            raise ValueError("must be the id of a channel or a person in Slack, such as C0123456789")
        return channel or None

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", mode="before")
    @classmethod
    def _plain_or_unset(cls, value: object) -> object:
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, str) and not (text.isascii() and text.isprintable() and " " not in text):
            raise ValueError("holds a space, a line break or a letter that no token has")
        return text or None


def load_settings(environ: Mapping[str, str] = os.environ, env_file: Path | None = Path(ENV_FILE)) -> Settings:
    """The settings; raises SettingsError naming the one that is wrong, never its value."""
    known = [name.upper() for name in Settings.model_fields]
    written = _names_in(env_file) if env_file and env_file.is_file() else []
    if "SLACK_CLIENT_ID" in environ and "SLACK_CLIENT_SECRET" in environ:
        raise SettingsError(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are set: with both, Slack's library would ignore SLACK_BOT_TOKEN; "
            "unset them"
        )
    for name in (*(name for name in environ if name.startswith("EV_")), *written):
        if name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise SettingsError(f"unknown setting {name[:60]}: {hint}")
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise SettingsError(f"setting {str(first['loc'][0]).upper()}: {first['msg']}") from None


def required(value: SecretStr | None, name: str) -> str:
    """A secret that this command cannot do without; raises SettingsError."""
    if value is None:
        raise SettingsError(f"{name} is not set: put it in .env (see .env.example), or run `ev doctor`")
    return value.get_secret_value()


def _names_in(env_file: Path) -> Iterable[str]:
    from dotenv import dotenv_values

    try:
        return list(dotenv_values(env_file, interpolate=False))
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"cannot read {str(env_file)!r}: not UTF-8, or not readable") from error
