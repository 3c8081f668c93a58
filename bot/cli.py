"""The `ev` command: its arguments, and the one place where its errors end."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version

from bot.logs import set_up_logging
from briefings.errors import BriefingsError

BAD_INPUT = 2
_SUBJECTS = {
    "news": ("extract", "ingest", "export", "companies"),
    "feeds": ("feeds",),
    "desk": ("ask", "digest"),
    "review": ("review", "history"),
    "feedback": ("feedback",),
    "setup": ("manifest", "doctor", "db"),
    "live": ("chat", "run"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: exit status 0, 2 for wrong input (said in one line), 1 for a bug (with its reference)."""
    set_up_logging("WARNING")
    options = _parser().parse_args(arguments)
    try:
        _refuse_half_characters(options)
        return int(_command(options.command)(options) or 0)
    except BriefingsError as error:
        print(f"ev: {_one_line(str(error))}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        # The reader of our output has left (`ev export | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception:
        import uuid

        reference = uuid.uuid4().hex[:8]
        logging.getLogger("ev").exception("bug, reference %s", reference)
        print(f"ev: something went wrong here; reference {reference}", file=sys.stderr)
        return 1


def _refuse_half_characters(options: argparse.Namespace) -> None:
    """Arguments that are not in the terminal's encoding could be neither stored nor printed."""
    for value in vars(options).values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and not text.isprintable() and any("\ud800" <= c <= "\udfff" for c in text):
                raise BriefingsError(f"an argument is not valid text: {text.encode('utf-8', 'replace').decode()!r}")


def _command(name: str) -> Callable[[argparse.Namespace], int | None]:
    """The function behind a command; its module is imported only now, so that `ev --help` is quick."""
    from importlib import import_module

    subject = next(subject for subject, names in _SUBJECTS.items() if name in names)
    command: Callable[[argparse.Namespace], int | None] = getattr(import_module(f"bot.cli_{subject}"), name)
    return command


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ev", description="What is known, and what is only said, about electric-vehicle companies."
    )
    parser.add_argument("--version", action="version", version=f"ev {version('ev-briefings')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_chat, _run, _ask, _extract, _ingest, _export, _review, _feedback, _companies, _feeds, _digest, _desk):
        add(commands)
    return parser


Commands = argparse._SubParsersAction


def _chat(commands: Commands[argparse.ArgumentParser]) -> None:
    chat = commands.add_parser("chat", help="talk to the bot here, in a Slack workspace of its own")
    chat.add_argument("--db", metavar="URL", help="use this store instead of a throw-away one with the samples")
    chat.add_argument("--now", metavar="ISO", help="where the clock starts (default 2024-07-31T00:00Z)")


def _run(commands: Commands[argparse.ArgumentParser]) -> None:
    run = commands.add_parser("run", help="run the bot against Slack")
    run.add_argument("--http", type=int, metavar="PORT", help="HTTP mode on this port instead of Socket Mode")


def _ask(commands: Commands[argparse.ArgumentParser]) -> None:
    ask = commands.add_parser("ask", help="answer a question from the store")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--as-of", metavar="DAY", help="answer from what was published by this day")
    ask.add_argument("--batch", metavar="FILE", help="questions as JSON lines; - for standard input")
    ask.add_argument("--json", action="store_true", help="answer as JSON")


def _extract(commands: Commands[argparse.ArgumentParser]) -> None:
    extract = commands.add_parser("extract", help="read articles and print their reports; opens no store")
    extract.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON lines; - for standard input")
    extract.add_argument("--companies", metavar="FILE", help="know the companies of this watchlist alone")
    _article_options(extract)


def _ingest(commands: Commands[argparse.ArgumentParser]) -> None:
    ingest = commands.add_parser("ingest", help="read articles into the store")
    ingest.add_argument(
        "sources", nargs="*", metavar="SOURCE", help=".jsonl, .html, .txt, .xml, a web address, or - for JSON lines"
    )
    ingest.add_argument("--samples", action="store_true", help="the sample articles that come with the bot")
    _article_options(ingest)


def _article_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outlet", help="who published it (for .txt and .html)")
    parser.add_argument("--published", metavar="DAY", help="when it was published (for .txt and .html)")
    parser.add_argument("--url", help="its address (for .txt and .html)")


def _export(commands: Commands[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="print every claim with its reports")
    export.add_argument("--as-of", metavar="DAY", help="only what was published by this day")
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl")


def _review(commands: Commands[argparse.ArgumentParser]) -> None:
    review = commands.add_parser("review", help="what waits for a person, and what was decided")
    review.add_argument("--workspace", metavar="ID", help="whose decisions, where the store has several")
    verbs = review.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", help="what waits").add_argument("--json", action="store_true")
    rule = verbs.add_parser("rule", help="decide about a claim")
    rule.add_argument("claim")
    rule.add_argument("decision", choices=("confirm", "deny", "dismiss", "not-this", "merge", "split"))
    rule.add_argument("--by", required=True, metavar="NAME", help="who decides")
    rule.add_argument("--reason", required=True, help="why")
    rule.add_argument("--report", metavar="KEY", help="which report (dismiss, not-this, split)")
    rule.add_argument("--into", metavar="CLAIM", help="the claim it is the same as (merge)")
    undo = verbs.add_parser("undo", help="take a decision back")
    undo.add_argument("ruling", type=int)
    undo.add_argument("--by", required=True, metavar="NAME", help="who takes it back")
    history = commands.add_parser("history", help="how a claim came to stand as it does")
    history.add_argument("claim")
    history.add_argument("--json", action="store_true")


def _feedback(commands: Commands[argparse.ArgumentParser]) -> None:
    feedback = commands.add_parser("feedback", help="what people thought of answers")
    feedback.add_argument("--workspace", metavar="ID", help="whose, where the store has several")
    verbs = feedback.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", help="print it, the latest first").add_argument("--json", action="store_true")


def _companies(commands: Commands[argparse.ArgumentParser]) -> None:
    companies = commands.add_parser("companies", help="the companies that are followed")
    verbs = companies.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list", help="print them").add_argument("--json", action="store_true")
    add = verbs.add_parser("add", help="follow one more")
    add.add_argument("name")
    add.add_argument("aliases", nargs="*")
    verbs.add_parser("import", help="make the names of a watchlist file canonical").add_argument("file")


def _feeds(commands: Commands[argparse.ArgumentParser]) -> None:
    feeds = commands.add_parser("feeds", help="what is read by itself, and how each source is doing")
    verbs = feeds.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="follow a feed, or the one that a site names")
    add.add_argument("url")
    add.add_argument("--outlet", metavar="NAME", help="who publishes it, where its own title will not do")
    add.add_argument("--unchecked", action="store_true", help="without looking at it first")
    verbs.add_parser("list", help="print them, those in trouble first").add_argument("--json", action="store_true")
    verbs.add_parser("check", help="ask one now, or all").add_argument("feed", nargs="?", metavar="FEED")
    for verb, does in (("pause", "stop asking one"), ("resume", "ask it again"), ("remove", "forget it")):
        verbs.add_parser(verb, help=does).add_argument("feed", metavar="FEED", help="its number, address or outlet")
    imported = verbs.add_parser("import", help="follow the feeds of an OPML file")
    imported.add_argument("file", nargs="?", metavar="FILE")
    imported.add_argument("--starter", action="store_true", help="the feeds that come with the bot, to be checked")
    verbs.add_parser("export", help="write them as OPML").add_argument("file", nargs="?", metavar="FILE")


def _digest(commands: Commands[argparse.ArgumentParser]) -> None:
    digest = commands.add_parser("digest", help="the digests of the channels")
    verbs = digest.add_subparsers(dest="verb", required=True, metavar="VERB")
    preview = verbs.add_parser("preview", help="print what would be posted")
    preview.add_argument("--channel", required=True, metavar="ID")
    preview.add_argument("--at", metavar="ISO", help="as if it were this time")
    verbs.add_parser("list", help="which channels, when next, and the last deliveries")


def _desk(commands: Commands[argparse.ArgumentParser]) -> None:
    commands.add_parser("manifest", help="print the Slack app's manifest")
    commands.add_parser("doctor", help="say what is wrong and how to mend it")
    store = commands.add_parser("db", help="the store")
    verbs = store.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("upgrade", help="bring its schema up to date")
    verbs.add_parser("reread", help="read every stored article again; stop the bot first")
    verbs.add_parser("backup", help="write a copy while the bot runs").add_argument("file")
    restore = verbs.add_parser("restore", help="put a copy in place of the store")
    restore.add_argument("file")
    restore.add_argument("--force", action="store_true", help="replace a store that exists")


if __name__ == "__main__":
    sys.exit(main())
