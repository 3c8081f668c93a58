"""`ev feedback`: what people thought of answers."""

from __future__ import annotations

import argparse
import json

from bot.answered import REASONS
from bot.reviewing import home_workspace
from bot.services import Services, with_services
from briefings.articles import show_time
from briefings.wording import one_line


@with_services
def feedback(options: argparse.Namespace, services: Services) -> None:
    """Print it, the latest first."""
    with services.database.read() as tx:
        found = tx.asking.feedback(options.workspace or home_workspace(tx))
    for each in found:
        if options.json:
            print(
                json.dumps(
                    {
                        "asked": each.asked_id,
                        "question": each.question,
                        "user": each.user_id,
                        "reason": each.reason,
                        "note": each.note,
                        "at": show_time(each.at),
                    },
                    ensure_ascii=False,
                )
            )
            continue
        question = one_line(each.question, 120) if each.question is not None else "(a question no longer kept)"
        note = f": {one_line(each.note, 500)}" if each.note else ""
        print(f"{each.at:%Y-%m-%d %H:%M} UTC  {each.user_id}  {REASONS[each.reason]}{note}  [{question}]")
    if not found and not options.json:
        print("no feedback")
