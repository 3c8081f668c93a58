"""The tick: plan what is due, post what may be posted, forget what is old. The schedule itself is data in the store."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.alerts import plan_alerts
from bot.delivery import deliver_due
from bot.digesting import KIND, Composed, compose_digest, plan_digest
from bot.services import Services
from briefings.schedules import next_slot, slots_between
from db.outbox import Planned
from db.workspaces import Subscription

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler
    from slack_sdk import WebClient

_LOG = logging.getLogger("ev")
MISSED = "missed: the bot was not running"


def tick(services: Services, workspace_id: str, client: WebClient) -> None:
    """One round of everything that is due in a workspace now; what fails is logged and does not stop the rest."""
    _logged("looking after feeds", partial(plan_alerts, services, workspace_id))
    _logged("planning digests", partial(plan_due_digests, services, workspace_id))
    _logged("posting", partial(deliver_due, services, workspace_id, client))
    _logged("forgetting what is old", partial(_forget_old, services))


def plan_due_digests(services: Services, workspace_id: str, grace: timedelta | None = None) -> None:
    """Plan each due digest once; after an outage only the newest slot is posted, the missed ones are recorded."""
    now = services.now()
    with services.database.read() as tx:
        channels = tx.workspaces.due(workspace_id, now)
    composed: dict[datetime | None, Composed] = {}
    for channel in channels:
        late = services.digest_grace if grace is None else grace
        _logged("planning a digest", partial(_plan, services, workspace_id, channel, now, late, composed))


def _plan(
    services: Services,
    workspace_id: str,
    channel: str,
    now: datetime,
    grace: timedelta,
    composed: dict[datetime | None, Composed],
) -> None:
    """Plan the digest of one channel. It is composed before the transaction that others would wait for."""
    with services.database.read(workspace_id) as tx:
        subscription = tx.workspaces.subscription(workspace_id, channel)
        if subscription is None or subscription.next_run_at > now:
            return
        slots = [subscription.next_run_at, *slots_between(subscription.schedule, subscription.next_run_at, now)]
        posted = slots.pop() if now - slots[-1] <= grace else None
        covered = subscription.covered_until
        if posted and covered not in composed:
            composed[covered] = compose_digest(tx, covered, now)
    with services.database.begin() as tx:
        following = next_slot(subscription.schedule, now)
        if not tx.workspaces.advance(subscription, following, now if posted else covered):
            return
        for slot in slots:
            missed = Planned(workspace_id, KIND, _key(subscription, slot), 0, channel, {})
            tx.outbox.plan(missed, now, skip=MISSED)
        if posted:
            plan_digest(tx, workspace_id, channel, _key(subscription, posted), composed[covered], now)


def _key(subscription: Subscription, slot: datetime) -> str:
    return f"{subscription.id}:{slot.isoformat()}"


def _forget_old(services: Services) -> None:
    now = services.now()
    with services.database.read() as tx:
        old = tx.store.articles.has_old_articles(now - services.article_retention)
    if old or now.minute == 0:  # requests and conversations: once an hour is often enough
        with services.database.begin() as tx:
            tx.workspaces.forget_old(now)
            tx.conversations.forget_old(now)
            tx.asking.forget_old(now)
            tx.feeds.forget_old(now)
            tx.pages.forget_rests(now)
            tx.store.articles.empty_old_articles(now - services.article_retention)


def _logged(what: str, job: Callable[[], object]) -> None:
    try:
        job()
    except Exception:
        _LOG.exception("%s failed; the next tick tries again", what)


def read_news(services: Services) -> None:
    """One round of reading the web; never in the way of what is to be posted."""
    from bot.newsdesk import news_round

    _logged("reading news", partial(news_round, services))


def start_ticking(
    services: Services, workspace_id: str, client: WebClient, seconds: float, news_seconds: float
) -> BackgroundScheduler:
    """A running scheduler that ticks every so many seconds, and reads news at its own pace beside that."""
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger

    # A round of news may well take longer than its interval: that the next one is skipped then is no warning.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        lambda: tick(services, workspace_id, client),
        IntervalTrigger(seconds=seconds, timezone="UTC"),
        next_run_time=services.now(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.add_job(
        lambda: read_news(services),
        IntervalTrigger(seconds=news_seconds, timezone="UTC"),
        next_run_time=services.now(),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    scheduler.start()
    return scheduler
