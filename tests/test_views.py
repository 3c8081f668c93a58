"""Values become messages that keep Slack's limits, say all of it in `text`, and hold nothing of foreign making."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from builders import DAY, a_case, a_company, a_confirmation, a_denial, a_report, a_response, a_watchlist, utc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.views.answers import answer_messages
from bot.views.cards import card_messages
from bot.views.digests import digest_messages
from bot.views.escaping import esc, link, plain, safe_url
from bot.views.home import home_view
from bot.views.message import MAX_BLOCKS, Message, check_message
from bot.views.notices import (
    choices_notice,
    company_list,
    digest_help,
    digest_set,
    error_notice,
    help_message,
    nearest_notice,
    notice,
)
from briefings.answers import answer
from briefings.cards import card
from briefings.claims import Case, Source, SourceClass
from briefings.companies import Company
from briefings.digests import compose
from briefings.questions import parse

WATCHLIST = a_watchlist()
CONTROL = re.compile(r"<[^>]*>")
HOSTILE = (
    "<!channel>",
    "<!here|x>",
    "<@U1>",
    "<#C1>",
    "<https://evil.example|Reuters>",
    "*bold* _it_ ~s~ `code`",
    "a|b",
    "line\nbreak\r\n\x00\x1b[31m",
    "\u202egnp.exe\u202c \u200bzero\ufeff",
    "&lt;!channel&gt; &amp;",
    "x" * 5_000,
    "小米" * 400,
    "&<>" * 200,
)
hostile = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.lists(st.sampled_from(HOSTILE[:9])).map("".join))
urls = st.one_of(
    hostile,
    st.sampled_from(
        (
            "javascript:alert(1)",
            "https://user:pass@evil.example/",
            "https://news.example/a|b>c<d e",
            "https://news.example/?q=<!channel>&x=1",
            "https://[broken",
            "https://news.example/" + "a" * 2_900,
            "http://新闻.example/小米",
        )
    ),
)


def hostile_case(text: str, url: str, outlet: str) -> Case:
    """A case in which every text from outside is hostile."""
    source = Source(SourceClass.PARTY, text, text, "baic-group")
    fields = {"statement": text, "quote": text, "url": url, "outlet": outlet or "x", "source": source}
    return a_case([a_report(**fields), a_response(**fields), a_denial(**fields)], id="c1")


def everything(cases: list[Case]) -> Iterator[Message]:
    """Every message that can be made of cases."""
    question = parse("what did BAIC say about the Xiaomi talks?", WATCHLIST, today=DAY)
    company = a_company("Xiaomi", parents=("baic-group",))
    yield from card_messages(card(company, cases, WATCHLIST, DAY))
    yield from answer_messages(answer(question, cases, WATCHLIST, DAY))
    yield from digest_messages(compose(cases, utc("2022-08-01"), utc("2022-09-01"), DAY))


def strings(value: Any, kind: str = "") -> Iterator[tuple[str, str]]:
    """Every string under a `text` key with the type of its object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield str(value.get("type")), inner
            else:
                yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner, kind)


def assert_inert(message: Message) -> None:
    """No control sequence but our own links to http(s), and no field in which Slack would parse any."""
    for found in CONTROL.findall(message.text):
        assert re.fullmatch(r"<https?://[^<>|\s]+\|[^<>|\n]*>", found), found
    assert "<" not in CONTROL.sub("", message.text)
    assert not {kind for kind, _ in strings(message.blocks)} - {"text", "link", "plain_text"}
    for _, text in strings(message.blocks):
        assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hostile, urls, hostile)
def test_foreign_text_is_inert_everywhere(text: str, url: str, outlet: str) -> None:
    for message in everything([hostile_case(text, url, outlet)]):
        assert check_message(message) == []
        assert_inert(message)


@given(hostile)
def test_foreign_text_is_inert_in_notices(text: str) -> None:
    company = Company("xiaomi", text, (text,))
    messages = [notice(text), nearest_notice(text, ()), nearest_notice(text, (company,)), error_notice(text)]
    messages += [choices_notice(text, (company, company)), digest_help(text), *company_list((company,))]
    for message in messages:
        assert check_message(message) == []
        assert_inert(message)


@given(hostile)
def test_escaped_text_has_no_control_sequence_and_stays_readable(text: str) -> None:
    escaped = esc(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == plain(text)


@given(urls, hostile)
def test_a_link_is_one_control_sequence_or_none(url: str, label: str) -> None:
    made = link(url, label)
    assert len(CONTROL.findall(made)) == (1 if safe_url(url) else 0)
    assert made.count("|") <= 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("https://news.example/a|b c>", "https://news.example/a%7Cb%20c%3E"),
        ("HTTPS://News.Example/A", "HTTPS://News.Example/A"),
        ("ftp://news.example/a", None),
        ("javascript:alert(1)", None),
        ("https://bloomberg.com@evil.example/", None),
        ("https:///nohost", None),
        ("", None),
    ],
)
def test_only_plain_web_addresses_become_links(url: str, expected: str | None) -> None:
    assert safe_url(url) == expected


@pytest.mark.parametrize("count", [0, 1, 9, 60, 500])
def test_limits_hold_however_many_claims_there_are(count: int) -> None:
    kinds = (
        lambda n: [a_report(id=f"a{n}")],
        lambda n: [a_report(id=f"a{n}"), a_confirmation(id=f"b{n}")],
        lambda n: [a_report(id=f"a{n}"), a_denial(id=f"b{n}"), a_response(id=f"a{n}")],
    )
    cases = [a_case(kinds[n % 3](n), id=f"c{n}", statement=f"Claim {n} " + "words " * 30) for n in range(count)]
    for message in everything(cases):
        assert check_message(message) == []


def test_a_digest_loses_nothing_when_it_is_split() -> None:
    cases = [a_case([a_report(id=f"a{n}")], id=f"c{n}") for n in range(200)]
    messages = digest_messages(compose(cases, utc("2022-08-01"), utc("2022-09-01"), DAY))
    assert len(messages) > 1
    assert [claim for message in messages for claim in message.claims] == sorted(f"c{n}" for n in range(200))
    assert all(f"c{n}" in " ".join(message.text for message in messages) for n in range(200))


def test_a_heading_never_ends_a_message() -> None:
    cases = [a_case([a_report(id=f"a{n}")], id=f"c{n}") for n in range(150)]
    cases += [a_case([a_report(id=f"a{n}"), a_denial(id=f"d{n}")], id=f"d{n}") for n in range(150)]
    for message in digest_messages(compose(cases, utc("2022-08-01"), utc("2022-09-01"), DAY)):
        assert message.blocks[-1]["type"] != "header"


def test_links_show_the_host_that_they_lead_to() -> None:
    case = a_case([a_report(url="https://evil.example/x", outlet="Bloomberg")])
    message = card_messages(card(a_company(), [case], WATCHLIST, DAY))[0]
    assert "(evil.example)" in message.text
    assert any(text == " (evil.example)" for _, text in strings(message.blocks))


def test_messages_are_the_same_each_time() -> None:
    cases = [a_case(), a_case([a_report(), a_denial()], id="c2")]
    assert list(everything(cases)) == list(everything(cases))


def test_status_is_said_in_words() -> None:
    cases = [a_case(), a_case([a_report(), a_denial()], id="c2"), a_case([a_confirmation()], id="c3")]
    text = "\n".join(m.text for m in card_messages(card(a_company(), cases, WATCHLIST, DAY)))
    for said in ("Rumour, not confirmed", "Denied by Hyundai Motor", "Confirmed, by Xiaomi"):
        assert said in text
    assert "false" not in text.casefold()


def test_buttons_carry_only_the_slug() -> None:
    message = choices_notice("baic", (WATCHLIST.companies[1], WATCHLIST.companies[2]))
    buttons = message.blocks[-1]["elements"]
    assert [(b["action_id"], b["value"]) for b in buttons] == [
        ("ev_company:0", "baic-group"),
        ("ev_company:1", "baic-bluepark"),
    ]


def test_help_names_the_way_out_of_threads() -> None:
    assert "in a thread, mention me" in help_message().text
    assert check_message(help_message()) == []


def test_the_introduction_says_who_set_a_digest_up_and_how_to_stop_it() -> None:
    message = digest_set("U123", "every day at 09:00 (Asia/Shanghai)", "Monday 5 September 2022, 09:00 (Asia/Shanghai)")
    assert "<@U123>" in message.text
    assert "/ev digest off" in message.text
    assert check_message(message) == []
    assert "<" not in digest_set("<!channel>", "daily", "soon").text


def test_the_home_tab_is_useful_before_and_after_a_digest_is_set() -> None:
    empty = home_view([], 120, 0)
    assert "/ev digest" in str(empty)
    rows = [f"<#C{n:03}>: every day at 09:00 (Asia/Shanghai)" for n in range(60)]
    full = home_view(rows, 120, 5_000)
    assert {"type": "channel", "channel_id": "C000"} in list(_elements(full))
    assert len(full["blocks"]) <= MAX_BLOCKS


def _elements(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _elements(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _elements(inner)


@pytest.mark.parametrize(
    ("message", "problem"),
    [
        (Message(" "), "no text"),
        (Message("x" * 4_000), "bytes"),
        (Message("x", ({"type": "divider"},) * 46), "46 blocks"),
        (Message("x", ({"type": "section", "text": {"type": "mrkdwn", "text": "a"}},)), "mrkdwn"),
        (Message("x", ({"type": "header", "text": {"type": "plain_text", "text": "h" * 151}},)), "header"),
        (Message("x", ({"type": "actions", "elements": []},)), "actions"),
        (Message("x", ({"type": "table"},) * 2), "table"),
        (Message("x", ({"type": "x", "elements": [{"type": "text", "text": "y" * 10_001}]},)), "characters"),
        (Message("x", ({"type": "x", "elements": [{"type": "link", "url": "file:///x", "text": "y"}]},)), "link"),
    ],
)
def test_the_check_finds_what_slack_would_refuse(message: Message, problem: str) -> None:
    assert any(problem in found for found in check_message(message))


def test_a_digest_bears_its_date_and_window() -> None:
    until = utc("2022-09-01") + timedelta(hours=1)
    messages = digest_messages(
        compose([a_case()], utc("2022-08-01"), until, DAY, first=True), footer="Stop: /ev digest off"
    )
    assert "EV briefing, 1 September 2022" in messages[0].text
    assert "covers the last 31 days" in messages[0].text
    assert "Stop: /ev digest off" in messages[-1].text
