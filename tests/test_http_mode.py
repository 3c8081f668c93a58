"""HTTP mode: Slack's signed requests are served, and what is not Slack's ends at the door."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from conftest import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.app import Listeners, build_app
from bot.http_mode import guarded, serve

SECRET = "the signing secret"
BODY = (
    "command=%2Fev&text=help&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1.1&response_url=http%3A%2F%2F127.0.0.1%3A9"
)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    listeners = Listeners()
    server = serve(build_app(desk.services, desk.client, SECRET, listeners), 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events"
    server.shutdown()
    server.server_close()
    thread.join()
    listeners.shutdown()


def post(address: str, body: bytes, headers: dict[str, str]) -> int:
    request = urllib.request.Request(address, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def signed(body: str, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    timestamp = str(int(at or time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def test_a_signed_command_is_acknowledged(address: str) -> None:
    assert post(address, BODY.encode(), signed(BODY)) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(BODY, secret="another"),
        signed(BODY, at=1_600_000_000),
        {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": "9" * 5000, "X-Slack-Signature": "v0=" + "0" * 64},
    ],
)
def test_what_slack_did_not_sign_is_refused(address: str, headers: dict[str, str]) -> None:
    assert post(address, BODY.encode(), headers) == 401


def test_a_body_that_is_no_text_is_refused(address: str) -> None:
    assert post(address, b"\xff\xfe", signed("x")) == 401


@given(st.text(max_size=20), st.text(max_size=80), st.one_of(st.text(max_size=6), st.integers(-5, 2**40).map(str)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_header_gets_past_the_guard_unsigned(timestamp: str, signature: str, length: str) -> None:
    answers: list[str] = []

    def application(_environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_LENGTH": length,
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
        "HTTP_X_SLACK_SIGNATURE": signature,
    }
    guarded(application)(environ, lambda status, _headers: answers.append(status))
    assert answers == ["401 Unauthorized"]
