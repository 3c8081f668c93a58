"""`ev feeds`: what is read by itself, and how each source is doing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.feeding import (
    Followed,
    add_feed,
    check_feed,
    followed,
    import_feeds,
    named_feed,
    remove_feed,
    set_state,
    sources_checked,
    starter_feeds,
)
from bot.services import Services, with_services
from briefings.errors import FeedError, FetchError
from briefings.opml import Outline, parse_opml, write_opml
from briefings.polling import FeedState
from db.feeds import EntryState

BY = "the command line"
_BECAME = {
    EntryState.READ: "read",
    EntryState.WAITING: "waiting",
    EntryState.KNOWN: "known already",
    EntryState.ELSEWHERE: "about nobody followed",
    EntryState.REFUSED: "refused",
}


@with_services
def feeds(options: argparse.Namespace, services: Services) -> None:
    """Deal with feeds, as the verb says."""
    verbs: dict[str, Callable[[argparse.Namespace, Services], None]] = {
        "add": _add,
        "list": _list,
        "check": _check,
        "pause": _pause,
        "resume": _resume,
        "remove": _remove,
        "import": _import,
        "export": _export,
    }
    verbs[options.verb](options, services)


def _add(options: argparse.Namespace, services: Services) -> None:
    try:
        feed = add_feed(services, options.url, options.outlet or "", BY, options.unchecked)
    except FetchError as error:
        raise FeedError(f"{error}; --unchecked follows it all the same") from error
    print(f"feed {feed.id} is followed: {_plain(feed.outlet or feed.title or feed.url)}")


def _list(options: argparse.Namespace, services: Services) -> None:
    for each in followed(services):
        print(json.dumps(_record(each), ensure_ascii=False) if options.json else _line(each))
    if not options.json:
        print(sources_checked(services).words(services.now()) or "No feed is followed: ev feeds add URL")


def _check(options: argparse.Namespace, services: Services) -> None:
    listed = [each.feed for each in followed(services) if each.feed.poll.state is FeedState.ACTIVE]
    for feed in [named_feed(services, options.feed)] if options.feed else listed:
        print(_line(check_feed(services, feed)))


def _pause(options: argparse.Namespace, services: Services) -> None:
    set_state(services, named_feed(services, options.feed), FeedState.PAUSED)


def _resume(options: argparse.Namespace, services: Services) -> None:
    set_state(services, named_feed(services, options.feed), FeedState.ACTIVE)


def _remove(options: argparse.Namespace, services: Services) -> None:
    remove_feed(services, named_feed(services, options.feed))


def _import(options: argparse.Namespace, services: Services) -> None:
    if bool(options.file) == options.starter:
        raise FeedError("nothing to import: name an OPML file, or --starter")
    outlines = starter_feeds() if options.starter else parse_opml(_bytes(options.file))
    added = import_feeds(services, outlines, BY)
    print(f"{added} new, {len(outlines) - added} known; `ev feeds check` asks them now")


def _export(options: argparse.Namespace, services: Services) -> None:
    listed = [Outline(each.name, each.feed.url) for each in followed(services)]
    text = write_opml(listed)
    if not options.file:
        sys.stdout.write(text)
        return
    try:
        Path(options.file).write_text(text, "utf-8")
    except OSError as error:
        raise FeedError(f"cannot write {options.file!r}: {error.strerror}") from error


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        raise FeedError(f"cannot read {name!r}: {getattr(error, 'strerror', None) or error}") from error


def _line(each: Followed) -> str:
    counted = ", ".join(
        f"{each.entries[state]} {became}" for state, became in _BECAME.items() if each.entries.get(state)
    )
    columns = (str(each.feed.id), each.name, each.health.words, counted or "no articles yet", each.feed.url)
    return "\t".join(map(_plain, columns))


def _record(each: Followed) -> dict[str, object]:
    poll = each.feed.poll
    return {
        "feed": each.feed.id,
        "url": each.feed.url,
        "outlet": each.name,
        "condition": each.health.condition.value,
        "words": each.health.words,
        "checked": poll.checked_at.isoformat() if poll.checked_at else None,
        "next": poll.next_at.isoformat(),
        "entries": {state.value: count for state, count in each.entries.items()},
    }


def _plain(text: str) -> str:
    """Without what a terminal would act on."""
    return "".join(c for c in text if c.isprintable())
