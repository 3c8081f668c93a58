"""What people decide: evidence for their workspace alone, undoable, and kept apart from what was published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import a_case, a_claim, a_confirmation, a_denial, a_report, utc
from stored import keep

from bot.reviewing import rule, undo, waiting
from bot.services import Services
from briefings.claims import Status
from briefings.rulings import Decision, Ruling, RulingError, key_of, ruled
from db.database import Database

NOW = utc("2022-09-10")
DAY = date(2022, 9, 20)


def a_ruling(decision: Decision = Decision.CONFIRM, **changes: object) -> Ruling:
    base = Ruling(1, a_claim().id, decision, "ada", "I called the company", NOW)
    return replace(base, **changes)  # type: ignore[arg-type]


def status(rulings: list[Ruling], *reports: object, day: date = DAY) -> Status:
    found = ruled(a_claim(), reports, rulings, day)  # type: ignore[arg-type]
    assert found is not None
    return found.standing.status


def test_a_decision_prevails_over_what_was_said_before() -> None:
    assert status([a_ruling(Decision.CONFIRM)], a_report(), a_denial()) is Status.CONFIRMED
    assert status([a_ruling(Decision.DENY)], a_report(), a_confirmation()) is Status.DENIED


def test_what_a_party_says_later_counts_again() -> None:
    later = a_denial(by="Xiaomi", company="xiaomi", published_at="2022-09-15")
    assert status([a_ruling(Decision.CONFIRM)], a_report(), later) is Status.DISPUTED


def test_a_decision_does_not_reach_back_before_its_day() -> None:
    assert status([a_ruling(Decision.CONFIRM)], a_report(), day=date(2022, 9, 9)) is Status.RUMOURED


def test_a_decision_says_who_took_it() -> None:
    found = ruled(a_claim(), [a_report()], [a_ruling()], DAY)
    assert found is not None
    assert found.standing.confirmed_by == ("ada (ruling)",)
    assert found.reports[-1].quote == "I called the company"


def test_what_is_dismissed_no_longer_waits_and_settles_nothing() -> None:
    doubtful = a_confirmation(needs_review=True)
    found = ruled(a_claim(), [a_report(), doubtful], [a_ruling(Decision.DISMISS)], DAY)
    assert found is not None
    assert not found.standing.needs_review
    assert found.standing.status is Status.RUMOURED


def test_a_report_that_is_about_something_else_is_left_out() -> None:
    wrong = a_confirmation()
    ruling = a_ruling(Decision.NOT_THIS, report=key_of(wrong))
    assert status([ruling], a_report(), wrong) is Status.RUMOURED


@pytest.fixture
def services(database: Database) -> Services:
    with database.begin() as tx:
        for workspace in ("T1", "T2"):
            tx.workspaces.remember(workspace, workspace, "U")
    keep(database, a_claim(id="cone"), [a_report(), a_confirmation(id="f1", needs_review=True)])
    keep(database, a_claim(id="ctwo"), [a_report(id="b1"), a_report(id="b2", outlet="36Kr", source=a_denial().source)])
    return Services(database, lambda: NOW)


def seen(services: Services, workspace: str | None, claim: str) -> Status | None:
    with services.database.read(workspace) as tx:
        found = tx.store.cases([claim], DAY)
    return found[0].standing.status if found else None


def test_a_decision_counts_in_its_workspace_alone_and_can_be_undone(services: Services) -> None:
    number = rule(services, "T1", a_ruling(claim="cone"))
    assert seen(services, "T1", "cone") is Status.CONFIRMED
    assert seen(services, "T2", "cone") is Status.RUMOURED
    assert seen(services, None, "cone") is Status.RUMOURED
    with pytest.raises(RulingError, match="no ruling"):
        undo(services, "T2", number, "eve")
    undo(services, "T1", number, "ada")
    assert seen(services, "T1", "cone") is Status.RUMOURED
    with pytest.raises(RulingError, match="no ruling"):
        undo(services, "T1", number, "ada")


def test_what_waits_is_listed_until_it_is_decided(services: Services) -> None:
    def listed() -> list[str]:
        with services.database.read("T1") as tx:
            return [each.claim.id for each in waiting(tx, NOW)]

    assert listed() == ["cone"]
    rule(services, "T1", a_ruling(Decision.DISMISS, claim="cone"))
    assert listed() == []


def test_merged_claims_are_one_and_both_ids_lead_to_it(services: Services) -> None:
    number = rule(services, "T1", a_ruling(Decision.MERGE, claim="ctwo", into="cone"))
    with services.database.read("T1") as tx:
        (merged,) = tx.store.cases(["cone", "ctwo"], DAY)
        assert (merged.claim.id, len(merged.reports)) == ("cone", 4)
    with services.database.read("T2") as tx:
        assert len(tx.store.cases(["cone", "ctwo"], DAY)) == 2
    undo(services, "T1", number, "ada")
    with services.database.read("T1") as tx:
        assert len(tx.store.cases(["cone", "ctwo"], DAY)) == 2


def test_a_split_report_becomes_a_claim_of_its_own_for_the_workspace(services: Services) -> None:
    with services.database.read() as tx:
        (case,) = tx.store.cases(["ctwo"], DAY)
    number = rule(services, "T1", a_ruling(Decision.SPLIT, claim="ctwo", report=key_of(case.reports[1])))
    with services.database.read("T1") as tx:
        about = {
            each.claim.id: len(each.reports) for each in tx.store.cases(tx.finder.latest_about(["xiaomi"], DAY), DAY)
        }
        new = next(claim for claim in about if claim not in ("cone", "ctwo"))
        assert about == {"cone": 2, "ctwo": 1, new: 1}
    with services.database.read("T2") as tx:
        assert {each.claim.id for each in tx.store.cases(tx.finder.latest_about(["xiaomi"], DAY), DAY)} == {
            "cone",
            "ctwo",
        }
    undo(services, "T1", number, "ada")
    with services.database.read("T1") as tx:
        assert {each.claim.id for each in tx.store.cases(tx.finder.latest_about(["xiaomi"], DAY), DAY)} == {
            "cone",
            "ctwo",
        }


@pytest.mark.parametrize(
    ("ruling", "complaint"),
    [
        (a_ruling(claim="cnone"), "there is no claim 'cnone'"),
        (a_ruling(claim="cone", reason=" "), "needs a name and a reason"),
        (a_ruling(claim="cone", reason="x" * 301), "at most 300"),
        (a_ruling(Decision.MERGE, claim="cone", into="cone"), "merge needs another claim"),
        (a_ruling(Decision.MERGE, claim="cone", into="cnone"), "merge needs another claim"),
        (a_ruling(Decision.NOT_THIS, claim="cone"), "name a report of this claim"),
        (a_ruling(Decision.DISMISS, claim="cone", report="nothing#1"), "name a report of this claim"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(services: Services, ruling: Ruling, complaint: str) -> None:
    with pytest.raises(RulingError, match=complaint):
        rule(services, "T1", ruling)
    with services.database.read() as tx:
        assert tx.rulings.standing("T1") == []
    assert a_case().claim.id
