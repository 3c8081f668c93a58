"""How the sandbox refuses a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class ApiError(Exception):
    """A call refused with one of Slack's error codes: https://docs.slack.dev/reference/methods"""

    def __init__(self, code: str, problems: Sequence[str] = (), **fields: Any) -> None:
        super().__init__(code, *problems)
        self.code = code
        self.problems = tuple(problems)
        self.fields: Mapping[str, Any] = fields

    def body(self) -> dict[str, Any]:
        """The JSON that Slack answers with."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.fields}
        if self.problems:
            body["errors"] = list(self.problems)
            body["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        return body
