"""Questions of any text are answered or declined, and nothing that was typed comes back as markup.

`EV_FUZZ_QUESTIONS` says how many; `make fuzz` takes 10,000.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.questions import TODAY, load
from benchmarks.score_answers import stored

from bot.ask import ask
from bot.requests import plain
from bot.sandbox.rules import check_message
from bot.views.answers import answer_messages
from briefings.answers import MAX_TEXT_CHARS
from briefings.questions import Question
from db.database import Database

COUNT = int(os.environ.get("EV_FUZZ_QUESTIONS", "500"))
MAX_CHARS = 3_000
CONTROL = re.compile(r"<[!@#]|<(?!https?://)[^>]*\|")
"""What Slack would act on: a broadcast, a mention, a channel, a link that hides where it leads."""
PIECES = (
    *(Path(__file__).parent / "data/questions/hostile.txt").read_text("utf-8").splitlines(),
    *("\n", "\t", "\x00", "\x07"),
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = stored(tmp_path_factory.mktemp("fuzz") / "samples.db")
    yield database
    database.close()


def questions(count: int) -> Iterator[str]:
    """Real questions cut and spliced with what people and programs might type, up to 3,000 characters."""
    chance = random.Random(20_240_731)
    asked = [question.ask for question in load()]
    for _ in range(count):
        words = [word for text in chance.sample(asked, chance.randint(0, 3)) for word in text.split()]
        words += chance.choices(PIECES, k=chance.randint(0, 12))
        words += [chr(chance.randint(1, 0x2FFF)) for _ in range(chance.choice((0, 0, 3, 30)))]
        chance.shuffle(words)
        text = chance.choice((" ", "", "\n")).join(words)
        yield (text * chance.choice((1, 1, 1, 40)))[: chance.choice((60, 500, MAX_CHARS))]


def test_any_text_is_answered_or_declined_and_never_comes_back_as_markup(samples: Database) -> None:
    previous: Question | None = None
    with samples.read() as tx:
        watchlist = tx.store.watchlist()
    for number, text in enumerate(questions(COUNT)):
        with samples.read() as tx:
            asked = ask(tx, plain(text), TODAY, previous if number % 3 else None, watchlist=watchlist)
        previous = asked.question
        assert len(asked.answer.text) <= MAX_TEXT_CHARS
        for message in answer_messages(asked.answer):
            assert not CONTROL.search(message.text), (text, message.text)
            assert not [block for block in _mrkdwn(message.blocks) if CONTROL.search(block)], text
            check_message(message.blocks)  # raises where Slack would refuse


def _mrkdwn(blocks: object) -> Iterator[str]:
    """Every text of some blocks in which Slack would read markup."""
    if isinstance(blocks, dict):
        if blocks.get("type") == "mrkdwn":
            yield str(blocks["text"])
        for value in blocks.values():
            yield from _mrkdwn(value)
    elif isinstance(blocks, (list, tuple)):
        for each in blocks:
            yield from _mrkdwn(each)


def test_the_questions_are_as_hostile_as_they_should_be() -> None:
    made = list(questions(500))
    assert max(map(len, made)) == MAX_CHARS
    assert any("<!channel>" in text for text in made)
    assert len(json.dumps(made)) > 50_000


def test_a_foreign_control_sequence_would_be_found() -> None:
    assert CONTROL.search("hello <!channel>")
    assert CONTROL.search("<javascript:x|click>")
    assert not CONTROL.search("<https://news.example/a|The Gazette>")
