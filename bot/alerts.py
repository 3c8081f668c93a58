"""Somebody is told when a feed has been failing or silent for a day."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime

from bot.feeding import Followed, followed
from bot.services import Services
from bot.views.notices import notice
from briefings.feed_health import ALERT_AFTER, needs_alert
from db.database import Transaction
from db.outbox import Planned

KIND = "feeds"
MAX_NAMED = 15
_LOG = logging.getLogger("ev")


def plan_alerts(services: Services, workspace_id: str) -> None:
    """Tell of each feed that came into trouble, once: the admins' channel, else whoever added it, else the log."""
    now = services.now()
    with services.database.read() as tx:
        alarming = {
            feed.id
            for feed in tx.feeds.perhaps_alarming(now - ALERT_AFTER)
            if needs_alert(feed.poll, now, tx.feeds.first_seen(feed.id))
        }
    if not alarming:
        return
    told: dict[str, list[Followed]] = defaultdict(list)
    for each in followed(services):
        if each.feed.id in alarming:
            told[services.admin_channel or _person(each.feed.added_by)].append(each)
    with services.database.begin() as tx:
        for channel, feeds in told.items():
            _tell(tx, workspace_id, channel, feeds, now)
        tx.feeds.alerted(sorted(alarming), now)


def _tell(tx: Transaction, workspace_id: str, channel: str, feeds: list[Followed], now: datetime) -> None:
    for each in feeds:
        _LOG.warning("feed %s is in trouble: %s", each.feed.id, each.health.condition.value)
    if not channel:
        return
    named = [f"{each.name}: {each.health.words}" for each in feeds[:MAX_NAMED]]
    more = [f"… and {len(feeds) - MAX_NAMED} more"] if len(feeds) > MAX_NAMED else []
    lines = ["Sources that need a look:", *named, *more, "See /ev feeds. Answers may be missing what they publish."]
    message = notice("\n".join(lines))
    key = f"{now.isoformat()}:{channel}"
    payload = {"text": message.text, "blocks": list(message.blocks)}
    tx.outbox.plan(Planned(workspace_id, KIND, key, 0, channel, payload), now)


def _person(added_by: str) -> str:
    """The one in Slack who added a feed; nobody where it came by the command line."""
    return added_by if added_by[:1] in ("U", "W") and added_by.isalnum() else ""
