"""Feeds as people deal with them, in Slack and on the command line; and who is told when one is in trouble."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, Desk
from news_outlets import Outlet, Story
from news_server import NewsServer, answers, news_server

from bot.cli import main
from bot.jobs import start_ticking
from bot.newsdesk import news_round
from bot.services import wall_clock
from bot.web import Web
from bot.workers import Workers
from briefings.opml import parse_opml
from db.outbox import Planned

TEXT = (
    "Xiaomi is in talks with BAIC to build its first electric car, Bloomberg reported, citing people familiar with the "
    "matter. Xiaomi declined to comment.",
    "The two would use a plant of BAIC's in the south of Beijing. Nothing has been signed so far, the report said.",
)


def a_story(published: datetime, path: str = "/deal") -> Story:
    return Story(path, "Xiaomi in talks with BAIC", TEXT, published)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    hired = Workers()
    yield hired
    hired.close()


@pytest.fixture
def news(open_desk: Callable[..., Desk], workers: Workers) -> Iterator[tuple[Desk, NewsServer]]:
    """The app on a sandbox, and a web that it can reach, with the app's clock."""
    times: list[Callable[[], datetime]] = [lambda: NOW]
    with news_server(lambda: times[0]()) as server:
        desk = open_desk(web=Web([server.place], None, 1.5, server.resolve, workers), burst=5)
        times[0] = desk.sandbox.clock.now
        yield desk, server


def test_a_feed_is_found_from_its_site_and_listed_with_how_it_is_doing(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    outlet = web.add(Outlet("pandaily.test", "Pandaily", stories=[a_story(NOW - timedelta(hours=3))]))
    site = web.url("pandaily.test", "/deal")
    assert "Followed from now on: http://pandaily.test" in desk.command(f"/ev feeds add {site}")
    assert "followed already" in desk.command(f"/ev feeds add {web.url('pandaily.test')}")
    assert "not checked yet" in desk.command("/ev feeds")
    news_round(desk.services, lambda _: None)
    news_round(desk.services, lambda _: None)
    assert "1 source checked at 00:00 UTC" in desk.command("/ev feeds")
    assert "BAIC" in desk.command("/ev xiaomi")
    outlet.trouble["/feed"] = answers(403)
    desk.later(7200)
    news_round(desk.services, lambda _: None)
    shown = desk.command("/ev feeds")
    assert "Pandaily: 403 (forbidden) since 02:00 UTC" in shown
    assert "1 failing" in shown


def test_a_feed_is_paused_and_goes_on_by_its_name_or_number(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("pandaily.test", "Pandaily"))
    desk.command(f"/ev feeds add {web.url('pandaily.test')} Pandaily Daily")
    assert "not asked any more" in desk.command("/ev feeds pause Pandaily Daily")
    assert news_round(desk.services, lambda _: None) == 0
    assert "asked again" in desk.command("/ev feeds resume 1")
    assert news_round(desk.services, lambda _: None) == 1
    assert "no feed that is followed" in desk.command("/ev feeds pause 9")
    assert "/ev feeds add URL" in desk.command("/ev feeds dance")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://x.example/feed", "no web address"),
        ("http://169.254.169.254/latest", "private or reserved"),
        ("http://localhost:8080/", "only ports 80 and 443"),
    ],
)
def test_an_address_that_may_not_be_read_is_refused_in_words(
    news: tuple[Desk, NewsServer], url: str, words: str
) -> None:
    desk, _ = news
    assert words in desk.command(f"/ev feeds add {url}")
    assert words in desk.command(f"/ev read {url}") or url.startswith("ftp")


def test_an_article_is_read_on_request_and_says_what_it_claims(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("pandaily.test", "Pandaily", stories=[a_story(NOW - timedelta(hours=3))]))
    shown = desk.command(f"/ev read {web.url('pandaily.test', '/deal')}")
    assert "Xiaomi in talks with BAIC (Pandaily, 31 August 2022)" in shown
    assert "Rumour, not confirmed: Xiaomi is in talks" in shown
    assert "known already" in desk.command(f"/ev read {web.url('pandaily.test', '/deal?utm_source=x')}")
    assert "404" in desk.command(f"/ev read {web.url('pandaily.test', '/nothing')}")


def test_an_article_that_was_changed_says_so_when_it_is_read_again(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    outlet = web.add(Outlet("pandaily.test", "Pandaily", stories=[a_story(NOW - timedelta(hours=3))]))
    url = web.url("pandaily.test", "/deal")
    desk.command(f"/ev read {url}")
    more = "Correction: An earlier version of this article said that Xiaomi had no comment. It denies the talks."
    outlet.stories[0].paragraphs = (*TEXT, more)
    assert "changed since it was read first" in desk.command(f"/ev read {url}")
    assert "known already" in desk.command(f"/ev read {url}")


def test_hostile_titles_stay_text(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("evil.test", "<!channel> <https://evil.example|click> *bold*"))
    desk.command(f"/ev feeds add {web.url('evil.test')}")
    news_round(desk.services, lambda _: None)
    desk.command("/ev feeds")
    told = desk.sandbox.ephemerals("alex")[-1]
    assert "<!channel>" not in told.text
    assert "&lt;!channel&gt;" in told.text


def test_whoever_added_a_feed_is_told_once_when_it_has_failed_for_a_day(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    outlet = web.add(Outlet("pandaily.test", "Pandaily"))
    desk.command(f"/ev feeds add {web.url('pandaily.test')} Pandaily")
    outlet.trouble["/feed"] = answers(500)
    for _ in range(40):
        news_round(desk.services, lambda _: None)
        desk.tick()
        desk.later(3600)
    person = desk.sandbox.user("alex").id
    told = [each.text for each in desk.sandbox.messages(desk.sandbox.direct_channel(person).id)]
    assert len(told) == 1
    assert "Pandaily: 500 since" in told[0]


def test_the_admins_channel_is_told_where_there_is_one(open_desk: Callable[..., Desk], workers: Workers) -> None:
    with news_server(lambda: NOW) as web:
        desk = open_desk(web=Web([web.place], None, 1.5, web.resolve, workers), burst=5)
        channel = desk.sandbox.channel("#ev-news").id
        services = replace(desk.services, admin_channel=channel)
        outlet = web.add(Outlet("pandaily.test", "Pandaily"))
        with services.database.begin() as tx:
            tx.feeds.add(web.url("pandaily.test"), "Pandaily", "the command line", NOW)
        outlet.trouble["/feed"] = answers(410)
        news_round(services, lambda _: None)
        replace(desk, services=services).tick()
        assert "Pandaily: ended: 410 (gone)" in desk.answers()[-1].text


def test_a_feed_that_recovered_is_told_of_again_when_it_fails_again(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    outlet = web.add(Outlet("pandaily.test", "Pandaily"))
    desk.command(f"/ev feeds add {web.url('pandaily.test')} Pandaily")
    for answer in (answers(500), None, answers(403)):
        outlet.trouble = {"/feed": answer} if answer else {}
        for _ in range(40):
            news_round(desk.services, lambda _: None)
            desk.tick()
            desk.later(3600)
    direct = desk.sandbox.direct_channel(desk.sandbox.user("alex").id).id
    told = [each.text for each in desk.sandbox.messages(direct)]
    assert len(told) == 2
    assert "Pandaily: 500 since" in told[0]
    assert "Pandaily: 403 (forbidden) since" in told[1]


def test_nobody_is_alarmed_by_an_outage_of_the_bot_itself(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("pandaily.test", "Pandaily", stories=[a_story(NOW + timedelta(hours=h), f"/{h}") for h in range(9)]))
    desk.command(f"/ev feeds add {web.url('pandaily.test')} Pandaily")
    for _ in range(9):
        news_round(desk.services, lambda _: None)
        desk.later(3600)
    desk.later(3 * 86_400)
    desk.tick()
    person = desk.sandbox.user("alex").id
    assert desk.sandbox.messages(desk.sandbox.direct_channel(person).id) == []
    news_round(desk.services, lambda _: None)
    desk.tick()
    told = [each.text for each in desk.sandbox.messages(desk.sandbox.direct_channel(person).id)]
    assert ["nothing new since Thursday" in each for each in told] == [True]


def test_a_slow_host_keeps_no_post_waiting(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    services = replace(desk.services, now=wall_clock)
    web.add(Outlet("pandaily.test", "Pandaily", slow=1.0))
    with desk.database.begin() as tx:
        feed = tx.feeds.add(web.url("pandaily.test"), "Pandaily", "", NOW)
        channel = desk.sandbox.channel("#ev-news").id
        tx.outbox.plan(Planned(desk.sandbox.team_id, "digest", "1", 0, channel, {"text": "News", "blocks": []}), NOW)
    scheduler = start_ticking(services, desk.sandbox.team_id, desk.client, 60, 60)
    until = time.monotonic() + 5
    while not desk.answers() and time.monotonic() < until:
        time.sleep(0.02)
    assert feed is not None
    with desk.database.read() as tx:
        asked = tx.feeds.get(feed.id)
    assert [each.text for each in desk.answers()] == ["News"]
    assert asked is not None
    assert asked.poll.checked_at is None, "the host had answered before the post went out"
    scheduler.shutdown()
    with desk.database.read() as tx:
        assert tx.feeds.sources().checked_at is not None


def test_a_bot_that_is_to_stop_begins_nothing_new(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("pandaily.test", "Pandaily"))
    desk.command(f"/ev feeds add {web.url('pandaily.test')}")
    asked = len(web.log)
    desk.services.web.stopping.set()
    news_round(desk.services, lambda _: None)
    assert len(web.log) == asked


def test_a_long_name_is_no_question(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("ceb.test", "CEB"))
    shown = desk.command(f"/ev feeds add {web.url('ceb.test')} China EV and Battery Business Daily")
    assert "Followed from now on: China EV and Battery Business Daily" in shown
    assert "1 source" in desk.mention(f"<@{desk.sandbox.bot_user_id}> feeds")[-1].text


def test_many_feeds_keep_the_limits_of_a_message(news: tuple[Desk, NewsServer]) -> None:
    desk, _ = news
    with desk.database.begin() as tx:
        for number in range(300):
            tx.feeds.add(f"https://{number}.example/feed", f"<Outlet> & co {number} " + "x" * 60, "", NOW)
    shown = desk.command("/ev feeds")
    assert "300 sources, none checked yet" in shown
    assert "too many to show here" in shown


def test_what_was_checked_is_said_where_nothing_was_found(news: tuple[Desk, NewsServer]) -> None:
    desk, web = news
    web.add(Outlet("pandaily.test", "Pandaily"))
    desk.command(f"/ev feeds add {web.url('pandaily.test')}")
    news_round(desk.services, lambda _: None)
    assert "1 source checked at 00:00 UTC." in desk.command("/ev what did Ferrari say about hydrogen?") + desk.command(
        "/ev is Xiaomi buying Ferrari?"
    )
    desk.command("/ev digest now")
    assert any("1 source checked at" in each.text for each in desk.answers())


# The command line


@pytest.fixture
def ev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EV_DATABASE_URL", f"sqlite:///{tmp_path}/var/ev.db")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b""), "utf-8"))
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_feeds_on_the_command_line(ev: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with news_server(lambda: now) as web:
        monkeypatch.setenv("EV_ALLOW_PRIVATE", web.place)
        web.add(Outlet("127.0.0.1", "Pandaily\x1b[31m", stories=[a_story(now - timedelta(hours=1))]))
        assert ev("feeds", "add", web.url("127.0.0.1"))[:2] == (0, "feed 1 is followed: Pandaily[31m\n")
        assert "1 source, none checked yet" in ev("feeds", "list")[1]
        assert "checked at" in ev("feeds", "check")[1]
        (row,) = [json.loads(line) for line in ev("feeds", "list", "--json")[1].splitlines()]
        assert (row["condition"], row["entries"]) == ("well", {"waiting": 1})
        assert ev("ingest", web.url("127.0.0.1", "/deal"))[1] == "1 new, 0 known, 0 refused\n"
        assert ev("feeds", "pause", "1")[0] == 0
        assert ev("feeds", "check")[1] == "", "one that is paused is asked only by name"
        assert ev("feeds", "export", "out.opml")[0] == 0
        assert [each.url for each in parse_opml((tmp_path / "out.opml").read_bytes())] == [web.url("127.0.0.1")]
        assert ev("feeds", "import", "out.opml")[1].startswith("0 new, 1 known")
        assert ev("feeds", "remove", "1")[0] == 0
        assert ev("feeds", "list")[1] == "No feed is followed: ev feeds add URL\n"


def test_a_feed_that_cannot_be_reached_now_is_followed_on_request(
    ev: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with news_server(lambda: NOW) as web:
        monkeypatch.setenv("EV_ALLOW_PRIVATE", web.place)
        web.add(Outlet("127.0.0.1", "Pandaily")).trouble["/feed"] = answers(503)
        url = web.url("127.0.0.1")
        status, _, err = ev("feeds", "add", url)
        assert (status, err.count("\n")) == (2, 1)
        assert "503" in err
        assert "--unchecked" in err
        assert ev("feeds", "add", url, "--unchecked", "--outlet", "Pandaily")[1] == "feed 1 is followed: Pandaily\n"
        assert "\tPandaily\t503" in ev("feeds", "check", "pandaily")[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("feeds", "add", "nonsense"), "no web address"),
        (("feeds", "check", "7"), "no feed that is followed"),
        (("feeds", "import"), "nothing to import"),
        (("feeds", "import", "missing.opml"), "cannot read"),
        (("feeds", "export", "no/such/folder/x.opml"), "cannot write"),
    ],
)
def test_wrong_use_is_one_line(ev: Callable[..., Any], arguments: tuple[str, ...], complaint: str) -> None:
    status, out, err = ev(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert complaint in err


def test_the_starter_feeds_can_be_followed(ev: Callable[..., Any]) -> None:
    assert ev("feeds", "import", "--starter")[1].startswith("23 new")
    assert ev("feeds", "list")[1].count("not checked yet") == 23
