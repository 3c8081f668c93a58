"""Clicks on the buttons under an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.answered import REASONS, rest_of_answer, share, take_feedback
from bot.boundary import Later, answering
from bot.listeners.actions import clicked
from bot.requests import Request, first_time
from bot.responding import respond_all
from bot.services import Services
from bot.slack_api import failure_of
from bot.views.buttons import NOT_USEFUL, SHARE, SHOW_ALL
from bot.views.feedback import FEEDBACK_VIEW, feedback_view, filled_in
from bot.views.notices import notice

if TYPE_CHECKING:
    from slack_bolt import Ack, App, BoltContext, Respond
    from slack_sdk import WebClient


def register(app: App, services: Services, later: Later) -> None:
    """Show the rest of an answer, share it, take what a person thought of it."""

    @app.action(SHOW_ALL)
    @answering(later)
    def show_all(
        ack: Ack,  # noqa: ARG001 - done by the boundary, as are errors
        body: dict[str, Any],
        action: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        respond: Respond,
        client: WebClient,
    ) -> None:
        request = clicked(body, action, client)
        if first_time(services, request):
            found = rest_of_answer(services, request.workspace_id, _asked_id(request.text))
            respond_all(respond, found, request.thread_ts)

    @app.action(SHARE)
    @answering(later)
    def shared(
        ack: Ack,  # noqa: ARG001
        body: dict[str, Any],
        action: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        respond: Respond,
        client: WebClient,
    ) -> None:
        request = clicked(body, action, client)
        if first_time(services, request):
            respond_all(respond, (share(services, request, _asked_id(request.text)),), request.thread_ts)

    @app.action(NOT_USEFUL)
    @answering(later)
    def not_useful(
        ack: Ack,  # noqa: ARG001
        body: dict[str, Any],
        action: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        respond: Respond,
        client: WebClient,
    ) -> None:
        request = clicked(body, action, client)
        if not first_time(services, request):
            return
        # Where to confirm it: a submitted form brings no way to answer of its own.
        origin = {"asked": _asked_id(request.text), "url": body["response_url"], "thread": request.thread_ts}
        try:
            client.views_open(trigger_id=body["trigger_id"], view=feedback_view(REASONS, origin))
        except Exception as error:
            said = f"The form did not open: {failure_of(error).words}. Press Not useful again."
            respond_all(respond, (notice(said),), request.thread_ts)

    @app.view(FEEDBACK_VIEW)
    @answering(later)
    def submitted(
        ack: Ack,  # noqa: ARG001
        body: dict[str, Any],
        view: dict[str, Any],
        context: BoltContext,  # noqa: ARG001
        client: WebClient,
    ) -> None:
        from slack_bolt import Respond

        request = Request(f"view:{view['id']}", body["team"]["id"], "", body["user"]["id"], "", client)
        if first_time(services, request):
            origin, reason, note = filled_in(view)
            said = take_feedback(services, request.workspace_id, request.user_id, origin["asked"], reason, note)
            respond_all(Respond(response_url=origin["url"]), (said,), origin["thread"])


def _asked_id(value: str) -> int:
    """The id that a button carries; 0, which none has, for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
