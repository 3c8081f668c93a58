"""News by itself, against a web of outlets on loopback: what is new is read once, hosts are left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from builders import a_watchlist, utc
from news_outlets import Outlet, Story
from news_server import NewsServer, answers, breaks_off, drips, news_server, retry_date

from bot.newsdesk import news_round
from bot.services import Services
from bot.web import Web
from bot.workers import Workers
from briefings.claims import Case, Stance, Status
from briefings.polling import FeedState
from db.database import Database
from db.feeds import EntryState, Feed

NOW = utc("2022-08-29T12:00")
DEAL = (
    "Xiaomi is in talks with BAIC to build its first electric car, Bloomberg reported, citing people familiar with the "
    "matter.",
    "The two would use a plant of BAIC's in the south of Beijing. Nothing has been signed so far, and the talks may "
    "still fail, the report said.",
    "Shares of carmakers rose on the day. The weather in Beijing was fine, and most offices had closed by then.",
)
GARDEN = ("Roses bloom late this year, and gardeners are glad of every hour of sun that August brings them.",) * 4


@dataclass
class Newsroom:
    """The bot's side and the web's side of one test, with one clock."""

    services: Services
    web: NewsServer
    clock: list[datetime]
    pauses: list[float] = field(default_factory=list)

    def follow(self, outlet: Outlet, *stories: Story) -> Outlet:
        self.web.add(outlet)
        outlet.stories.extend(stories)
        with self.services.database.begin() as tx:
            assert tx.feeds.add(self.web.url(outlet.host), "", "U1", self.clock[0])
        return outlet

    def rounds(self, count: int = 3) -> None:
        for _ in range(count):
            news_round(self.services, self.pauses.append)

    def later(self, **delta: float) -> None:
        self.clock[0] += timedelta(**delta)
        self.rounds()

    def feed(self, number: int = 1) -> Feed:
        with self.services.database.read() as tx:
            found = tx.feeds.get(number)
        assert found is not None
        return found

    def cases(self) -> list[Case]:
        with self.services.database.read() as tx:
            return list(tx.store.all_cases(self.clock[0].date()))

    def entries(self) -> dict[EntryState, int]:
        with self.services.database.read() as tx:
            return tx.feeds.count_entries()

    def articles(self) -> int:
        with self.services.database.read() as tx:
            return tx.store.articles.count_articles()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    hired = Workers()
    yield hired
    hired.close()


@pytest.fixture
def newsroom(database: Database, workers: Workers) -> Iterator[Newsroom]:
    clock = [NOW]
    with database.begin() as tx:
        tx.store.save_watchlist(a_watchlist())
    with news_server(lambda: clock[0]) as server:
        web = Web([server.place], "https://bot.example/about", 1.0, server.resolve, workers)
        yield Newsroom(Services(database, now=lambda: clock[0], web=web), server, clock)


def a_story(path: str = "/deal", title: str = "Xiaomi in talks with BAIC", **more: object) -> Story:
    text = more.pop("paragraphs", DEAL)
    published = more.pop("published", NOW - timedelta(hours=2))
    return Story(path, title, text, published, **more)  # type: ignore[arg-type]


def test_a_feed_is_read_from_its_pages_and_what_is_about_nobody_followed_is_only_counted(newsroom: Newsroom) -> None:
    newsroom.follow(
        Outlet("pandaily.test", "Pandaily"), a_story(), a_story("/roses", "Roses in August", paragraphs=GARDEN)
    )
    newsroom.rounds()
    assert newsroom.entries() == {EntryState.READ: 1, EntryState.ELSEWHERE: 1}
    assert newsroom.articles() == 1
    assert {report.article.outlet for case in newsroom.cases() for report in case.reports} == {"Pandaily"}
    assert newsroom.feed().title == "Pandaily"
    agents = {seen.headers["User-Agent"] for seen in newsroom.web.log}
    assert {"(+https://bot.example/about)" in each for each in agents} == {True}
    assert not any("Cookie" in seen.headers or "Referer" in seen.headers for seen in newsroom.web.log)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_feed_that_carries_the_text_needs_no_page(newsroom: Newsroom, form: str) -> None:
    long = (*DEAL, *("The report names no price and no date for a first car, and neither company has shown one.",) * 9)
    newsroom.follow(Outlet("whole.test", "Whole", form, whole=True), a_story(paragraphs=long))
    newsroom.rounds()
    assert newsroom.entries() == {EntryState.READ: 1}
    assert [seen.path for seen in newsroom.web.log] == ["/feed"]


def test_who_wrote_an_article_is_kept(newsroom: Newsroom) -> None:
    newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story(author="Ann Lee"))
    newsroom.rounds()
    with newsroom.services.database.read() as tx:
        (article,) = tx.store.articles.texts(sorted({r.article.id for c in newsroom.cases() for r in c.reports}))
    assert article.author == "Ann Lee"


def test_only_the_newest_day_of_a_new_feed_is_news(newsroom: Newsroom) -> None:
    old = [
        a_story(f"/old{day}", f"Xiaomi in talks with BAIC, day {day}", published=NOW - timedelta(days=day))
        for day in (2, 9, 40)
    ]
    newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story(), *old)
    newsroom.rounds()
    recorded = {
        report.article.recorded_at - report.article.published_at for c in newsroom.cases() for report in c.reports
    }
    assert newsroom.articles() == 4
    assert recorded == {timedelta(), timedelta(hours=2)}
    with newsroom.services.database.read() as tx:
        assert tx.store.cases_recorded(NOW - timedelta(minutes=1), NOW)


def test_of_what_a_new_feed_holds_not_everything_is_fetched(newsroom: Newsroom) -> None:
    old = [
        a_story(f"/{n}", f"Roses, part {n}", published=NOW - timedelta(days=n), paragraphs=GARDEN) for n in range(80)
    ]
    newsroom.follow(Outlet("pandaily.test", "Pandaily", shows=100), *old)
    newsroom.rounds(12)
    assert newsroom.entries()[EntryState.REFUSED] == 80 - 51
    assert len(newsroom.web.asked("pandaily.test")) <= 52


def test_one_article_at_several_addresses_is_read_once(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story(listed_as="/deal?utm_source=rss"))
    newsroom.rounds()
    outlet.publish(a_story(guid="again", listed_as="/deal/amp?utm_campaign=x", published=NOW + timedelta(minutes=5)))
    newsroom.later(hours=2)
    assert newsroom.entries() == {EntryState.READ: 1, EntryState.KNOWN: 1}
    assert newsroom.articles() == 1


def test_what_has_not_changed_is_asked_for_with_the_validators_as_they_came(newsroom: Newsroom) -> None:
    newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    newsroom.rounds()
    newsroom.later(hours=2)
    first, second = newsroom.web.asked("pandaily.test", "/feed")
    assert (first.status, second.status) == (200, 304)
    assert second.headers["If-None-Match"].startswith('W/"')
    assert newsroom.feed().poll.answered_at == newsroom.clock[0]


def test_a_late_entry_and_an_undated_one_are_read_too(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    newsroom.rounds()
    outlet.publish(a_story("/late", "Late: Xiaomi in talks with BAIC", published=NOW - timedelta(days=5)))
    outlet.publish(a_story("/undated", "Undated: Xiaomi in talks with BAIC", dated=False))
    newsroom.later(hours=2)
    assert newsroom.entries() == {EntryState.READ: 3}
    with newsroom.services.database.read() as tx:
        ids = {report.article.id for case in newsroom.cases() for report in case.reports}
        doubtful = {each.title for each in tx.store.articles.texts(sorted(ids)) if each.date_doubtful}
    assert doubtful == {"Undated: Xiaomi in talks with BAIC"}


@pytest.mark.parametrize(
    "wall",
    ["Subscribe to continue reading this story.", "We use cookies. Accept all cookies to continue.", ""],
)
def test_where_a_page_shows_a_wall_the_feeds_own_words_are_kept(newsroom: Newsroom, wall: str) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story(wall=wall))
    outlet.stories[0].paragraphs = ("Xiaomi is in talks with BAIC to build its first electric car, Bloomberg reported",)
    newsroom.rounds()
    assert newsroom.entries() == {EntryState.READ: 1}
    assert {r.quote.rstrip("…") for c in newsroom.cases() for r in c.reports} <= {
        "Xiaomi in talks with BAIC",
        outlet.stories[0].paragraphs[0],
    }


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (answers(403), "403 (forbidden)"),
        (answers(500), "500"),
        (answers(200, b"<html><body>Hello</body></html>"), "web page"),
        (answers(302, Location="http://127.0.0.1:1/feed"), "only ports 80 and 443"),
        (breaks_off(), "broke off"),
        (drips(4), "did not answer completely"),
        (answers(200, b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>'), "DTD"),
    ],
)
def test_a_feed_that_fails_is_asked_less_and_less_and_says_why(newsroom: Newsroom, trouble: object, words: str) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    outlet.trouble["/feed"] = trouble  # type: ignore[assignment]
    newsroom.rounds()
    poll = newsroom.feed().poll
    assert words in (poll.problem or "")
    assert (poll.failures, poll.failing_since) == (1, NOW)
    newsroom.later(minutes=10)
    assert len(newsroom.web.asked("pandaily.test")) == 1
    del outlet.trouble["/feed"]
    newsroom.later(hours=1)
    poll = newsroom.feed().poll
    assert (poll.failures, poll.problem, newsroom.articles()) == (0, None, 1)


@pytest.mark.parametrize("as_date", [False, True])
def test_a_host_that_asks_to_be_left_alone_is(newsroom: Newsroom, as_date: bool) -> None:
    wait = timedelta(hours=5)
    asked = retry_date(wait, NOW) if as_date else str(int(wait.total_seconds()))
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    outlet.trouble["/feed"] = answers(429, Retry_After=asked)
    newsroom.rounds()
    for _ in range(8):
        newsroom.later(minutes=30)
    assert len(newsroom.web.asked("pandaily.test")) == 1
    newsroom.later(hours=2)
    assert len(newsroom.web.asked("pandaily.test")) > 1


def test_a_page_that_is_too_busy_speaks_for_its_host_whoever_leads_there(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("busy.test", "Busy"), *(a_story(f"/{n}", f"Xiaomi, take {n}") for n in range(4)))
    other = newsroom.follow(Outlet("other.test", "Other"), a_story("/leads", "Xiaomi, elsewhere"))
    other.trouble["/leads"] = answers(302, Location=newsroom.web.url("busy.test", "/0"))
    for story in outlet.stories:
        outlet.trouble[story.path] = answers(503, Retry_After="3600")
    newsroom.rounds(1)
    newsroom.later(minutes=1)
    newsroom.later(minutes=50)
    assert [seen.path == "/feed" for seen in newsroom.web.asked("busy.test")] == [True, False]
    outlet.trouble.clear()
    newsroom.later(minutes=12)
    newsroom.later(hours=1)
    assert newsroom.articles() == 4


def test_an_answer_without_entries_does_not_make_news_of_what_comes_with_the_next(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("cut.test", "Cut"), a_story(published=NOW - timedelta(days=9)))
    outlet.trouble["/feed"] = answers(200, b"<?xml version='1.0'?><rss version='2.0'><chan")
    newsroom.rounds()
    outlet.trouble.clear()
    newsroom.later(hours=2)
    assert newsroom.articles() == 1
    with newsroom.services.database.read() as tx:
        assert not tx.store.cases_recorded(NOW, newsroom.clock[0])


def test_an_outlet_that_moves_with_all_its_articles_has_no_news(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("old.test", "Pandaily"), a_story())
    newsroom.rounds()
    newsroom.web.add(Outlet("new.test", "Pandaily", stories=outlet.stories))
    outlet.trouble["/feed"] = answers(301, Location=newsroom.web.url("new.test"))
    newsroom.later(hours=2)
    assert newsroom.entries() == {EntryState.READ: 1, EntryState.KNOWN: 1}
    assert newsroom.articles() == 1


def test_a_feed_that_moved_is_asked_where_it_went_and_one_that_is_gone_is_not_asked_again(newsroom: Newsroom) -> None:
    moved = newsroom.follow(Outlet("old.test", "Old"))
    newsroom.web.add(Outlet("new.test", "New", stories=[a_story()]))
    moved.trouble["/feed"] = answers(301, Location=newsroom.web.url("new.test"))
    gone = newsroom.follow(Outlet("gone.test", "Gone"))
    gone.trouble["/feed"] = answers(410)
    newsroom.rounds()
    assert newsroom.feed(1).url == newsroom.web.url("new.test")
    assert newsroom.feed(2).poll.state is FeedState.ENDED
    newsroom.later(days=3)
    assert len(newsroom.web.asked("old.test")) == len(newsroom.web.asked("gone.test")) == 1


def test_a_feed_that_moves_to_where_another_one_is_read_ends(newsroom: Newsroom) -> None:
    newsroom.follow(Outlet("new.test", "New"), a_story())
    moved = newsroom.follow(Outlet("old.test", "Old"))
    moved.trouble["/feed"] = answers(301, Location=newsroom.web.url("new.test"))
    newsroom.rounds()
    assert newsroom.feed(1).poll.state is FeedState.ACTIVE
    assert newsroom.feed(2).poll.state is FeedState.ENDED
    assert newsroom.feed(2).poll.problem == "it moved to an address that is followed already"
    assert newsroom.articles() == 1


def test_one_host_is_asked_one_thing_at_a_time_with_a_rest_between(newsroom: Newsroom) -> None:
    stories = [a_story(f"/{n}", f"Xiaomi in talks with BAIC, take {n}") for n in range(6)]
    newsroom.follow(Outlet("pandaily.test", "Pandaily"), *stories)
    newsroom.rounds()
    seen = newsroom.web.asked("pandaily.test")
    assert len(seen) == 7
    assert all(one.ended <= two.began for one, two in pairwise(seen))
    assert len(newsroom.pauses) == 5


def test_an_article_that_is_withdrawn_takes_its_word_back(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    newsroom.rounds()
    outlet.stories[0].status = 404
    newsroom.later(hours=25)
    assert not [r for c in newsroom.cases() for r in c.reports if r.stance is Stance.RETRACTS], "once is no proof"
    newsroom.later(hours=2)
    taken_back = [r for c in newsroom.cases() for r in c.reports if r.stance is Stance.RETRACTS]
    assert taken_back
    assert {r.rule for r in taken_back} == {"page.withdrawn"}
    assert {r.article.published_at for r in taken_back} == {newsroom.clock[0]}
    said = "\n".join((a_story().title, *DEAL))
    assert all(r.quote in said for r in taken_back)


def test_an_article_whose_words_change_says_so_on_the_timeline(newsroom: Newsroom) -> None:
    outlet = newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story(title="A plan for Beijing"))
    newsroom.rounds()
    before = {case.claim.id: case for case in newsroom.cases()}
    assert before
    changed = ("Correction: an earlier version of this article wrongly said that Xiaomi is in talks with BAIC.",)
    outlet.stories[0].paragraphs = (*changed, *DEAL[1:])
    newsroom.later(hours=25)
    after = {case.claim.id: case for case in newsroom.cases()}
    assert before.keys() <= after.keys()
    statuses = [after[claim].standing.status for claim in before]
    assert Status.RETRACTED in statuses
    quotes = {r.quote for c in after.values() for r in c.reports if r.stance is Stance.RETRACTS}
    assert any("earlier version" in each for each in quotes)


def test_a_page_that_stays_as_it_is_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.follow(Outlet("pandaily.test", "Pandaily"), a_story())
    newsroom.rounds()
    before = newsroom.cases()
    newsroom.later(hours=25)
    newsroom.later(days=7)
    assert [case.reports for case in newsroom.cases()] == [case.reports for case in before]
    assert [seen.status for seen in newsroom.web.asked("pandaily.test", "/deal")] == [200, 304, 304]


def test_a_feed_cannot_put_its_own_words_at_another_sites_address(newsroom: Newsroom) -> None:
    words = ("Xiaomi will buy BAIC. The two boards have agreed on the price, and the deal closes this year.",)
    outlet = Outlet("forger.test", "Forger", whole=True)
    story = a_story("/x", "Xiaomi will buy BAIC", paragraphs=words * 20)
    story.elsewhere = "http://www.mi.com/news/1"
    newsroom.follow(outlet, story)
    newsroom.rounds()
    newsroom.later(hours=2)
    newsroom.later(hours=6)
    reports = [report for case in newsroom.cases() for report in case.reports]
    assert not [each for each in reports if "mi.com" in each.article.url]
    assert Status.CONFIRMED not in {case.standing.status for case in newsroom.cases()}
