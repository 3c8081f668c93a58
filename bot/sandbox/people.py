"""What a person does in the workspace, and what Slack tells the app of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import events, view_methods
from bot.sandbox.announcing import send_change_event, send_copies, send_event, send_mention_event, send_message_event
from bot.sandbox.delivery import Delivery
from bot.sandbox.desk import Arguments, Desk, Json
from bot.sandbox.errors import ApiError
from bot.sandbox.forms import action_of, find_element, state_values
from bot.sandbox.response_url import respond
from bot.sandbox.rules import check_view
from bot.sandbox.typing_text import typed
from bot.sandbox.workspace import SLACKBOT, Channel, Message, User, View


class People:
    """People by name or id, channels by name or id; `@ev` (the bot's name) is one's direct messages with it."""

    def __init__(self, desk: Desk, response_base: str) -> None:
        self._desk = desk
        self.workspace = desk.workspace
        self._response_base = response_base

    def command(self, user: str, channel: str, line: str) -> Delivery:
        """Type a slash command, such as `/ev xiaomi`. There are none in threads."""
        person, place = self._person(user), self._place(user, channel)
        command, _, rest = line.strip().partition(" ")
        escapes = self._desk.registration.commands.get(command)
        if escapes is None:
            delivery = self._delivery("slash_commands", {}, None)
            self._slackbot(person, place, f"{command} is not a valid command.")
            delivery.give_up("not_a_command")
            return delivery
        text = typed(rest.strip(), self.workspace, with_names=True, with_links=escapes)
        key, url = self._response_url(person, place, None)
        payload = events.command_payload(self._desk, person, place, command, text, url)

        def failed(delivery: Delivery) -> None:
            self._slackbot(person, place, f"{command} failed with the error “{delivery.failure}”")

        delivery = self._delivery("slash_commands", payload, self._show_response(key), failed)
        return self._desk.socket_mode.hand_over(delivery)

    def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, duplicates: int = 1
    ) -> Delivery | None:
        """Write a message; None when it is none of the app's business. `duplicates` is how often each event comes."""
        person, place = self._person(user), self._place(user, channel)
        message = self.workspace.post(
            place.id, person.id, typed(text, self.workspace, with_names=False), thread_ts=thread_ts
        )
        mention = send_mention_event(self._desk, message, place, duplicates)
        plain = send_message_event(self._desk, message, place, duplicates)
        if mention is not None and plain is not None:
            mention.copies = (*mention.copies, plain, *plain.copies)
        return mention or plain

    def edit(self, user: str, message: Message, text: str, duplicates: int = 1) -> Delivery | None:
        """Edit one's own message; with the same text, as when Slack unfolds a link in it."""
        person, place = self._person(user), self.workspace.channels[message.channel]
        before = self.workspace.messages[message.channel, message.ts]
        if before.user != person.id:
            raise ValueError(f"{person.name} did not write that")
        new = typed(text, self.workspace, with_names=False)
        changes = {"edited_ts": self.workspace.new_ts()} if new != before.text else {}
        after = self.workspace.rewrite(before, text=new, **changes)
        return send_change_event(self._desk, place, "message_changed", before, after, duplicates)

    def click(
        self, user: str, where: Message | View, action_id: str, value: Any = None, duplicates: int = 1
    ) -> Delivery:
        """Click a button, or choose `value` in a select; ValueError when there is no such element."""
        person = self._person(user)
        found = find_element(where.blocks, action_id, value if isinstance(value, str) else None)
        if found is None or (isinstance(where, Message) and where.only_for not in (None, person.id)):
            raise ValueError(f"nothing for {person.name} to click: {action_id}")
        action = action_of(*found, value)
        if isinstance(where, View):
            shown, key, url = self._view_json(where, {}), "", ""
        else:
            shown = None
            key, url = self._response_url(person, self.workspace.channels[where.channel], where)
        payload = events.click_payload(self._desk, person, where, action, shown, url)
        if isinstance(where, Message) and not where.is_ephemeral:
            payload["message"] = events.message_json(self._desk, where)
        delivery = self._delivery("interactive", payload, self._show_response(key) if key else None)
        return self._interact(delivery, duplicates)

    def submit(self, user: str, view: View, values: Mapping[str, Any] | None = None) -> Delivery:
        """Submit a modal with these values by action id: text, an option's value, a list of them."""
        person, shown = self._person(user), self._view_json(view, values or {})
        payload = events.submit_payload(self._desk, person, shown)
        return self._interact(self._delivery("interactive", payload, lambda one: self._after_submission(view, one)))

    def close_modal(self, user: str, view: View) -> Delivery | None:
        """Close a modal; the app is told only if the view asks for it."""
        with self.workspace.changed:
            self.workspace.modals.pop(view.id, None)
        if not view.content.get("notify_on_close"):
            return None
        payload = events.close_payload(self._desk, self._person(user), self._view_json(view, {}))
        return self._interact(self._delivery("interactive", payload, None))

    def open_home(self, user: str, tab: str = "home", duplicates: int = 1) -> Delivery | None:
        """Open the app's Home tab (or its `messages` tab)."""
        person = self._person(user)
        event: Json = {
            "type": "app_home_opened",
            "user": person.id,
            "channel": self.workspace.direct_channel(person.id).id,
            "tab": tab,
            "event_ts": self.workspace.new_ts(),
        }
        view = self.workspace.homes.get(person.id)
        if view is not None and tab == "home":
            event["view"] = self._view_json(view, {})
        return send_event(self._desk, event, "app_home_opened", duplicates)

    def stop_agent(self, user: str, channel: str, thread_ts: str) -> Delivery | None:
        """Press the stop button of an agent's session."""
        event = {
            "type": "agent_session_stopped",
            "user": self._person(user).id,
            "channel": self._place(user, channel).id,
            "thread_ts": thread_ts,
            "streaming_message_ts": [],
            "event_ts": self.workspace.new_ts(),
        }
        return send_event(self._desk, event, "agent_session_stopped")

    def event(self, event: Mapping[str, Any], name: str | None = None, duplicates: int = 1) -> Delivery | None:
        """Send any other event, if the manifest subscribes to it (by `name`, else by its type)."""
        return send_event(self._desk, dict(event), name or str(event["type"]), duplicates)

    # How Slack passes it on

    def _interact(self, delivery: Delivery, duplicates: int = 1) -> Delivery:
        if self._desk.registration.interactive:
            return send_copies(self._desk, delivery, duplicates)
        delivery.give_up("interactivity_off")
        return delivery

    def _delivery(
        self,
        kind: str,
        payload: Json,
        on_ack: Callable[[Delivery], None] | None,
        on_failure: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        return Delivery(kind, payload, self.workspace.changed, kind != "events_api", on_ack, on_failure)

    def _show_response(self, key: str) -> Callable[[Delivery], None]:
        """An ack with a body is a response, which costs no use of the response URL."""

        def show(delivery: Delivery) -> None:
            response = delivery.response
            if not response or not (response.get("text") or response.get("blocks")):
                return
            try:
                respond(self._desk, self._desk.response_urls.peek(key), Arguments(response))
            except ApiError as error:
                self.workspace.warn(f"an ack's response was refused: {error.code} {' '.join(error.problems)}")

        return show

    def _after_submission(self, view: View, delivery: Delivery) -> None:
        response = delivery.response or {}
        action = response.get("response_action")
        modals = self.workspace.modals
        try:
            if action in ("update", "push"):
                check_view(response["view"], "modal")
                if action == "update":
                    view_methods.rewrite_view(self._desk, view, response["view"])
                else:
                    view_methods.push_modal(self._desk, view.user, response["view"])
            elif action == "clear":
                for view_id in [one.id for one in modals.values() if one.user == view.user]:
                    del modals[view_id]
            elif action != "errors":
                modals.pop(view.id, None)
        except ApiError as error:
            self.workspace.warn(f"an ack's view was refused: {error.code} {' '.join(error.problems)}")

    def _slackbot(self, person: User, place: Channel, text: str) -> None:
        self.workspace.whisper(place.id, person.id, text, user=SLACKBOT)

    def _response_url(self, person: User, place: Channel, source: Message | None) -> tuple[str, str]:
        key = self._desk.response_urls.give(person.id, place.id, source)
        return key, f"{self._response_base}{key}"

    def _view_json(self, view: View, values: Mapping[str, Any]) -> Json:
        return view_methods.as_json(self._desk, view) | {"state": {"values": state_values(view.blocks, values)}}

    def _person(self, user: str) -> User:
        person = self.workspace.find_user(user)
        if person is None or person.is_bot:
            raise ValueError(f"no such person: {user}")
        return person

    def _place(self, user: str, channel: str) -> Channel:
        """Where the person is; ValueError when they are not in that channel."""
        person = self._person(user)
        if channel.startswith("@") and self.workspace.find_user(channel) == self.workspace.bot:
            return self.workspace.direct_channel(person.id)
        place = self.workspace.find_channel(channel)
        if place is None or person.id not in place.members:
            raise ValueError(f"{person.name} is in no channel {channel}")
        return place
