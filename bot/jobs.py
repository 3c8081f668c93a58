"""The tick: plan what is due, post what may be posted, forget what is old. The schedule itself is data in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.delivery import deliver_due
from bot.digesting import KIND, plan_digest
from bot.services import Services
from briefings.schedules import next_slot, slots_between
from db.database import Transaction
from db.outbox import Planned
from db.workspaces import Subscription

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from slack_sdk import WebClient

BATCH = 100
"""Digests planned in one transaction: writers wait for it."""
_LOG = logging.getLogger("ev")


def tick(services: Services, client: WebClient) -> None:
    """One round of everything that is due now."""
    plan_due_digests(services)
    deliver_due(services, client)
    with services.database.begin() as tx:
        tx.workspaces.forget_old(services.now())
        tx.store.empty_old_articles(services.now() - services.article_retention)


def plan_due_digests(services: Services) -> None:
    """Plan each due digest once; after an outage only the newest slot is posted, the missed ones are recorded."""
    now = services.now()
    while True:
        with services.database.begin() as tx:
            due = tx.workspaces.due(now, BATCH)
            for subscription in due:
                _plan(tx, services, subscription, now)
        if len(due) < BATCH:
            return


def _plan(tx: Transaction, services: Services, subscription: Subscription, now: datetime) -> None:
    slots = [subscription.next_run_at, *slots_between(subscription.schedule, subscription.next_run_at, now)]
    newest = slots.pop()
    if now - newest > services.digest_grace:
        slots.append(newest)
    covered = subscription.covered_until
    for slot in slots:
        missed = Planned(subscription.workspace_id, KIND, _key(subscription, slot), 0, subscription.channel_id, {})
        tx.outbox.plan(missed, now, skip="missed: the bot was not running")
    if newest not in slots:
        key = _key(subscription, newest)
        plan_digest(tx, subscription.workspace_id, subscription.channel_id, key, covered, now)
        covered = now
    tx.workspaces.advance(subscription, next_slot(subscription.schedule, now), covered)


def _key(subscription: Subscription, slot: datetime) -> str:
    return f"{subscription.id}:{slot.isoformat()}"


def start_ticking(services: Services, client: WebClient, seconds: float) -> BackgroundScheduler:
    """A running scheduler that ticks every so many seconds; errors are logged and the next tick comes."""
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        _guarded(lambda: tick(services, client)),
        IntervalTrigger(seconds=seconds, timezone="UTC"),
        next_run_time=services.now(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    return scheduler


def _guarded(job: Callable[[], None]) -> Callable[[], None]:
    def run() -> None:
        try:
            job()
        except Exception:
            _LOG.exception("the tick failed; the next one tries again")

    return run
