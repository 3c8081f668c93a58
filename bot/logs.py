"""Logging for a running bot: one format, and no secret in any line."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|https?://hooks\.slack\.com/\S+|(?<=Bearer )\S+|//[^/\s@]+:[^/\s@]+@"
)
_TALKATIVE = ("slack_bolt", "slack_sdk", "httpx", "httpcore", "apscheduler", "alembic")


class Redacting(logging.Formatter):
    """A formatter that blanks what looks like a token, whoever logged it, in messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets."""
        return _SECRETS.sub("[secret]", super().format(record))


def set_up_logging(level: str) -> None:
    """Log to standard error; libraries only from WARNING on, since some log whole requests below it."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
