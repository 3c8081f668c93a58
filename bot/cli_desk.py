"""`ev ask` and `ev digest`: what Slack would be answered and told."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bot.ask import Asked
from bot.ask import ask as ask_store
from bot.digesting import KIND, digest_for
from bot.records import answer_record
from bot.reviewing import home_workspace
from bot.services import Services, with_services
from bot.subscribing import digest_lines
from briefings.answers import Answer
from briefings.articles import FIRST_YEAR, LAST_YEAR, parse_time
from briefings.edtf import parse_day
from briefings.errors import BriefingsError, DateError
from briefings.questions import Question


@with_services
def ask(options: argparse.Namespace, services: Services) -> int:
    """Answer one question, or each line of a batch."""
    if bool(options.question) == bool(options.batch):
        raise BriefingsError('ask one question ("…"), or name a file of them with --batch')
    if options.batch:
        return _batch(services, options)
    day = parse_day(options.as_of) if options.as_of else services.now().date()
    with services.database.read() as tx:
        workspace_id = home_workspace(tx)
    with services.database.read(workspace_id) as tx:
        asked = ask_store(tx, options.question, day, now=services.now())
    print(json.dumps(answer_record("", asked), ensure_ascii=False) if options.json else _shown(asked.answer))
    return 0


def _shown(answer: Answer) -> str:
    """An answer for the terminal: its text, then where each source is to be found."""
    links = [f"[{number}] {cited.url}" for number, cited in enumerate(answer.citations, 1) if cited.url]
    return "\n".join([answer.text, "", *links]) if links else answer.text


@with_services
def digest(options: argparse.Namespace, services: Services) -> None:
    """Preview a channel's digest, or list all digests with their last deliveries."""
    with services.database.read() as tx:
        if options.verb == "preview":
            at = _time(options.at) if options.at else services.now()
            found = [s for each in tx.workspaces.all_ids() if (s := tx.workspaces.subscription(each, options.channel))]
            print(digest_for(tx, found[0].covered_until if found else None, at).text)
            return
        for workspace_id in tx.workspaces.all_ids():
            print("\n".join(digest_lines(tx.workspaces.subscriptions(workspace_id)) or ["no digests"]))
            for delivery in tx.outbox.recent(workspace_id, KIND, 10):
                reason = f" ({delivery.reason})" if delivery.reason else ""
                planned = delivery.planned
                print(f"  {delivery.planned_at:%Y-%m-%d %H:%M} UTC {planned.channel_id} {delivery.state}{reason}")


def _batch(services: Services, options: argparse.Namespace) -> int:
    """Answer JSON lines; a line that is wrong is reported by its number and the rest goes on."""
    today = services.now().date()
    asked: dict[str, Question] = {}
    wrong = right = 0
    with services.database.read() as tx:
        workspace_id = home_workspace(tx)
    with services.database.read(workspace_id) as tx:
        for number, line in _lines(options.batch):
            try:
                name, text, day, follows = _batch_row(line, today)
            except BriefingsError as error:
                print(f"ev: refused line {number}: {error}", file=sys.stderr)
                wrong += 1
                continue
            answered = ask_store(tx, text, day, asked.get(follows))
            asked[name] = answered.question
            _print(name, answered, options.json)
            right += 1
    return 2 if wrong and not right else 0


def _batch_row(line: str, today: date) -> tuple[str, str, date, str]:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BriefingsError(f"not JSON: {str(error)[:80]}") from error
    if not isinstance(row, dict) or not isinstance(row.get("question"), str) or not row["question"].strip():
        raise BriefingsError('a question is {"id", "question", "as_of"?, "follows"?}')
    if any("\ud800" <= c <= "\udfff" for c in f"{row['question']}{row.get('id')}"):
        raise BriefingsError("the question or its id holds half a character (a lone surrogate)")
    as_of = row.get("as_of")
    if as_of is not None and not isinstance(as_of, str):
        raise DateError("as_of is a day: YYYY-MM-DD")
    return str(row.get("id", "")), row["question"], parse_day(as_of) if as_of else today, str(row.get("follows") or "")


def _print(name: str, asked: Asked, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer_record(name, asked), ensure_ascii=False))
    else:
        print(f"# {name}\n{asked.answer.text}\n")


def _lines(name: str) -> Iterable[tuple[int, str]]:
    if name == "-":
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    else:
        try:
            text = Path(name).read_text("utf-8-sig")
        except (OSError, ValueError) as error:
            raise BriefingsError(f"cannot read {name!r}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _time(text: str) -> Any:
    try:
        found = parse_time(text)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{text!r} is not a time: write 2024-07-31T09:00Z") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise DateError(f"{text!r} is not a plausible time")
    return found
