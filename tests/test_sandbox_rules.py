"""Each of Slack's rules, broken once: what is refused, with which code, pointing where."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.errors import ApiError
from bot.sandbox.rules import check_message, check_view, shown_length

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(action_id: str = "a", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def run(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(value: str = "x", **more: Any) -> Json:
    return {"type": "text", "text": value, **more}


def bullets(*items: Json, **more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items), **more}


def table(rows: int = 1, columns: int = 1, cell: str = "x", **more: Any) -> Json:
    row = [{"type": "raw_text", "text": cell}] * columns
    return {"type": "table", "rows": [row] * rows, **more}


def select(count: int = 1, **more: Any) -> Json:
    options = [{"text": plain(), "value": str(number)} for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart", **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Digest"), "blocks": list(blocks), **more}


CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
GOOD = [
    section("x" * 3000, fields=[plain("y" * 2000)] * 2, accessory=button(url="https://example.com", style="danger")),
    {"type": "header", "text": plain("x" * 150)},
    context(*[{"type": "mrkdwn", "text": "x"}] * 9, image()),
    {"type": "divider", "block_id": "line"},
    actions(*(button(str(number), value="x" * 2000, confirm=CONFIRM) for number in range(24)), select(100)),
    rich(
        run(text(style={"bold": True}), {"type": "link", "url": "https://example.com", "text": "here"}),
        bullets(run(text()), run({"type": "user", "user_id": "U1"}), indent=8),
        {"type": "rich_text_quote", "elements": [text(), {"type": "emoji", "name": "wave"}]},
        {"type": "rich_text_preformatted", "elements": [text()]},
        run(),
    ),
    table(100, 20, column_settings=[{"align": "right", "is_wrapped": True}, None]),
    {"type": "markdown", "text": "**x**"},
    image(title=plain()),
]


def test_what_keeps_the_rules_is_accepted() -> None:
    check_message(GOOD)
    check_message([section()] * 50)
    check_view(modal(*[section()] * 100, submit=plain("Save"), close=plain("Not now"), private_metadata="x"), "modal")
    check_view({"type": "home", "blocks": GOOD[:7]}, "home")


@pytest.mark.parametrize(
    ("blocks", "at"),
    [
        ([section()] * 51, "/blocks"),
        ([{"type": "sectoin"}], "/blocks/0/type"),
        (["section"], "/blocks/0/type"),
        ([{"type": "section"}], "/blocks/0"),
        ([section("")], "/blocks/0/text/text"),
        ([section("x" * 3001)], "/blocks/0/text/text"),
        ([section(), section("x" * 3001)], "/blocks/1/text/text"),
        ([section(fields=[plain()] * 11)], "/blocks/0/fields"),
        ([section(fields=[plain("x" * 2001)])], "/blocks/0/fields/0/text"),
        ([section(fields=[])], "/blocks/0/fields"),
        ([section(colour="red")], "/blocks/0/colour"),
        ([section(accessory=[button(), button()])], "/blocks/0/accessory"),
        ([{"type": "section", "text": {"type": "markdown", "text": "x"}}], "/blocks/0/text/type"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}], "/blocks/0/text/emoji"),
        ([section(block_id="b" * 256)], "/blocks/0/block_id"),
        ([section(block_id="b"), section(block_id="b")], "/blocks/1/block_id"),
        ([{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type"),
        ([context()], "/blocks/0/elements"),
        ([context(*[plain()] * 11)], "/blocks/0/elements"),
        ([context(button())], "/blocks/0/elements/0"),
        ([context(image(alt_text=""))], "/blocks/0/elements/0/alt_text"),
        ([actions()], "/blocks/0/elements"),
        ([actions(*(button(str(number)) for number in range(26)))], "/blocks/0/elements"),
        ([actions(button("same"), button("same"))], "/blocks/0/elements/1/action_id"),
        ([actions(button("a" * 256))], "/blocks/0/elements/0/action_id"),
        ([actions(image())], "/blocks/0/elements/0"),
        ([actions(button(text=plain("x" * 76)))], "/blocks/0/elements/0/text/text"),
        ([actions(button(value="x" * 2001))], "/blocks/0/elements/0/value"),
        ([actions(button(url="https://example.com/" + "x" * 3000))], "/blocks/0/elements/0/url"),
        ([actions(button(url="javascript:alert(1)"))], "/blocks/0/elements/0/url"),
        ([actions(button(style="default"))], "/blocks/0/elements/0/style"),
        ([actions(button(accessibility_label="x" * 76))], "/blocks/0/elements/0/accessibility_label"),
        ([actions(button(confirm=CONFIRM | {"title": plain("x" * 101)}))], "/blocks/0/elements/0/confirm/title/text"),
        ([actions(button(confirm=CONFIRM | {"text": plain("x" * 301)}))], "/blocks/0/elements/0/confirm/text/text"),
        ([actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)}))], "/blocks/0/elements/0/confirm/deny/text"),
        ([actions(select(101))], "/blocks/0/elements/0/options"),
        ([actions(select(0))], "/blocks/0/elements/0/options"),
        ([actions(select(placeholder=plain("x" * 151)))], "/blocks/0/elements/0/placeholder/text"),
        (
            [actions(select(options=[{"text": plain("x" * 76), "value": "1"}]))],
            "/blocks/0/elements/0/options/0/text/text",
        ),
        ([actions(select(options=[{"text": plain(), "value": "1" * 151}]))], "/blocks/0/elements/0/options/0/value"),
        ([section(accessory=select(6, type="overflow"))], "/blocks/0/accessory/options"),
        ([section(accessory=select(11, type="checkboxes"))], "/blocks/0/accessory/options"),
        ([{"type": "image", "image_url": "https://example.com/a.png"}], "/blocks/0"),
        ([{"type": "image", "alt_text": "a chart"}], "/blocks/0"),
        ([image(image_url="file:///etc/passwd")], "/blocks/0/image_url"),
        ([rich(text())], "/blocks/0/elements/0"),
        ([rich(run({"type": "marquee", "text": "x"}))], "/blocks/0/elements/0/elements/0"),
        ([rich(run(text("")))], "/blocks/0/elements/0/elements/0/text"),
        ([rich(run(text(style={"blink": True})))], "/blocks/0/elements/0/elements/0/style/blink"),
        ([rich(run(text(style={"bold": "yes"})))], "/blocks/0/elements/0/elements/0/style/bold"),
        ([rich(run({"type": "link", "text": "x"}))], "/blocks/0/elements/0/elements/0"),
        ([rich(run({"type": "link", "url": "javascript:x"}))], "/blocks/0/elements/0/elements/0/url"),
        ([rich(run({"type": "user"}))], "/blocks/0/elements/0/elements/0"),
        ([rich(run({"type": "emoji", "name": ""}))], "/blocks/0/elements/0/elements/0/name"),
        ([rich(bullets(text()))], "/blocks/0/elements/0/elements/0"),
        ([rich(bullets(run(text()), indent=9))], "/blocks/0/elements/0/indent"),
        ([rich(bullets(run(text()), style="dash"))], "/blocks/0/elements/0/style"),
        ([rich({"type": "rich_text_quote", "elements": [run(text())]})], "/blocks/0/elements/0/elements/0"),
        (
            [rich({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]})],
            "/blocks/0/elements/0/elements/0",
        ),
        ([table(101)], "/blocks/0/rows"),
        ([table(1, 21)], "/blocks/0/rows/0"),
        ([table(1, 1, "")], "/blocks/0/rows/0/0/text"),
        ([table(11, 1, "x" * 1000)], "/blocks/0"),
        ([table(column_settings=[{}] * 21)], "/blocks/0/column_settings"),
        ([table(column_settings=[{"align": "middle"}])], "/blocks/0/column_settings/0/align"),
        ([{"type": "table", "rows": [[plain()]]}], "/blocks/0/rows/0/0"),
        ([{"type": "markdown", "text": "x" * 12_001}], "/blocks/0/text"),
        ([{"type": "markdown", "text": "x" * 6_001}] * 2, "/blocks"),
        ([{"type": "alert", "text": plain()}], "/blocks/0/type"),
        ([{"type": "data_visualization", "title": "x"}] * 3, "/blocks"),
        ([{"type": "carousel", "elements": [{"type": "card"}] * 11}], "/blocks/0/elements"),
        ([{"type": "container", "child_blocks": [section("")]}], "/blocks/0/child_blocks/0/text/text"),
        ([{"type": "card", "body": plain("x" * 201)}], "/blocks/0/body/text"),
        ([{"type": "plan", "tasks": [{}] * 51}], "/blocks/0/tasks"),
        ([{"type": "video"}], "/blocks/0"),
        ([{"type": "data_table", "caption": "x", "rows": [[]]}], "/blocks/0/rows"),
        ([{"type": "context_actions", "elements": [button()]}], "/blocks/0/elements/0"),
    ],
)
def test_a_message_that_breaks_a_rule_is_refused_where_it_breaks_it(blocks: list[Any], at: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_message(blocks)
    assert refused.value.code == "invalid_blocks"
    assert [problem for problem in refused.value.problems if problem.endswith(f"[json-pointer:{at}]")]
    assert refused.value.body()["response_metadata"]["messages"][0].startswith("[ERROR] ")


def test_two_tables_and_too_much_text_have_codes_of_their_own() -> None:
    with pytest.raises(ApiError, match="only_one_table_allowed"):
        check_message([table(), table()])
    check_message([section("x" * 3000)] * 4 + [section("x" * 1200)])
    with pytest.raises(ApiError, match="msg_blocks_too_long"):
        check_message([section("x" * 3000)] * 4 + [section("x" * 1201)])
    with pytest.raises(ApiError, match="msg_blocks_too_long"):
        check_message([rich(*[run(text("x" * 3000))] * 5)])


@pytest.mark.parametrize(
    ("view", "kind", "at"),
    [
        (modal(title=plain("x" * 25)), "modal", "/view/title/text"),
        (modal(title={"type": "mrkdwn", "text": "x"}), "modal", "/view/title/type"),
        ({"type": "modal", "blocks": []}, "modal", "/view"),
        (modal(submit=plain("x" * 25)), "modal", "/view/submit/text"),
        (modal(*[section()] * 101), "modal", "/view/blocks"),
        (modal(private_metadata="x" * 3001), "modal", "/view/private_metadata"),
        (modal(callback_id="x" * 256), "modal", "/view/callback_id"),
        (modal(table()), "modal", "/view/blocks/0/type"),
        (modal({"type": "markdown", "text": "x"}), "modal", "/view/blocks/0/type"),
        (modal({"type": "input", "label": plain(), "element": select()}), "modal", "/view"),
        (
            modal({"type": "input", "label": plain(), "element": button()}, submit=plain()),
            "modal",
            "/view/blocks/0/element",
        ),
        (modal(), "home", "/view/type"),
        ({"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}, "home", "/view/blocks/0/type"),
        ({"type": "home", "blocks": [], "title": plain()}, "home", "/view/title"),
        ({"type": "home", "blocks": "none"}, "home", "/view/blocks"),
    ],
)
def test_a_view_that_breaks_a_rule_is_refused(view: Json, kind: str, at: str) -> None:
    with pytest.raises(ApiError) as refused:
        check_view(view, kind)
    assert refused.value.code == "invalid_arguments"
    assert [problem for problem in refused.value.problems if problem.endswith(f"[json-pointer:{at}]")]


def test_a_view_of_more_than_250_kilobytes_is_too_large() -> None:
    check_view(modal(*[section("x" * 2400)] * 100), "modal")
    with pytest.raises(ApiError, match="view_too_large"):
        check_view(modal(*[section("x" * 2500)] * 100), "modal")


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=10))
def test_the_shown_length_is_that_of_all_texts_together(texts: list[str]) -> None:
    as_sections = [section(one) for one in texts]
    as_runs = [rich(run(*(text(one) for one in texts)))]
    assert shown_length(as_sections) == shown_length(as_runs) == sum(map(len, texts))


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kinds = st.sampled_from(["section", "button", "rich_text", "rich_text_list", "actions", "image", "static_select"])
    keys = st.sampled_from(["text", "elements", "style", "options", "url", "action_id", "image_url", "confirm"])
    return (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=4)
        | st.builds(lambda kind, rest: {**rest, "type": kind}, kinds, st.dictionaries(keys, inner, max_size=4))
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), nested, max_leaves=12))
def test_whatever_is_sent_is_refused_or_accepted_and_never_breaks_the_rules_themselves(payload: Any) -> None:
    for blocks in ([payload], [section(accessory=payload)], [rich(payload)], [table() | {"rows": payload}]):
        assert verdict(blocks) in ("accepted", "invalid_blocks")


def verdict(blocks: Any) -> str:
    try:
        check_message(blocks)
    except ApiError as refused:
        return refused.code
    return "accepted"
