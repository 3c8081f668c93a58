"""The house: imports go from bot to db to briefings, never upward; Slack and SQL stay in their rooms."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BARRED = {
    "briefings": {"bot", "db", "slack_sdk", "slack_bolt", "apscheduler", "sqlmodel", "sqlalchemy", "pydantic_settings"},
    "db": {"bot", "slack_sdk", "slack_bolt", "apscheduler", "pydantic_settings"},
    "bot": {"sqlmodel", "sqlalchemy"},
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("package", sorted(BARRED))
def test_no_module_imports_from_above_or_from_a_room_that_is_not_its_own(package: str) -> None:
    wrong = {str(file.relative_to(ROOT)): imports(file) & BARRED[package] for file in (ROOT / package).rglob("*.py")}
    assert len(wrong) > 3
    assert {file: barred for file, barred in wrong.items() if barred} == {}


def test_only_the_fetching_module_opens_connections() -> None:
    sockets = {"httpx", "httpcore", "socket", "urllib3", "requests", "http"}
    users = {file.name for file in (ROOT / "briefings").rglob("*.py") if imports(file) & sockets}
    assert users == {"dialling.py", "fetching.py"}


def test_the_value_layer_reads_no_clock() -> None:
    for file in (ROOT / "briefings").rglob("*.py"):
        calls = [
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call)
        ]
        clocks = [call for call in calls if call.endswith((".now", ".today", ".utcnow")) or call == "time.time"]
        assert clocks == [], file
