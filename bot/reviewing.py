"""Decisions about claims: checked, recorded, undone. The same for the command line and, later, for Slack."""

from __future__ import annotations

from datetime import datetime

from bot.services import Services
from briefings.claims import Case, Report
from briefings.folding import case
from briefings.rulings import ABOUT_REPORTS, MAX_REASON_CHARS, Decision, Ruling, RulingError, key_of, split_off
from db.database import Transaction
from db.store import Grown

LOCAL = "local"
"""The workspace of a store that no Slack team uses."""


def home_workspace(tx: Transaction) -> str:
    """The workspace whose decisions the command line means: the only one there is, or this machine's own."""
    known = [each for each in tx.workspaces.all_ids() if each != LOCAL]
    return known[0] if len(known) == 1 else LOCAL


def waiting(tx: Transaction, day: datetime) -> list[Case]:
    """The claims that wait for a person, the latest first."""
    cases = [each for each in tx.store.cases_waiting(day.date()) if each.standing.needs_review]
    return sorted(cases, key=lambda each: (each.standing.updated, each.claim.id), reverse=True)


def rule(services: Services, workspace_id: str, ruling: Ruling) -> int:
    """Record a decision and make it count; its id. Raises RulingError where it makes no sense."""
    with services.database.begin(workspace_id) as tx:
        if workspace_id == LOCAL:
            tx.workspaces.remember(LOCAL, "this machine", "")
        about = _checked(tx, ruling)
        if ruling.decision is Decision.SPLIT:
            return tx.rulings.add(workspace_id, _split(tx, about, ruling))
        return tx.rulings.add(workspace_id, ruling)


def undo(services: Services, workspace_id: str, ruling_id: int, by: str) -> Ruling:
    """Take a decision back; raises RulingError where there is none."""
    with services.database.begin(workspace_id) as tx:
        undone = tx.rulings.undo(workspace_id, ruling_id, by, services.now())
    if undone is None:
        raise RulingError(f"there is no ruling {ruling_id} to undo")
    return undone


def _checked(tx: Transaction, ruling: Ruling) -> Case:
    if not ruling.by.strip() or not ruling.reason.strip():
        raise RulingError("a decision needs a name and a reason")
    if len(ruling.reason) > MAX_REASON_CHARS:
        raise RulingError(f"a reason has at most {MAX_REASON_CHARS} characters")
    found = tx.store.cases([ruling.claim])
    if not found:
        raise RulingError(f"there is no claim {ruling.claim!r}")
    if ruling.decision is Decision.MERGE:
        if not ruling.into or ruling.into == ruling.claim or not tx.store.cases([ruling.into]):
            raise RulingError("merge needs another claim: --into ID")
        if tx.store.cases([ruling.into])[0].claim.id == ruling.claim:
            raise RulingError(f"{ruling.into} is merged into {ruling.claim} already")
    needs_report = ruling.decision in ABOUT_REPORTS and ruling.decision is not Decision.DISMISS
    if (needs_report or ruling.report) and _report(found[0], ruling.report) is None:
        keys = ", ".join(dict.fromkeys(map(key_of, found[0].reports)))
        raise RulingError(f"name a report of this claim with --report: {keys}")
    return found[0]


def _report(about: Case, key: str | None) -> Report | None:
    return next((report for report in about.reports if key_of(report) == key), None)


def _split(tx: Transaction, about: Case, ruling: Ruling) -> Ruling:
    """Found the claim that the report stands for by itself; other workspaces see nothing of it."""
    report = _report(about, ruling.report)
    assert report is not None
    claim = split_off(report)
    if claim.id == about.claim.id:
        raise RulingError("that report is the one the claim began with: split the others from it")
    alone = case(claim, [report], ruling.at.date())
    if alone is None:
        raise RulingError("that report was not published yet")
    tx.store.save([Grown(alone, ())], ruling.at)
    return Ruling(
        0, ruling.claim, ruling.decision, ruling.by, ruling.reason, ruling.at, report=ruling.report, into=claim.id
    )
