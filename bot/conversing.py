"""A question, or a company's name, to what is shown; a follow-up goes on with what its thread was about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.ask import ask
from bot.replying import Draft, Kind, Told
from bot.services import Services
from bot.views.answers import answer_messages
from bot.views.cards import card_messages
from bot.views.notices import choices_notice, nearest_notice, notice
from briefings import questions
from briefings.cards import card
from briefings.companies import Watchlist
from briefings.questions import Intent, Question
from db.conversations import question_from
from db.database import Transaction

if TYPE_CHECKING:
    from bot.requests import Request

MAX_NAME_WORDS = 6
CARD_CASES = 40
"""How many claims of each status a card chooses from."""
QUESTION_WORDS = 4
"""A text of so many words that names no company is a question, not a mistyped name."""
SAME_TALK = timedelta(minutes=30)
"""How long a direct message goes on with the one before it, though it opens a thread of its own."""


def answer_question(services: Services, request: Request, text: str, asks: bool = False) -> Draft:
    """The card of the company that a text names, or the answer to what it asks; `asks`: it is a question, whatever."""
    now = services.now()
    with services.database.read() as tx:
        watchlist = tx.store.watchlist()
        previous = _asked_before(tx, request, now)
    found = questions.lookup(text, watchlist)
    asks = asks or (previous is not None and is_question(text))
    if found.company and not asks:
        return company_card(services, request.workspace_id, found.company.slug, watchlist)
    if found.choices and not asks:
        return Draft((choices_notice(text, found.choices),))
    if _is_a_name(text) and not asks and not _asks_something(text, watchlist, now) and (found.nearest or not previous):
        return Draft((nearest_notice(text, found.nearest),))
    with services.database.read(request.workspace_id) as tx:
        asked = ask(tx, text, now.date(), previous, now, watchlist)
    answer, question = asked.answer, asked.question
    day = min(now.date(), question.as_of) if question.as_of else now.date()
    told = Told(Kind.ANSWER, question, day, answer.claims, answer.others, len(answer.others), previous)
    return Draft(answer_messages(answer), told)


def company_card(services: Services, workspace_id: str, slug: str, watchlist: Watchlist | None = None) -> Draft:
    """A company's card as of today, as the workspace sees it; `watchlist` spares loading it again."""
    day = services.now().date()
    with services.database.read(workspace_id) as tx:
        watchlist = watchlist or tx.store.watchlist()
        company = watchlist.get(slug)
        if company is None:
            return Draft((notice("That company is no longer followed."),))
        cases = tx.store.card_cases(slug, day, CARD_CASES)
        counts = tx.store.count_claims(slug)
    shown = card(company, cases, watchlist, day, counts)
    return Draft(card_messages(shown), Told(Kind.CARD, Question("", (slug,)), day, shown.claims))


def is_question(text: str) -> bool:
    """Whether a text asks rather than names: "track record of BYD's denials?" follows no company."""
    return text.rstrip().endswith(("?", "？", "吗", "呢")) or len(text.split(",")[0].split()) > MAX_NAME_WORDS


def _is_a_name(text: str) -> bool:
    """Whether a text that names no company was meant to: short, and not asked as a question."""
    return len(text.split()) < QUESTION_WORDS and not is_question(text)


def _asks_something(text: str, watchlist: Watchlist, now: datetime) -> bool:
    """Whether a short text names a company beside other words, or asks for news: "CATL rumours", "小米最新进展"."""
    meant = questions.parse(text, watchlist, today=now.date())
    return bool(meant.companies and not meant.guessed) or meant.intent is not Intent.STATUS


def _asked_before(tx: Transaction, request: Request, now: datetime) -> Question | None:
    """The question that this one may go on with: the thread's last; for a new direct message, the last of just now.

    An edited one goes on with what it went on with before the edit, never with itself.
    """
    if request.thread_ts is None:
        return None
    if request.is_edited:
        first = tx.asking.first_by(request.workspace_id, request.channel_id, request.question_ts or "")
        if first is not None:
            return question_from(first.previous) if first.previous else None
    found = tx.conversations.last_question(request.workspace_id, request.channel_id, request.thread_ts)
    if found is None and request.is_direct and request.thread_ts == request.question_ts:
        found = tx.conversations.last_in_channel(request.workspace_id, request.channel_id, now - SAME_TALK)
    return found


def remember_talk(services: Services, request: Request, told: Told) -> None:
    """Keep what the thread is about now; what asks for nothing, or for all companies, changes no subject."""
    question = told.question
    asks = not (question.is_empty or question.advice or question.intent is Intent.HELP)
    if request.thread_ts is None or not asks:
        return
    with services.database.begin() as tx:
        tx.conversations.save(request.workspace_id, request.channel_id, request.thread_ts, question, services.now())
