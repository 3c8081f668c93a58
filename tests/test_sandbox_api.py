"""The sandbox's Web API as the real client sees it: codes, scopes, limits, faults, the clock and the rendering."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Clock, Sandbox
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Drop, Garbled, RateLimited, Refuse, Reset, ServerError, Slow
from bot.sandbox.registration import read_manifest
from bot.sandbox.rendering import from_mrkdwn
from bot.sandbox.tickets import Triggers
from bot.sandbox.websocket import TEXT, Frame, decode, encode
from bot.sandbox.workspace import Workspace

MANIFEST = Path(__file__).parents[1] / "manifest.yaml"
START = datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
METADATA = {"event_type": "digest", "event_payload": {"key": "k1"}}
HEADER = {"type": "header", "text": {"type": "plain_text", "text": "News"}}


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    grant = ("channels:history",)
    with Sandbox.from_manifest(MANIFEST, clock=Clock(START), grant=grant, burst=20) as one:
        yield one


@pytest.fixture
def news(sandbox: Sandbox) -> str:
    return sandbox.channel("#ev-news").id


@pytest.fixture
def client(sandbox: Sandbox) -> WebClient:
    return client_of(sandbox)


def client_of(sandbox: Sandbox, token: str | None = None) -> WebClient:
    token = sandbox.bot_token if token is None else token
    return WebClient(token=token or None, base_url=sandbox.api_url, retry_handlers=[])


def refusal(call: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as refused:
        call(*arguments, **named)
    data: dict[str, Any] = refused.value.response.data
    return data


def code(call: Any, *arguments: Any, **named: Any) -> str:
    return str(refusal(call, *arguments, **named)["error"])


def test_who_we_are(sandbox: Sandbox, client: WebClient) -> None:
    who = client.auth_test()
    assert (who["team"], who["team_id"]) == ("EV Desk", sandbox.team_id)
    assert (who["user"], who["user_id"]) == ("ev", sandbox.bot_user_id)
    assert who["bot_id"].startswith("B")


def test_tokens_are_told_apart(sandbox: Sandbox, client: WebClient) -> None:
    assert code(client_of(sandbox, "").auth_test) == "not_authed"
    assert code(client_of(sandbox, "xoxb-other").auth_test) == "invalid_auth"
    assert code(client.apps_connections_open, app_token="xapp-other") == "invalid_auth"
    assert code(client.apps_connections_open, app_token=sandbox.bot_token) == "not_allowed_token_type"
    assert client.apps_connections_open(app_token=sandbox.app_token)["url"].startswith("ws://127.0.0.1:")
    assert code(client.api_call, "chat.shout") == "unknown_method"


def test_a_ticket_opens_one_connection(sandbox: Sandbox) -> None:
    ticket = sandbox.socket_mode.new_ticket()
    assert [sandbox.socket_mode.spend_ticket(one) for one in (ticket, ticket, "other")] == [True, False, False]
    request = urllib.request.Request(
        sandbox.api_url.replace("/api/", f"/link?ticket={ticket}"), headers={"Sec-WebSocket-Key": "eA=="}
    )
    with pytest.raises(HTTPError, match="401"):
        urllib.request.urlopen(request).close()


def test_scopes_are_those_of_the_manifest_and_of_the_optional_ones_those_granted(
    sandbox: Sandbox, client: WebClient, news: str
) -> None:
    private = sandbox.add_channel("desk", ["alex"], private=True).id
    refused = refusal(client.conversations_history, channel=private)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "groups:history")
    assert "chat:write" in refused["provided"].split(",")
    assert code(client.reactions_add, channel=news, name="eyes", timestamp="1.0") == "missing_scope"
    assert code(client.conversations_open, users=sandbox.user("alex").id) == "missing_scope"
    assert code(client.conversations_info, channel=news) == "missing_scope"
    with Sandbox.from_manifest(MANIFEST) as strict:
        channel = strict.channel("ev-news").id
        assert code(client_of(strict).conversations_history, channel=channel) == "missing_scope"
    with pytest.raises(ValueError, match="admin"):
        Sandbox.from_manifest(MANIFEST, grant=("admin",))


def test_what_more_scopes_allow() -> None:
    manifest = read_manifest(MANIFEST)
    more = ["reactions:write", "im:write", "channels:read", "chat:write.public"]
    manifest["oauth_config"]["scopes"]["bot"] += more
    with Sandbox(manifest, burst=5) as sandbox:
        client, general = client_of(sandbox), sandbox.channel("general").id
        assert client.conversations_info(channel=general)["channel"]["is_member"] is False
        ts = client.chat_postMessage(channel=general, text="hello")["ts"]
        assert code(client.reactions_add, channel=general, name="eyes", timestamp=ts) == "not_in_channel"
        sandbox.invite("general")
        client.reactions_add(channel=general, name="eyes", timestamp=ts)
        assert code(client.reactions_add, channel=general, name="eyes", timestamp=ts) == "already_reacted"
        opened = client.conversations_open(users=[sandbox.user("kim").id])["channel"]["id"]
        assert opened == sandbox.direct_channel("kim").id


def test_where_one_may_post(sandbox: Sandbox, client: WebClient, news: str) -> None:
    assert client.chat_postMessage(channel="#ev-news", text="by name")["channel"] == news
    direct = client.chat_postMessage(channel=sandbox.user("kim").id, text="to a person")["channel"]
    assert direct == sandbox.direct_channel("kim").id
    private = sandbox.add_channel("secret", ["alex"], with_bot=False, private=True).id
    archived = sandbox.add_channel("old", ["alex"]).id
    sandbox.archive("old")
    answers = [code(client.chat_postMessage, channel=one, text="x") for one in ("C404", private, archived)]
    assert answers == ["channel_not_found", "channel_not_found", "is_archived"]
    assert code(client.chat_postMessage, channel=sandbox.channel("general").id, text="x") == "not_in_channel"
    sandbox.remove("ev-news")
    assert code(client.chat_postMessage, channel=news, text="x") == "not_in_channel"


@pytest.mark.filterwarnings("ignore:The top-level `text`:UserWarning")
def test_what_may_be_posted(sandbox: Sandbox, client: WebClient, news: str) -> None:
    post = client.chat_postMessage
    assert code(post, channel=news) == "no_text"
    assert code(post, channel=news, text="") == "no_text"
    assert code(post, channel=news, text="x", blocks="[{") == "invalid_blocks_format"
    assert code(post, channel=news, text="x", metadata={"event_type": "x"}) == "invalid_metadata_format"
    assert code(post, channel=news, text="x", markdown_text="**x**") == "markdown_text_conflict"
    assert code(post, channel=news, text="x", thread_ts="1.000000") == "thread_not_found"
    refused = refusal(post, channel=news, text="x", blocks=[HEADER, {"type": "header"}])
    assert refused["error"] == "invalid_blocks"
    assert refused["response_metadata"]["messages"] == ["[ERROR] missing required field: text [json-pointer:/blocks/1]"]
    assert sandbox.messages("ev-news") == []
    assert post(channel=news, text="x" * 40_001)["warning"] == "message_truncated"
    assert len(sandbox.messages("ev-news")[0].text) == 40_000
    assert post(channel=news, markdown_text="**x**")["message"]["blocks"][0]["type"] == "markdown"


@pytest.mark.filterwarnings("ignore:The top-level `text`:UserWarning")
def test_blocks_without_a_text_are_taken_and_noted(sandbox: Sandbox, client: WebClient, news: str) -> None:
    client.chat_postMessage(channel=news, text="News", blocks=[HEADER])
    assert sandbox.warnings == []
    client.chat_postMessage(channel=news, blocks=[HEADER])
    assert len(sandbox.warnings) == 1
    assert "without a top-level text" in sandbox.warnings[0]


def test_a_reply_to_a_reply_goes_to_the_thread_and_is_noted(sandbox: Sandbox, client: WebClient, news: str) -> None:
    root = client.chat_postMessage(channel=news, text="root")["ts"]
    reply = client.chat_postMessage(channel=news, text="reply", thread_ts=root)["ts"]
    client.chat_postMessage(channel=news, text="deeper", thread_ts=reply)
    assert [message.text for message in sandbox.thread("ev-news", root)] == ["root", "reply", "deeper"]
    assert len(sandbox.warnings) == 1


def test_edits(sandbox: Sandbox, client: WebClient, news: str) -> None:
    ts = client.chat_postMessage(channel=news, text="before", blocks=[HEADER], metadata=METADATA)["ts"]
    client.chat_update(channel=news, ts=ts, text="after")
    (message,) = sandbox.messages("ev-news")
    assert (message.text, list(message.blocks), message.metadata) == ("after", [HEADER], METADATA)
    assert message.edited_ts is not None
    client.chat_update(channel=news, ts=ts, text="bare", blocks=[])
    assert sandbox.messages("ev-news")[0].blocks == []
    client.chat_update(channel=news, ts=ts, text="é" * 2000)
    assert code(client.chat_update, channel=news, ts=ts, text="é" * 2001) == "msg_too_long"
    assert code(client.chat_update, channel=news, ts="1.000000", text="x") == "message_not_found"
    sandbox.say("alex", "#ev-news", "mine")
    theirs = sandbox.messages("ev-news")[1].ts
    assert code(client.chat_update, channel=news, ts=theirs, text="x") == "cant_update_message"
    assert code(client.chat_delete, channel=news, ts=theirs) == "cant_delete_message"
    client.chat_delete(channel=news, ts=ts)
    assert [message.text for message in sandbox.messages("ev-news")] == ["mine"]


def test_ephemerals_reach_members_and_stay_out_of_the_history(sandbox: Sandbox, client: WebClient, news: str) -> None:
    alex, stranger = sandbox.user("alex").id, sandbox.add_user("eve").id
    client.chat_postEphemeral(channel=news, user=alex, text="for you")
    assert [message.text for message in sandbox.ephemerals("alex")] == ["for you"]
    assert code(client.chat_postEphemeral, channel=news, user=stranger, text="x") == "user_not_in_channel"
    assert code(client.chat_postEphemeral, channel=news, user="U404", text="x") == "user_not_found"
    assert client.conversations_history(channel=news)["messages"] == []
    assert code(client.chat_update, channel=news, ts=sandbox.ephemerals("alex")[0].ts, text="x") == "message_not_found"


def test_history_pages_newest_first_with_metadata_on_request(sandbox: Sandbox, client: WebClient, news: str) -> None:
    stamps = []
    for number in range(5):
        sandbox.clock.advance(1)
        stamps.append(client.chat_postMessage(channel=news, text=str(number), metadata=METADATA)["ts"])
    client.chat_postMessage(channel=news, text="in a thread", thread_ts=stamps[0])
    first = client.conversations_history(channel=news, limit=3, include_all_metadata=True)
    assert [one["text"] for one in first["messages"]] == ["4", "3", "2"]
    assert first["messages"][0]["metadata"] == METADATA
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=news, limit=3, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["1", "0"]
    assert (rest["has_more"], rest["response_metadata"]["next_cursor"]) == (False, "")
    assert "metadata" not in rest["messages"][0]
    window = {"channel": news, "oldest": stamps[1], "latest": stamps[3]}
    assert [one["text"] for one in client.conversations_history(**window)["messages"]] == ["2"]
    assert [one["text"] for one in client.conversations_history(**window, inclusive=True)["messages"]] == list("321")
    assert code(client.conversations_history, channel=news, cursor="nonsense") == "invalid_cursor"
    assert code(client.conversations_history, channel=sandbox.channel("general").id) == "not_in_channel"
    thread = client.conversations_replies(channel=news, ts=stamps[0])["messages"]
    assert [one["text"] for one in thread] == ["0", "in a thread"]
    assert code(client.conversations_replies, channel=news, ts="1.000000") == "thread_not_found"


def test_permalinks(client: WebClient, news: str) -> None:
    ts = client.chat_postMessage(channel=news, text="x")["ts"]
    link = client.chat_getPermalink(channel=news, message_ts=ts)["permalink"]
    assert link == f"https://ev-desk.slack.com/archives/{news}/p{ts.replace('.', '')}"
    assert code(client.chat_getPermalink, channel=news, message_ts="1.0") == "message_not_found"


def test_a_persons_offset_follows_daylight_saving(sandbox: Sandbox, client: WebClient) -> None:
    kim = sandbox.user("kim").id
    before = client.users_info(user=kim)["user"]
    sandbox.clock.move_to(datetime(2024, 3, 31, 1, 0, tzinfo=UTC))
    after = client.users_info(user=kim)["user"]
    assert (before["tz"], before["tz_offset"], after["tz_offset"]) == ("Europe/Berlin", 3600, 7200)
    assert client.users_info(user=sandbox.user("ada").id)["user"]["is_admin"] is True
    assert code(client.users_info, user="U404") == "user_not_found"


def test_a_trigger_is_good_once_and_a_view_changes_by_its_hash(sandbox: Sandbox, client: WebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "One"}, "blocks": []}
    trigger = sandbox.command("alex", "#ev-news", "/ev").payload["trigger_id"]
    opened = client.views_open(trigger_id=trigger, view=view)["view"]
    assert code(client.views_open, trigger_id=trigger, view=view) == "exchanged_trigger_id"
    assert code(client.views_open, trigger_id="1.2.3", view=view) == "invalid_trigger_id"
    client.views_update(view_id=opened["id"], view=view | {"callback_id": "two"}, hash=opened["hash"])
    modal = sandbox.modal("alex")
    assert modal is not None
    assert modal.content["callback_id"] == "two"
    assert code(client.views_update, view_id=opened["id"], view=view, hash=opened["hash"]) == "hash_conflict"
    assert code(client.views_update, view_id="V404", view=view) == "not_found"
    refused = refusal(client.views_publish, user_id=sandbox.user("kim").id, view=view)
    assert refused["error"] == "invalid_arguments"


def test_a_trigger_is_too_old_after_three_seconds() -> None:
    seconds = iter((10.0, 13.0, 20.0, 23.1))
    triggers = Triggers(seconds=lambda: next(seconds))
    assert triggers.spend(triggers.give("U1")) == "U1"
    with pytest.raises(ApiError, match="expired_trigger_id"):
        triggers.spend(triggers.give("U1"))


def test_agent_sessions(sandbox: Sandbox, client: WebClient, news: str) -> None:
    sandbox.say("alex", "#ev-news", "@ev hello")
    place = {"channel_id": news, "thread_ts": sandbox.messages("ev-news")[0].ts}
    assert code(client.agents_sessions_rename, **place, title="x") == "session_not_found"
    assert client.agents_sessions_setStatus(**place, status="processing", title="BYD")["title"] == "BYD"
    assert client.agents_sessions_rename(**place, title="BYD's plant")["title"] == "BYD's plant"
    assert code(client.agents_sessions_setStatus, **place, status="thinking") == "invalid_status"
    assert code(client.agents_sessions_setStatus, channel_id=news, status="active") == "thread_ts_required"
    client.assistant_threads_setStatus(**place, status="is looking it up")
    client.assistant_threads_setSuggestedPrompts(**place, prompts=[{"title": "List", "message": "list"}])
    assert code(client.assistant_threads_setSuggestedPrompts, **place, prompts=[{"title": "x"}]) == "invalid_arguments"
    assert sandbox.warnings == []


def test_one_message_a_second_a_channel_by_the_sandboxs_clock() -> None:
    with Sandbox.from_manifest(MANIFEST) as sandbox:
        client, news = client_of(sandbox), sandbox.channel("ev-news").id
        client.chat_postMessage(channel=news, text="1")
        with pytest.raises(SlackApiError) as refused:
            client.chat_postMessage(channel=news, text="2")
        assert refused.value.response.status_code == 429
        assert refused.value.response.headers["Retry-After"] == "1"
        assert refused.value.response["error"] == "ratelimited"
        client.chat_postMessage(channel=sandbox.user("kim").id, text="another channel")
        client.chat_postEphemeral(channel=news, user=sandbox.user("kim").id, text="not counted")
        sandbox.clock.advance(0.9)
        assert code(client.chat_postMessage, channel="#ev-news", text="2") == "ratelimited"
        sandbox.clock.advance(0.1)
        client.chat_postMessage(channel=news, text="2")
        assert [message.text for message in sandbox.messages("ev-news")] == ["1", "2"]


def test_a_few_hundred_messages_a_minute_in_the_whole_workspace() -> None:
    with Sandbox.from_manifest(MANIFEST, burst=1000) as sandbox:
        client = client_of(sandbox)
        for _ in range(300):
            client.chat_postMessage(channel="#ev-news", text="x")
        assert code(client.chat_postMessage, channel=sandbox.user("kim").id, text="x") == "ratelimited"


@pytest.mark.parametrize(
    ("fault", "raised", "stored"),
    [
        (Drop(), ConnectionError, False),
        (Drop(after=True), ConnectionError, True),
        (Reset(), ConnectionError, False),
        (Reset(after=True), ConnectionError, True),
        (ServerError(status=500), SlackApiError, False),
        (ServerError(status=503, after=True), SlackApiError, True),
        (Garbled(), SlackApiError, False),
        (Garbled(after=True), SlackApiError, True),
        (RateLimited(7), SlackApiError, False),
        (Refuse("fatal_error"), SlackApiError, False),
    ],
    ids=repr,
)
def test_a_fault_does_what_it_says_once(
    sandbox: Sandbox, client: WebClient, news: str, fault: Any, raised: type[Exception], stored: bool
) -> None:
    sandbox.faults.next("chat.postMessage", fault)
    with pytest.raises(raised) as caught:
        client.chat_postMessage(channel=news, text="x")
    assert len(sandbox.messages("ev-news")) == int(stored)
    if isinstance(fault, ServerError):
        assert caught.value.response.status_code == fault.status  # type: ignore[attr-defined]
    if isinstance(fault, RateLimited):
        assert caught.value.response.headers["Retry-After"] == "7"  # type: ignore[attr-defined]
    client.chat_postMessage(channel=news, text="y")
    assert len(sandbox.messages("ev-news")) == int(stored) + 1


def test_a_slow_reply_comes_after_the_post_was_stored(sandbox: Sandbox, news: str) -> None:
    sandbox.faults.next("chat.postMessage", Slow(5))
    hasty = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=1)
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=news, text="x")
    assert 0.9 < time.monotonic() - start < 2
    assert [message.text for message in sandbox.messages("ev-news")] == ["x"]


def test_faults_are_scripted_by_method_and_channel(sandbox: Sandbox, client: WebClient, news: str) -> None:
    sandbox.faults.next("chat.postMessage", None, Refuse("internal_error"), channel=news)
    client.chat_postMessage(channel=news, text="let through")
    client.chat_postMessage(channel=sandbox.user("kim").id, text="elsewhere")
    assert code(client.chat_postMessage, channel="#ev-news", text="x") == "internal_error"
    sandbox.faults.always("users.info", Refuse("fatal_error"))
    kim = sandbox.user("kim").id
    assert [code(client.users_info, user=kim) for _ in range(2)] == ["fatal_error"] * 2
    sandbox.faults.clear()
    client.users_info(user=kim)


def test_every_call_is_in_the_log(sandbox: Sandbox, client: WebClient, news: str) -> None:
    client.chat_postMessage(channel=news, text="x")
    sandbox.clock.advance(5)
    code(client.chat_postMessage, channel="C404", text="x")
    first, second = sandbox.calls("chat.postMessage")
    assert (first.arguments, first.error, first.at) == ({"channel": news, "text": "x"}, None, START)
    assert (second.error, (second.at - START).total_seconds()) == ("channel_not_found", 5)


def test_forms_and_json_are_read_alike(sandbox: Sandbox, news: str) -> None:
    form = f"token={sandbox.bot_token}&channel={news}&text=a%26b&blocks=%5B%5D".encode()
    with urllib.request.urlopen(sandbox.api_url + "chat.postMessage", form) as reply:
        assert json.load(reply)["message"]["text"] == "a&b"
    broken = urllib.request.Request(sandbox.api_url + "chat.postMessage", b"{", {"Content-Type": "application/json"})
    with urllib.request.urlopen(broken) as reply:
        assert json.load(reply)["error"] == "invalid_json"


def test_the_clock_stands_still_and_never_goes_back() -> None:
    clock = Clock(START)
    assert clock.now() == clock.now() == START
    clock.move_to(datetime.fromisoformat("2024-03-31T08:30:01+08:00"))
    assert clock.now() == datetime(2024, 3, 31, 0, 30, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="does not go back"):
        clock.move_to(START)
    with pytest.raises(ValueError, match="no zone"):
        clock.move_to(datetime(2025, 1, 1))  # noqa: DTZ001 - the point


@given(st.lists(st.floats(min_value=0, max_value=10_000), max_size=30))
def test_times_of_messages_are_unique_and_increase(steps: list[float]) -> None:
    clock = Clock(START)
    workspace = Workspace("EV Desk", "ev", clock)
    stamps = [workspace.new_ts()]
    for step in steps:
        clock.advance(step)
        stamps += [workspace.new_ts(), workspace.new_ts()]
    exact = [tuple(map(int, ts.split("."))) for ts in stamps]
    assert all(earlier < later for earlier, later in pairwise(exact))
    assert exact[-1][0] == pytest.approx(clock.now().timestamp(), abs=1.1)


def test_times_are_unique_among_threads() -> None:
    workspace = Workspace("EV Desk", "ev", Clock(START))
    stamps: list[str] = []
    threads = [threading.Thread(target=lambda: stamps.extend(workspace.new_ts() for _ in range(200))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(stamps)) == 800


@given(st.binary(max_size=300) | st.sampled_from([b"x" * 125, b"x" * 126, b"x" * 65_535, b"x" * 65_536]), st.binary())
def test_frames_survive_the_journey(data: bytes, rest: bytes) -> None:
    frame = encode(TEXT, data)
    assert decode(frame + rest) == (Frame(TEXT, data), rest)
    assert decode(frame[:-1]) is None or not data


def test_text_is_spelt_out_for_reading() -> None:
    names = {"U1": "kim", "C1": "ev-news"}
    typed = "&lt;b&gt; &amp;amp; <https://a.b/?x=1&amp;y=2|A &lt;B&gt;> <https://c.d> <@U1> <#C1|old> <!channel> *bold*"
    read = "<b> &amp; A <B> <https://a.b/?x=1&y=2> <https://c.d> @kim #old @channel *bold*"
    assert from_mrkdwn(typed, names) == read


def test_a_message_is_read_as_a_person_reads_it(sandbox: Sandbox, client: WebClient, news: str) -> None:
    link = {"type": "link", "url": "https://example.com", "text": "Reuters"}
    run = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rumour: "}, link]}
    button = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Open"}, "value": "xiaomi"}
    cells = [{"type": "raw_text", "text": "BYD"}, {"type": "rich_text", "elements": [run]}]
    blocks = [
        HEADER,
        {"type": "section", "text": {"type": "mrkdwn", "text": "A &amp; B"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [run]}]},
        {"type": "table", "rows": [cells]},
        {"type": "actions", "elements": [button]},
    ]
    client.chat_postEphemeral(channel=news, user=sandbox.user("kim").id, text="News", blocks=blocks)
    (shown,) = sandbox.ephemerals("kim")
    assert sandbox.describe(shown).splitlines() == [
        "ev in #ev-news (only kim sees this):",
        "",
        "News",
        "====",
        "A & B",
        "• Rumour: Reuters <https://example.com>",
        "BYD | Rumour: Reuters <https://example.com>",
        "[Open] (click open xiaomi)",
    ]
