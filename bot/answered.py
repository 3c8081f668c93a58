"""What can be done with an answer that was given: see the rest of it, show it to the channel, say what was wrong."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.posting import still_known
from bot.recounting import earlier_steps
from bot.replying import Kind
from bot.services import Services
from bot.slack_api import Failure, Outcome, failure_of
from bot.views.buttons import answer_buttons, shared_by, under
from bot.views.message import Message
from bot.views.notices import notice
from bot.views.rest import rest_messages
from briefings.cards import card_line
from db.asked import Asked, Feedback
from db.outbox import Place

if TYPE_CHECKING:
    from bot.requests import Request

GONE = "That answer is no longer kept: please ask again."
_MENDED = MappingProxyType(
    {
        "not_in_channel": "I am not in this channel. Invite me with /invite @ev, then press Share again.",
        "channel_not_found": "I cannot see this channel. Invite me with /invite @ev, then press Share again.",
        "is_archived": "This channel is archived. Unarchive it and press Share again, or ask in another channel.",
        "restricted_action": "I may not post here. Ask an admin to allow it and press Share again, or ask elsewhere.",
    }
)
REASONS = MappingProxyType(
    {"wrong": "Wrong claim", "outdated": "Out of date", "missing": "Missing something", "other": "Other"}
)


def rest_of_answer(services: Services, workspace_id: str, asked_id: int) -> tuple[Message, ...]:
    """What an answer left out, as of the day that it was given for."""
    asked = _asked(services, workspace_id, asked_id)
    if asked is None:
        return (notice(GONE),)
    if asked.kind == Kind.TIMELINE:
        return earlier_steps(services, workspace_id, asked.understood["companies"][0])
    with services.database.read(workspace_id) as tx:
        ids = [tx.store.claim_id(each) or each for each in asked.others]
        cases = tx.store.cases(ids, asked.day)
    if not cases:
        return (notice("There is nothing more to show."),)
    return rest_messages([card_line(case) for case in cases])


def share(services: Services, request: Request, asked_id: int) -> Message:
    """Post an answer that only its asker saw to the channel, once; what came of it."""
    asked = _asked(services, request.workspace_id, asked_id)
    if asked is None or not asked.shown or asked.user_id != request.user_id:
        return notice(GONE)
    if _has_moved(services, request.workspace_id, asked):
        return notice("What is known has changed since you asked: ask again, and share that answer.")
    with services.database.begin() as tx:
        if not tx.asking.take_share(request.workspace_id, asked_id, services.now()):
            return notice("That answer was shared already.")
    failure = _post(services, request, asked, _shown(asked, asked_id, request.user_id))
    if failure is None:
        return notice("Shared in this channel.")
    if failure.outcome is not Outcome.DOUBT:
        with services.database.begin() as tx:
            tx.asking.give_back_share(request.workspace_id, asked_id)
    return notice(_mended(failure))


def take_feedback(
    services: Services, workspace_id: str, user_id: str, asked_id: int, reason: str, note: str
) -> Message:
    """Keep what a person thought of an answer."""
    given = Feedback(asked_id, user_id, reason if reason in REASONS else "other", note.strip(), services.now())
    with services.database.begin() as tx:
        tx.asking.add_feedback(workspace_id, given)
    return notice("Thank you, noted. It changes no claim by itself: a person will look at it.")


def _has_moved(services: Services, workspace_id: str, asked: Asked) -> bool:
    """Whether a claim of an answer stands otherwise by now: what was true when asked is not posted as true today."""
    with services.database.read(workspace_id) as tx:
        ids = [tx.store.claim_id(each) or each for each in asked.claims]
        then = {case.claim.id: case.standing.status for case in tx.store.cases(ids, asked.day)}
        now = {case.claim.id: case.standing.status for case in tx.store.cases(ids, services.now().date())}
    return asked.day < services.now().date() and then != now


def _asked(services: Services, workspace_id: str, asked_id: int) -> Asked | None:
    with services.database.read() as tx:
        return tx.asking.get(workspace_id, asked_id)


def _shown(asked: Asked, asked_id: int, user_id: str) -> tuple[Message, ...]:
    """The messages as they were shown, who shares them above, the buttons below."""
    kept = [Message(each["text"], tuple(each["blocks"]), tuple(each["claims"])) for each in asked.shown]
    first = shared_by(kept[0], user_id, asked.text)
    return under((first, *kept[1:]), answer_buttons(asked_id, asked.more))


def _post(services: Services, request: Request, asked: Asked, messages: tuple[Message, ...]) -> Failure | None:
    """Post to the channel, what does not fit one message in its thread; the failure where the first was not taken."""
    thread = None
    for message in messages:
        try:
            posted = request.client.chat_postMessage(
                channel=asked.channel_id,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )
        except Exception as error:
            failure = failure_of(error)
            return failure if thread is None else None
        place = Place(request.workspace_id, asked.channel_id, str(posted["ts"]), thread)
        thread = thread or place.ts
        with services.database.begin() as tx:
            tx.outbox.remember_post(place, still_known(tx, message), services.now())
    return None


def _mended(failure: Failure) -> str:
    """What went wrong and how to mend it, in a sentence or two."""
    if failure.outcome is Outcome.DOUBT:
        return "Slack did not say whether it arrived. If it is not in the channel, ask again and share that."
    if failure.outcome in (Outcome.LATER, Outcome.UNSENT):
        return f"It was not shared: {failure.outcome.value}. Press Share again in a minute."
    return _MENDED.get(failure.code, f"It was not shared: {failure.words}. When that is mended, press Share again.")
