"""The sandbox as the real Bolt app meets it: Socket Mode, what people do, and what comes back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.sandbox import Sandbox
from bot.sandbox.registration import read_manifest

MANIFEST = Path(__file__).parents[1] / "manifest.yaml"
BUTTON = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}, "value": "7"}
ACTIONS = [{"type": "actions", "block_id": "below", "elements": [BUTTON]}]


@contextmanager
def connected(sandbox: Sandbox, listen: Callable[[App], None]) -> Iterator[App]:
    """The real Bolt app, connected by the built-in handler."""
    logger = logging.getLogger("test.bolt")
    logger.setLevel(logging.CRITICAL)
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], logger=logger)
    with ThreadPoolExecutor(8) as executor:
        app = App(client=client, listener_executor=executor, logger=logger)
        listen(app)
        handler = SocketModeHandler(app, sandbox.app_token)
        handler.connect()
        try:
            yield app
        finally:
            handler.client.closed = True
            handler.client.enqueue_message("{}")  # its reader else sleeps for a second
            handler.close()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.from_manifest(MANIFEST) as one:
        yield one


def test_a_command_is_acknowledged_and_answered_to_one_person_alone(sandbox: Sandbox) -> None:
    heard: list[dict[str, Any]] = []

    def listen(app: App) -> None:
        @app.command("/ev")
        def ev(ack: Any, command: dict[str, Any], respond: Any) -> None:
            ack()
            heard.append(command)
            respond("Here is what is known")

    with connected(sandbox, listen):
        delivery = sandbox.command("alex", "#ev-news", "/ev digest to #general for @kim & co <now>").wait()
        sandbox.wait_until(lambda: sandbox.ephemerals("alex"))

    general, kim = sandbox.channel("#general").id, sandbox.user("kim").id
    assert heard[0]["text"] == f"digest to <#{general}|general> for <@{kim}|kim> &amp; co &lt;now&gt;"
    assert delivery.acked
    assert delivery.seconds is not None
    assert delivery.seconds < 1
    (shown,) = sandbox.ephemerals("alex")
    assert shown.text == "Here is what is known"
    assert sandbox.ephemerals("kim") == []
    assert sandbox.messages("#ev-news") == []


def test_a_body_in_the_ack_is_shown_and_costs_no_use_of_the_response_url(sandbox: Sandbox) -> None:
    def listen(app: App) -> None:
        @app.command("/ev")
        def ev(ack: Any) -> None:
            ack(text="at once")

    with connected(sandbox, listen):
        delivery = sandbox.command("kim", "#general", "/ev help").wait()

    assert delivery.response == {"text": "at once"}
    assert [shown.text for shown in sandbox.ephemerals("kim", "#general")] == ["at once"]
    assert sandbox.calls("response_url") == []


def test_names_stay_as_typed_where_the_manifest_does_not_escape_them() -> None:
    manifest = read_manifest(MANIFEST)
    manifest["features"]["slash_commands"][0]["should_escape"] = False
    with Sandbox(manifest) as sandbox:
        delivery = sandbox.command("alex", "#ev-news", "/ev @kim #general")
    assert delivery.payload["text"] == "@kim #general"


def test_a_command_that_the_manifest_lacks_reaches_nobody(sandbox: Sandbox) -> None:
    delivery = sandbox.command("alex", "#ev-news", "/rumours")
    assert delivery.failure == "not_a_command"
    assert "not a valid command" in sandbox.ephemerals("alex")[0].text


def test_the_ack_deadline_fails_a_command_and_repeats_an_event(sandbox: Sandbox) -> None:
    """Three seconds of real time; the two share them."""
    seen: list[tuple[Any, Any]] = []
    woken = threading.Event()

    def listen(app: App) -> None:
        @app.command("/ev")
        def ev(ack: Any) -> None:
            woken.wait(3.4)
            ack("too late")

        @app.middleware
        def refuse_first(req: Any, next: Any) -> Any:  # noqa: A002 - Bolt names it so
            if req.body.get("type") != "event_callback":
                return next()
            retry = req.headers.get("x-slack-retry-num"), req.headers.get("x-slack-retry-reason")
            seen.append(retry)
            if len(seen) == 1:
                woken.wait(3.4)
            return next()

        @app.event("app_mention")
        def mentioned() -> None: ...

    with connected(sandbox, listen):
        start = time.monotonic()
        command = sandbox.command("alex", "#ev-news", "/ev slow")
        mention = sandbox.say("alex", "#ev-news", "@ev slow")
        assert mention is not None
        command.wait()
        assert time.monotonic() - start == pytest.approx(3.0, abs=0.4)
        mention.wait()

    assert command.failure == "operation_timeout"
    (shown,) = sandbox.ephemerals("alex")
    assert shown.text == "/ev failed with the error “operation_timeout”"
    assert shown.user == "USLACKBOT"
    assert seen == [(None, None), (["1"], ["timeout"])]
    assert mention.acked
    assert [attempt.number for attempt in mention.attempts] == [0, 1]


def test_an_event_that_nobody_takes_comes_again_at_once_after_a_minute_and_after_five(sandbox: Sandbox) -> None:
    mention = sandbox.say("alex", "#ev-news", "@ev anyone?")
    assert mention is not None
    sandbox.wait_until(lambda: len(mention.attempts) == 2)
    sandbox.clock.advance(59)
    assert len(mention.attempts) == 2
    sandbox.clock.advance(1)
    sandbox.wait_until(lambda: len(mention.attempts) == 3)
    assert not mention.settled
    sandbox.clock.advance(300)
    mention.wait()
    assert len(mention.attempts) == 4
    assert mention.failure == "dispatch_failed"


def test_a_command_with_no_app_connected_fails_at_once(sandbox: Sandbox) -> None:
    assert sandbox.command("alex", "#ev-news", "/ev").failure == "dispatch_failed"
    assert "dispatch_failed" in sandbox.ephemerals("alex")[0].text


def test_a_mention_is_heard_only_where_the_bot_is(sandbox: Sandbox) -> None:
    events: list[dict[str, Any]] = []

    def listen(app: App) -> None:
        @app.event("app_mention")
        def mentioned(body: dict[str, Any], say: Any) -> None:
            events.append(body)
            say(text="answer", thread_ts=body["event"]["ts"])

    with connected(sandbox, listen):
        assert sandbox.say("alex", "#general", "@ev hello") is None
        assert sandbox.say("alex", "#ev-news", "nothing for the bot") is None
        mention = sandbox.say("alex", "#ev-news", "@ev is https://example.com/a?b=1&c=2 true?")
        assert mention is not None
        mention.wait()
        sandbox.wait_quiet()

    (body,) = events
    asked = body["event"]
    assert asked["text"] == f"<@{sandbox.bot_user_id}> is <https://example.com/a?b=1&amp;c=2> true?"
    assert (body["team_id"], body["authorizations"][0]["user_id"]) == (sandbox.team_id, sandbox.bot_user_id)
    assert body["event_time"] == int(sandbox.clock.now().timestamp())
    assert [message.text for message in sandbox.thread("#ev-news", asked["ts"])] == [asked["text"], "answer"]


def test_duplicates_carry_the_same_event_id(sandbox: Sandbox) -> None:
    ids: list[str] = []

    def listen(app: App) -> None:
        @app.event("app_mention")
        def mentioned(body: dict[str, Any]) -> None:
            ids.append(body["event_id"])

    with connected(sandbox, listen):
        mention = sandbox.say("kim", "#ev-news", "@ev hi", duplicates=3)
        assert mention is not None
        mention.wait()
        sandbox.wait_until(lambda: len(ids) == 3)

    assert len(set(ids)) == 1
    assert len({mention.attempts[0].envelope_id, *(copy.attempts[0].envelope_id for copy in mention.copies)}) == 3


def test_direct_messages_are_heard_and_answered_and_the_bot_ignores_its_own(sandbox: Sandbox) -> None:
    texts: list[str] = []

    def listen(app: App) -> None:
        @app.event("message")
        def written(event: dict[str, Any], say: Any) -> None:
            texts.append(event["text"])
            say(text="got it", thread_ts=event["ts"])

    with connected(sandbox, listen):
        delivery = sandbox.say("ada", "@ev", "list")
        assert delivery is not None
        delivery.wait()
        sandbox.wait_quiet()

    direct = sandbox.direct_channel("ada")
    assert delivery.payload["event"]["channel_type"] == "im"
    assert texts == ["list"]
    assert [message.text for message in sandbox.messages(direct.id)] == ["list", "got it"]


def test_a_click_carries_what_was_clicked_and_its_response_replaces_the_message(sandbox: Sandbox) -> None:
    bodies: list[dict[str, Any]] = []

    def listen(app: App) -> None:
        @app.action("more")
        def more(ack: Any, body: dict[str, Any], respond: Any) -> None:
            ack()
            bodies.append(body)
            respond(text="replaced", replace_original=True)

    with connected(sandbox, listen) as app:
        app.client.chat_postMessage(channel=sandbox.channel("ev-news").id, text="card", blocks=ACTIONS)
        card = sandbox.find_action("kim", "more")
        assert card is not None
        sandbox.click("kim", card, "more").wait()
        sandbox.wait_until(lambda: sandbox.messages("ev-news")[0].text == "replaced")

    (body,) = bodies
    assert body["actions"][0]["value"] == "7"
    assert body["actions"][0]["block_id"] == "below"
    assert body["container"]["message_ts"] == body["message"]["ts"] == sandbox.messages("ev-news")[0].ts
    assert body["user"]["id"] == sandbox.user("kim").id


def test_a_click_on_what_only_another_sees_is_impossible(sandbox: Sandbox) -> None:
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    channel, alex = sandbox.channel("ev-news").id, sandbox.user("alex").id
    client.chat_postEphemeral(channel=channel, user=alex, text="yours", blocks=ACTIONS)
    (shown,) = sandbox.ephemerals("alex")
    with pytest.raises(ValueError, match="kim"):
        sandbox.click("kim", shown, "more")
    with pytest.raises(ValueError, match="less"):
        sandbox.click("alex", shown, "less")
    assert sandbox.find_action("alex", "more") == shown
    assert sandbox.find_action("kim", "more") is None


def test_a_modal_is_opened_filled_in_refused_and_submitted(sandbox: Sandbox) -> None:
    states: list[Any] = []
    field = {"type": "plain_text_input", "action_id": "zone", "initial_value": "UTC"}
    days = {
        "type": "static_select",
        "action_id": "days",
        "options": [{"text": {"type": "plain_text", "text": "Daily"}, "value": "daily"}],
    }
    view = {
        "type": "modal",
        "callback_id": "digest",
        "title": {"type": "plain_text", "text": "Digest"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [
            {"type": "input", "block_id": "where", "label": {"type": "plain_text", "text": "Zone"}, "element": field},
            {"type": "input", "block_id": "when", "label": {"type": "plain_text", "text": "Days"}, "element": days},
        ],
    }

    def listen(app: App) -> None:
        @app.command("/ev")
        def ev(ack: Any, body: dict[str, Any], client: WebClient) -> None:
            ack()
            client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.view("digest")
        def saved(ack: Any, view: dict[str, Any]) -> None:
            states.append(view["state"]["values"])
            if len(states) == 1:
                ack(response_action="errors", errors={"when": "Choose the days"})
            else:
                ack()

    with connected(sandbox, listen):
        sandbox.command("ada", "#ev-news", "/ev digest").wait()
        sandbox.wait_until(lambda: sandbox.modal("ada"))
        modal = sandbox.modal("ada")
        assert modal is not None
        refused = sandbox.submit("ada", modal, {}).wait()
        assert sandbox.modal("ada") == modal
        sandbox.submit("ada", modal, {"zone": "Europe/Berlin", "days": "daily"}).wait()

    assert refused.response == {"response_action": "errors", "errors": {"when": "Choose the days"}}
    assert sandbox.modal("ada") is None
    assert states[0]["where"]["zone"]["value"] == "UTC"
    assert states[0]["when"]["days"]["selected_option"] is None
    assert states[1]["where"]["zone"]["value"] == "Europe/Berlin"
    assert states[1]["when"]["days"]["selected_option"]["value"] == "daily"


def test_opening_home_publishes_a_view_for_that_person(sandbox: Sandbox) -> None:
    def listen(app: App) -> None:
        @app.event("app_home_opened")
        def opened(event: dict[str, Any], client: WebClient) -> None:
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": ACTIONS})

    with connected(sandbox, listen):
        delivery = sandbox.open_home("kim")
        assert delivery is not None
        delivery.wait()
        sandbox.wait_until(lambda: sandbox.home("kim"))

    home = sandbox.home("kim")
    assert home is not None
    assert sandbox.visible_text(home) == "[More] (click more 7)"
    assert sandbox.home("alex") is None


def test_an_event_that_the_manifest_does_not_name_is_not_sent(sandbox: Sandbox) -> None:
    assert sandbox.event({"type": "reaction_added"}) is None
    assert sandbox.event({"type": "agent_session_stopped", "channel": "C1"}) is not None


def test_a_refreshed_connection_loses_nothing(sandbox: Sandbox) -> None:
    heard: list[str] = []

    def listen(app: App) -> None:
        @app.event("app_mention")
        def mentioned(event: dict[str, Any]) -> None:
            heard.append(event["text"])

    with connected(sandbox, listen):
        sandbox.disconnect()
        sandbox.wait_until(lambda: sandbox.socket_mode.connections_opened == 2)
        sandbox.wait_until(lambda: sandbox.socket_mode.connection_count == 1)
        mention = sandbox.say("alex", "#ev-news", "@ev still there?")
        assert mention is not None
        mention.wait()
        sandbox.wait_until(lambda: heard)

    assert mention.acked
    assert len(mention.attempts) == 1


def test_two_connections_share_the_envelopes_and_none_comes_twice(sandbox: Sandbox) -> None:
    first, second = [], []

    def listening(heard: list[str]) -> Callable[[App], None]:
        def listen(app: App) -> None:
            @app.event("app_mention")
            def mentioned(body: dict[str, Any]) -> None:
                heard.append(body["event_id"])

        return listen

    with connected(sandbox, listening(first)), connected(sandbox, listening(second)):
        for number in range(6):
            mention = sandbox.say("alex", "#ev-news", f"@ev {number}")
            assert mention is not None
            mention.wait()
        sandbox.wait_until(lambda: len(first) + len(second) == 6)

    assert len(first) == len(second) == 3
    assert not set(first) & set(second)


def test_a_response_url_is_good_for_five_uses_in_thirty_minutes(sandbox: Sandbox) -> None:
    url = sandbox.command("alex", "#ev-news", "/ev").payload["response_url"]
    webhook = WebhookClient(url)
    assert [webhook.send(text=f"{number}").status_code for number in range(6)] == [200] * 5 + [404]
    assert webhook.send(text="again").body == '{"ok": false, "error": "used_url"}'

    late = WebhookClient(sandbox.command("alex", "#ev-news", "/ev").payload["response_url"])
    sandbox.clock.advance(30 * 60)
    assert late.send(text="in channel", response_type="in_channel").status_code == 200
    sandbox.clock.advance(1)
    assert '"expired_url"' in late.send(text="late").body
    assert [message.text for message in sandbox.messages("ev-news")] == ["in channel"]


def test_a_response_url_can_delete_what_was_clicked(sandbox: Sandbox) -> None:
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    client.chat_postMessage(channel=sandbox.channel("ev-news").id, text="card", blocks=ACTIONS)
    (card,) = sandbox.messages("ev-news")
    url = sandbox.click("alex", card, "more").payload["response_url"]
    assert WebhookClient(url).send(delete_original=True).status_code == 200
    assert sandbox.messages("ev-news") == []
    assert '"message_not_found"' in WebhookClient(url).send(text="x", replace_original=True).body


def test_closing_leaves_no_thread_and_no_port_behind() -> None:
    before = set(threading.enumerate())
    with Sandbox.from_manifest(MANIFEST) as sandbox:
        sandbox.say("alex", "#ev-news", "@ev never answered")
        with connected(sandbox, lambda app: None):
            pass
    assert set(threading.enumerate()) == before
    with pytest.raises(OSError, match="refused"):
        WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[]).auth_test()


def test_a_sandbox_that_is_never_entered_can_be_closed() -> None:
    before = set(threading.enumerate())
    Sandbox.from_manifest(MANIFEST).close()
    assert set(threading.enumerate()) == before
