"""Posts to a response URL. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""

from __future__ import annotations

from bot.sandbox.chat_methods import content_of
from bot.sandbox.desk import Arguments, Desk
from bot.sandbox.tickets import ResponseUrl
from bot.sandbox.workspace import Message


def answer_response_url(desk: Desk, key: str, arguments: Arguments) -> None:
    """Show, replace or delete what the URL is for; ephemeral unless it says otherwise."""
    url = desk.response_urls.use(key)
    if arguments.flag("delete_original") and url.source is not None:
        desk.workspace.remove(url.source)
        return
    respond(desk, url, arguments)


def respond(desk: Desk, url: ResponseUrl, arguments: Arguments) -> Message:
    """Show a response, which an ack may carry as well."""
    workspace = desk.workspace
    text, blocks = content_of(desk, arguments, "response_url")
    if arguments.flag("replace_original") and url.source is not None:
        return workspace.rewrite(url.source, text=text, blocks=blocks, edited_ts=workspace.new_ts())
    thread_ts = arguments.text("thread_ts") or url.thread_ts
    if arguments.text("response_type") == "in_channel":
        return workspace.post(url.channel, workspace.bot.id, text, blocks, thread_ts)
    return workspace.whisper(url.channel, url.user, text, blocks, thread_ts)
