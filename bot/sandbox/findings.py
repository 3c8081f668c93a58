"""What is wrong with a payload, in Slack's words and with the place as a JSON pointer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]
TEXT_TYPES = ("plain_text", "mrkdwn")


def kind_of(value: Any) -> str:
    """The `type` of a block or element; empty for what is none."""
    return str(value.get("type", "")) if isinstance(value, Mapping) else ""


class Findings:
    """Collects problems; each check notes what it finds and says whether one may look further inside."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, at: str, problem: str) -> None:
        """Note a problem."""
        self.problems.append(f"{problem} [json-pointer:{at}]")

    def keys(self, value: Any, at: str, required: Collection[str] = (), optional: Collection[str] = ()) -> bool:
        """Whether this is an object with all that it needs; notes what it may not have."""
        if not isinstance(value, Mapping):
            self.add(at, "must be an object")
            return False
        for key in value:
            if key not in required and key not in optional and key not in ("type", "block_id"):
                self.add(f"{at}/{key}", "invalid additional property")
        missing = [key for key in required if key not in value]
        for key in missing:
            self.add(at, f"missing required field: {key}")
        return not missing

    def string(self, value: Any, at: str, longest: int, least: int = 1) -> bool:
        """Whether this is text of a fitting length."""
        if not isinstance(value, str):
            self.add(at, "must be a string")
        elif len(value) < least:
            self.add(at, f"must be more than {least - 1} characters")
        elif len(value) > longest:
            self.add(at, f"must be less than {longest + 1} characters")
        else:
            return True
        return False

    def strings(self, value: Block, at: str, /, **longest: int) -> None:
        """Check those of these fields that are there."""
        for key, most in longest.items():
            if key in value:
                self.string(value[key], f"{at}/{key}", most)

    def one_of(self, value: Any, at: str, choices: Collection[Any]) -> bool:
        """Whether this is one of the values that Slack knows."""
        if isinstance(value, str) and value in choices:
            return True
        self.add(at, f"must be one of: {', '.join(sorted(choices))}")
        return False

    def flag(self, value: Block, at: str, *keys: str) -> None:
        """Check those of these fields that are there: true or false."""
        for key in keys:
            if key in value and not isinstance(value[key], bool):
                self.add(f"{at}/{key}", "must be a boolean")

    def items(self, value: Any, at: str, most: int, least: int = 1) -> Sequence[Any]:
        """The items of a list of a fitting length; nothing when it is none."""
        if not isinstance(value, list | tuple):
            self.add(at, "must be an array")
            return ()
        if len(value) < least:
            self.add(at, f"no less than {least} items allowed")
        elif len(value) > most:
            self.add(at, f"no more than {most} items allowed")
        return value

    def text(self, value: Any, at: str, longest: int, types: Collection[str] = TEXT_TYPES) -> None:
        """Check a text object."""
        if not self.keys(value, at, ("text",), ("emoji", "verbatim")):
            return
        if self.one_of(value.get("type"), f"{at}/type", types):
            self.string(value["text"], f"{at}/text", longest)
            self.flag(value, at, "emoji", "verbatim")
            for key, other in (("emoji", "mrkdwn"), ("verbatim", "plain_text")):
                if key in value and value["type"] == other:
                    self.add(f"{at}/{key}", "invalid additional property")

    def plain(self, value: Any, at: str, longest: int) -> None:
        """Check a text object that may not be mrkdwn."""
        self.text(value, at, longest, ("plain_text",))

    def url(self, value: Any, at: str, longest: int, schemes: Collection[str] = ("http", "https")) -> None:
        """Check an address."""
        if self.string(value, at, longest) and value.partition(":")[0].lower() not in schemes:
            self.add(at, "must be a valid URL")
