"""`ev review` and `ev history`: what waits for a person, what was decided, and how a claim came to stand as it does."""

from __future__ import annotations

import argparse
import json

from bot.records import case_record
from bot.reviewing import home_workspace, rule, undo, waiting
from bot.services import Services, with_services
from briefings import wording
from briefings.claims import Case
from briefings.rulings import Decision, Ruling, RulingError, key_of


@with_services
def review(options: argparse.Namespace, services: Services) -> None:
    """List what waits, decide, or take a decision back."""
    with services.database.read() as tx:
        workspace_id = options.workspace or home_workspace(tx)
        if options.workspace and options.workspace not in tx.workspaces.all_ids():
            raise RulingError(f"there is no workspace {options.workspace!r} in this store")
    if options.verb == "list":
        _list(services, workspace_id, options.json)
    elif options.verb == "rule":
        wanted = Ruling(
            id=0,
            claim=_known_as(services, workspace_id, options.claim),
            decision=Decision(options.decision),
            by=options.by,
            reason=options.reason,
            at=services.now(),
            report=options.report,
            into=options.into,
        )
        print(f"ruling {rule(services, workspace_id, wanted)} recorded")
    else:
        undone = undo(services, workspace_id, options.ruling, options.by)
        print(f"ruling {options.ruling} ({undone.decision} {undone.claim}) undone")


@with_services
def history(options: argparse.Namespace, services: Services) -> None:
    """A claim's reports and rulings in the order said, and where each left it."""
    with services.database.read() as tx:
        workspace_id = home_workspace(tx)
    with services.database.read(workspace_id) as tx:
        found = tx.store.cases([_known_as(services, workspace_id, options.claim)], services.now().date())
        if not found:
            raise RulingError(f"nothing was published about {options.claim!r} by today")
        watchlist = tx.store.watchlist()
    if options.json:
        print(json.dumps(case_record(found[0], watchlist), ensure_ascii=False))
        return
    _print_history(found[0])


def _print_history(found: Case) -> None:
    print(f"{found.claim.id}  {wording.label(found.standing)}: {found.claim.statement}")
    moved = {id(change.because): change for change in found.standing.changes}
    for report in found.reports:
        change = moved.get(id(report))
        left = f"  → {change.status}{f' ({change.stage})' if change.stage else ''}" if change else ""
        review = "  [awaits review]" if report.needs_review else ""
        print(f"\n{report.said_on}  {report.article.outlet}  {wording.speaker(report)} {report.stance}{left}{review}")
        print(f"  “{report.quote}”")
        print(f"  {report.article.url or 'no address'}  [{key_of(report)}]")


def _list(services: Services, workspace_id: str, as_json: bool) -> None:
    with services.database.read(workspace_id) as tx:
        cases, watchlist = waiting(tx, services.now()), tx.store.watchlist()
    for each in cases:
        if as_json:
            print(json.dumps(case_record(each, watchlist), ensure_ascii=False))
            continue
        print(f"{each.claim.id}  {each.claim.statement}")
        for report in each.reports:
            if report.needs_review:
                print(f"  {wording.waiting_note(report)}, {report.article.outlet} {report.said_on}: “{report.quote}”")
                print(f"  [{key_of(report)}] {report.article.url}")
    if not cases and not as_json:
        print("nothing waits for review")


def _known_as(services: Services, workspace_id: str, claim: str) -> str:
    with services.database.read(workspace_id) as tx:
        found = tx.store.claim_id(claim)
    if found is None:
        raise RulingError(f"there is no claim {claim!r}")
    return found
