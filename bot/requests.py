"""What a person typed, by whichever way it came, and what to show: the same for `/ev`, mentions and direct messages."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.conversing import answer_question, is_question, remember_talk
from bot.feeds_desk import VERBS, feeds_request, read_request
from bot.recounting import changes_request, timeline_request
from bot.replying import Draft, Reply, finished
from bot.services import Services
from bot.subscribing import digest_request
from bot.views.message import Message
from bot.views.notices import company_list, help_message, notice
from briefings.companies import Company, Watchlist, fold_name, merged, new_company
from briefings.errors import WatchlistError
from briefings.opml import is_web

if TYPE_CHECKING:
    from slack_sdk import WebClient

MAX_TEXT_CHARS = 1_000
EVERYDAY = frozenset(("and", "the", "for", "with", "from", "car", "cars", "electric", "china", "new", "ev", "evs"))
"""Words that no company can be known by."""


@dataclass(frozen=True)
class Request:
    """A command, question or click. `key` is the same when Slack delivers it again."""

    key: str
    workspace_id: str
    channel_id: str
    user_id: str
    text: str
    client: WebClient
    thread_ts: str | None = None
    """The thread that is answered in; a message outside of one opens its own."""
    question_ts: str | None = None
    """The message that asks, where one does."""
    is_direct: bool = False
    is_edited: bool = False


def first_time(services: Services, request: Request) -> bool:
    """Whether this request was not taken before; from now on it was."""
    with services.database.begin() as tx:
        return tx.workspaces.take_request(request.workspace_id, request.key, services.now())


def answer_request(services: Services, request: Request) -> Reply:
    """What to show for a request; nothing where it was answered before."""
    if not first_time(services, request):
        return Reply(())
    text = plain(request.text)[:MAX_TEXT_CHARS]
    draft = _drafted(services, request, text)
    if draft.told is not None:
        remember_talk(services, request, draft.told)
    return finished(services, request, _asked(text), draft)


def _asked(text: str) -> str:
    """A question as it is told to others: without the word that only says that it is one."""
    verb, _, rest = text.partition(" ")
    return rest if verb.casefold() == "ask" and rest else text


def _drafted(services: Services, request: Request, text: str) -> Draft:
    """What a text is answered with: a command of ours first, then a company's name, then a question."""
    done = _commanded(services, request, text)
    if done is not None:
        return Draft(done)
    question = _asked(text)
    with services.composing:
        told = _recounted(services, request, text)
        return told or answer_question(services, request, question, question != text)


def _recounted(services: Services, request: Request, text: str) -> Draft | None:
    """A timeline, or what changed, where the text asks for one."""
    verb, _, rest = text.partition(" ")
    if verb.casefold() in ("timeline", "时间线"):
        return timeline_request(services, request, re.sub(r"^(?:of|for) ", "", rest.strip()))
    return changes_request(services, request, text)


def _commanded(services: Services, request: Request, text: str) -> tuple[Message, ...] | None:
    """What a command did; None where the text is none."""
    verb, _, rest = text.partition(" ")
    match verb.casefold(), rest:
        case ("" | "help" | "?" | "帮助", ""):
            return (help_message(),)
        case ("ask", ""):
            return (notice("What do you want to know? For example: /ev ask is Xiaomi building its car with BAIC?"),)
        case ("list" | "companies" | "列表", ""):
            with services.database.read() as tx:
                return company_list(tx.store.watchlist().companies)
        case ("track", names) if not is_question(names):
            return (_track(services, names),)
        case ("feeds", what) if what.split(" ")[0].casefold() in VERBS or not is_question(what):
            return feeds_request(services, request, _rest(request.text))
        case ("read", _) if is_web(url := _rest(request.text)):
            return read_request(services, request.workspace_id, url)
        case ("digest", when) if not is_question(when):
            return digest_request(services, request, when.strip())
    return None


def _rest(text: str) -> str:
    """What follows the first word, links as addresses rather than as they are shown."""
    return plain(re.sub(r"<(https?://[^|>\s]+)(?:\|[^>]*)?>", r"\1", text)).partition(" ")[2].strip()


def plain(text: str) -> str:
    """A Slack text as it was typed: links, mentions and entities undone; what is half a character is replaced."""
    text = text[: 4 * MAX_TEXT_CHARS]  # before the patterns, which take their time over thousands of brackets
    text = re.sub(r"<(?:[@#!][^|>]*|[^|>]*)\|([^>]*)>", r"\1", text)
    text = re.sub(r"<([^>]*)>", r"\1", text)
    return " ".join(html.unescape(text).encode("utf-8", "replace").decode().split())


def _track(services: Services, text: str) -> Message:
    """Follow a company from now on: `NAME, alias, alias`."""
    names = _names(text)
    if not names:
        return notice("Which company? For example: /ev track Rimac, 里马克")
    wanted = new_company(names[0], names[1:])
    with services.database.begin() as tx:
        watchlist = tx.store.watchlist()
        _refuse_taken(wanted, watchlist)
        known = watchlist.named(wanted.name)
        after = merged(watchlist, [_joined(known, wanted) if known else wanted])
        tx.store.save_watchlist(after)
    if known:
        return notice(f"{known.name} is followed already; it now also goes by {', '.join(names[1:]) or 'no new name'}.")
    return notice(f"From now on I read for {wanted.name}. Articles that I read before are not read again.")


def _names(text: str) -> list[str]:
    """Names between commas, or where a Chinese name follows a Latin one."""
    parts = re.split(r"[,，、;；]|(?<=[A-Za-z0-9])\s+(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\s+(?=[A-Za-z0-9])", text)
    return [part.strip().strip('"“”') for part in parts if part.strip().strip('"“”')]


def _refuse_taken(wanted: Company, watchlist: Watchlist) -> None:
    for name in wanted.names:
        if len(fold_name(name)) < 2 or fold_name(name) in EVERYDAY:
            raise WatchlistError(f"{name!r} would be found in every article; nothing was changed.")
    own = watchlist.named(wanted.name)
    for alias in wanted.aliases:
        holder = watchlist.named(alias)
        if holder is not None and holder != own:
            raise WatchlistError(f"{alias} already means {holder.name}; nothing was changed.")


def _joined(known: Company, wanted: Company) -> Company:
    """The company that is followed, with the new names too."""
    fresh = tuple(alias for alias in wanted.aliases if fold_name(alias) != fold_name(known.name))
    return Company(known.slug, known.name, known.aliases + fresh, known.tickers, (), known.common_words)
