"""Logging for a running bot: one format, and no secret in any line."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|https?://hooks\.slack\.com/\S+|(?<=Bearer )\S+|//[^/\s@]+:[^/\s@]+@"
)


class Redacting(logging.Formatter):
    """A formatter that blanks what looks like a token, whoever logged it, in messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets."""
        return _SECRETS.sub("[secret]", super().format(record))


def set_up_logging(level: str) -> None:
    """Log to standard error: our own from `level` on, everybody else's from WARNING on.

    Below that, libraries log whole requests, people's messages and tokens among them. Bolt's loggers copy the root's
    level, so the root stays at WARNING.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("ev").setLevel(level)
