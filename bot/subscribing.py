"""A channel's digest: set, changed, stopped, asked for now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery import deliver_due
from bot.digesting import KIND, compose_digest, plan_digest
from bot.slack_api import Failure, Outcome, failure_of, without_retries
from bot.views.message import Message
from bot.views.notices import digest_help, digest_set, notice
from briefings.errors import ScheduleError
from briefings.schedules import Schedule, describe, local_time, next_slot, parse_schedule
from db.outbox import State
from db.workspaces import Subscription

if TYPE_CHECKING:
    from bot.requests import Request
    from bot.services import Services


def digest_request(services: Services, request: Request, text: str) -> tuple[Message, ...]:
    """`digest`, `digest daily 09:00 [zone]`, `digest off`, `digest now`."""
    match text.casefold():
        case "":
            return (_current(services, request),)
        case "off" | "stop":
            return (_stop(services, request),)
        case "now":
            return (_now(services, request),)
    try:
        schedule = parse_schedule(text, _zone_of(request))
    except ScheduleError as error:
        return (digest_help(str(error)),)
    return (_subscribe(services, request, schedule),)


def digest_lines(subscriptions: Sequence[Subscription]) -> list[str]:
    """Each digest in words: where, when, and next."""
    return [
        f"<#{each.channel_id}>: {describe(each.schedule)}, next {local_time(each.next_run_at, each.schedule.zone)}"
        for each in subscriptions
    ]


def _subscribe(services: Services, request: Request, schedule: Schedule) -> Message:
    """Introduce the digest in the channel, which also shows whether we may post there; then keep it."""
    now = services.now()
    slot = next_slot(schedule, now)
    intro = digest_set(request.user_id, describe(schedule), local_time(slot, schedule.zone))
    failure = _post(request, intro)
    if failure is not None and failure.outcome is Outcome.REFUSED:
        return notice(f"No digest was set: {failure.words}.")
    with services.database.begin() as tx:
        tx.workspaces.subscribe(request.workspace_id, request.channel_id, request.user_id, schedule, slot)
    return notice(
        f"Digest set: {describe(schedule)}. The next comes {local_time(slot, schedule.zone)}. "
        "Stop it with /ev digest off; see it at once with /ev digest now."
    )


def _stop(services: Services, request: Request) -> Message:
    with services.database.begin() as tx:
        stopped = tx.workspaces.unsubscribe(request.workspace_id, request.channel_id)
    return notice("The digest of this channel is off." if stopped else "This channel has no digest to stop.")


def _now(services: Services, request: Request) -> Message:
    """Post the digest at once; say what to do where the channel cannot be posted to."""
    now = services.now()
    with services.database.read(request.workspace_id) as tx:
        subscription = tx.workspaces.subscription(request.workspace_id, request.channel_id)
        covered = subscription.covered_until if subscription else None
        composed = compose_digest(tx, covered, now)
    with services.database.begin() as tx:
        # Without `since`: a digest asked for in between takes nothing from the scheduled ones.
        asked = replace(composed, since=None)
        plan_digest(tx, request.workspace_id, request.channel_id, request.key, asked, now)
    deliver_due(services, request.workspace_id, without_retries(request.client))
    with services.database.read() as tx:
        delivery = tx.outbox.delivery(request.workspace_id, KIND, request.key)
    if delivery is not None and delivery.state is State.FAILED:
        return notice(f"The digest could not be posted here: {delivery.reason}.")
    if delivery is not None and delivery.state is State.SENT:
        return notice("The digest is in this channel.")
    return notice("The digest is planned and will be posted to this channel as soon as Slack lets me.")


def _current(services: Services, request: Request) -> Message:
    with services.database.read() as tx:
        subscription = tx.workspaces.subscription(request.workspace_id, request.channel_id)
    if subscription is None or not subscription.enabled:
        return digest_help("This channel has no digest.")
    due = local_time(subscription.next_run_at, subscription.schedule.zone)
    return digest_help(f"This channel's digest: {describe(subscription.schedule)}. The next comes {due}.")


def _post(request: Request, message: Message) -> Failure | None:
    try:
        request.client.chat_postMessage(
            channel=request.channel_id, text=message.text, blocks=list(message.blocks), unfurl_links=False
        )
    except Exception as error:
        return failure_of(error)
    return None


def _zone_of(request: Request) -> str:
    """The zone that the person has set in Slack; UTC where Slack does not say."""
    try:
        answer = request.client.users_info(user=request.user_id)
    except Exception as error:
        failure_of(error)
        return "UTC"
    return str((answer.get("user") or {}).get("tz") or "UTC")
