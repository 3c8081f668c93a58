"""A world of trade news for the test of operation: outlets right and wrong, and an hour of things that happen there."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from news_outlets import Outlet, Story
from news_server import NewsServer, answers, breaks_off, drips, grows, retry_date

A = (
    *("Xiaomi", "BYD", "NIO", "XPeng", "Geely", "Zeekr", "CATL", "Tesla", "Rivian", "Polestar", "VinFast", "Renault"),
    *("Volkswagen", "Stellantis", "Toyota", "Kia", "Northvolt", "Foxconn", "Hesai", "Valeo", "Chery", "Leapmotor"),
)
ZH = ("小米", "比亚迪", "宁德时代", "蔚来", "小鹏汽车", "吉利")
PLACES = ("Hungary", "Thailand", "Jiangsu", "Ohio", "Saxony", "Morocco", "Busan", "Zaragoza", "Pune", "Hefei")
CLAIMS = (
    "{a} is in talks with {b} about a joint battery plant in {place}, people familiar with the matter said",
    "{a} will build a factory in {place} for {n},000 electric cars a year, it said on Thursday",
    "{a} delivered {n},{m} electric cars last month, {p} percent more than a year before",
    "{a} denied that it plans to buy a stake in {b}",
    "{a} is recalling {n},{m} cars in {place} because their charging software can fail",
    "{a} plans to launch an electric van in {place} next year, its chief executive said",
    "{a} raised ${n} million from investors for its charging network in {place}",
    "{a} cut the price of its electric saloon in {place} by {p} percent",
)
ZH_CLAIMS = ("{a}将在{place}建设年产{n}万辆的电动车工厂", "{a}上月交付电动车{n},{m}辆，同比增长{p}%")
FILLERS = (
    "The {x} was filed under the number {code}, and the {y} in {place} has {d} days to look at it before it is opened.",
    "Analysts had expected the {x} for {d} weeks; the {y} reached by telephone under {code} would not talk about it.",
    "Several {y}s said that the {x} known as {code} would take {d} months, while others spoke of a longer time.",
    "No drawing of the {x} {code} has been shown so far, and the {y} who asked for one was told to wait {d} days.",
)
GARDEN = (
    "The garden show {code} drew {d} thousand visitors, who saw tulips, ponds and a {y} with a new kind of rose.",
    "A choir from the valley sang {d} songs by candle light; the {y} wept, and the concert {code} was sold out.",
    "Rain is forecast for {d} days; the {y} advises walkers on path {code} to wear boots and to carry a warm coat.",
)
X = ("application", "plan", "draft", "tender", "permit", "study", "schedule", "survey", "contract", "memorandum")
Y = ("clerk", "planner", "surveyor", "supplier", "adviser", "engineer", "dealer", "broker", "mayor", "inspector")


class Fate(StrEnum):
    """What should become of an article."""

    NEWS = "news"
    OLD = "old"
    """Read when its feed is added, and never told as news."""
    ELSEWHERE = "elsewhere"
    UNSEEN = "unseen"
    """Its feed cannot be read."""


@dataclass
class Article:
    """One article of the world, wherever and however often it is listed."""

    code: str
    story: Story
    fate: Fate
    listed: datetime


@dataclass
class World:
    """The outlets, their articles, and what will still happen, soonest first."""

    web: NewsServer
    start: datetime
    chance: random.Random
    urls: list[str] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    events: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    """What the list of feeds should say in the end, by address."""
    moved: dict[str, str] = field(default_factory=dict)
    edits: int = 0
    evening: bool = False
    """News goes on to come after the hour."""

    def at(self, minutes: float, event: Callable[[], object]) -> None:
        self.events.append((self.start + timedelta(minutes=minutes), len(self.events), event))
        self.events.sort(key=lambda one: one[:2])

    def happen(self, now: datetime) -> None:
        while self.events and self.events[0][0] <= now:
            self.events.pop(0)[2]()

    def write(self, outlet: Outlet, age: timedelta, feed: str, relevant: bool, **more: object) -> Article:
        """An article of an outlet, dated so long before the start by its clock."""
        code = f"K{len(self.articles):05}"
        title, *paragraphs = wording(self.chance, code, relevant, zh=outlet.charset == "gbk")
        if outlet.whole:
            paragraphs += wording(self.chance, code, relevant)[2:] * 3
        listed = self.start - age
        guid = more.pop("guid", None if outlet.name.endswith("plain") else f"id-{code}")
        story = Story(f"/{code.lower()}", title, tuple(paragraphs), listed + outlet.clock_error, **more)  # type: ignore[arg-type]
        story.guid, story.listed_from, story.feeds = str(guid) if guid else None, listed, (feed,)
        fate = Fate.NEWS if age < timedelta(hours=12) else Fate.OLD
        article = Article(code, outlet.publish(story), fate if relevant else Fate.ELSEWHERE, listed)
        self.articles.append(article)
        return article


def wording(chance: random.Random, code: str, relevant: bool, zh: bool = False) -> list[str]:
    """A title and paragraphs that no other article has."""

    def fill(text: str, names: tuple[str, ...] = A) -> str:
        a, b = chance.sample(names, 2)
        numbers = {"n": chance.randint(11, 99), "m": chance.randint(100, 999), "p": chance.randint(2, 60)}
        words = {"a": a, "b": b, "place": chance.choice(PLACES), "x": chance.choice(X), "y": chance.choice(Y)}
        return text.format(**words, **numbers, d=chance.randint(2, 90), code=code)

    if not relevant:
        return [f"Notes from the valley, {code}", *(fill(each) for each in (*GARDEN, *chance.sample(GARDEN, 2)))]
    claim = fill(chance.choice(ZH_CLAIMS), ZH) if zh else fill(chance.choice(CLAIMS))
    title = f"{claim.split(',')[0]} ({code})"
    return [title, f"{claim}{'。' if zh else '.'}", *(fill(each) for each in chance.sample(FILLERS, 3))]


def _shape(world: World, kind: str, host: str) -> Outlet:
    """An outlet of this kind, in good order."""
    outlet = Outlet(host, f"Outlet {host.partition('.')[0]} {kind}")
    outlet.form = {"atom": "atom", "json": "json", "whole": "atom"}.get(kind, "rss")
    outlet.whole, outlet.zipped = kind == "whole", kind in ("whole", "json")
    outlet.charset = {"gbk": "gbk", "latin": "latin-1"}.get(kind, "utf-8")
    outlet.etag = {"atom": '"{}-gzip"', "json": "{}", "latin": '  "{}, W/x"'.strip()}.get(kind, outlet.etag)
    outlet.dates, outlet.validators = kind in ("dates", "gbk"), kind not in ("dates", "bare")
    outlet.headers = {"Cache-Control": "public, max-age=7200"} if kind == "fresh" else {}
    outlet.ttl = 120 if kind == "ttl" else None
    outlet.good_for = timedelta(minutes=90) if kind == "expires" else None
    outlet.clock_error = {"slow": timedelta(days=-2), "fast": timedelta(hours=5)}.get(kind, timedelta())
    outlet.slow = world.chance.choice((0.0, 0.02, 0.05))
    return outlet


GOOD = (
    *("plain", "whole", "json", "gbk", "dates", "redirects", "fresh", "expires", "atom", "latin", "ttl", "bare"),
    *("slow", "fast", "undated", "walls", "twice"),
)
PASSING = ("busy", "busy-date", "down", "pages-down", "drips", "breaks", "huge", "cut")
LASTING: dict[str, tuple[str, Callable[[World, str], Callable[..., None]]]] = {
    "forbidden": ("403 (forbidden) since", lambda _world, _host: answers(403)),
    "gone": ("ended: 410 (gone)", lambda _world, _host: answers(410)),
    "page": ("web page", lambda _world, _host: answers(200, b"<html><body>Welcome</body></html>")),
    "loop": ("redirects more than", lambda world, host: answers(302, Location=world.web.url(host))),
}
MOVING = ("moves", "moves-here")


def build(web: NewsServer, start: datetime, feeds: int, hosts: int, evening: bool = False) -> World:
    """So many feeds at so many hosts, of every kind, with what they held before and what the next hours bring."""
    world = World(web, start, random.Random(feeds), evening=evening)
    kinds = [*GOOD, *PASSING, *LASTING, *MOVING]
    kinds += [world.chance.choice(GOOD) for _ in range(hosts - len(kinds))]
    for number in range(hosts):
        kind = kinds[number] if number < len(kinds) else "plain"
        outlet = web.add(_shape(world, kind, f"h{number:02}.test"))
        many = feeds // hosts + (number < feeds % hosts)
        for section in range(many):
            _fill(world, outlet, kind, "/feed" if section == 0 else f"/feed/{section}")
        _trouble(world, outlet, kind)
    return world


def _fill(world: World, outlet: Outlet, kind: str, feed: str) -> None:
    """What a feed holds when it is added, and what comes within the hour."""
    chance = world.chance
    world.urls.append(world.web.url(outlet.host, feed))
    more: dict[str, object] = {"dated": False} if kind == "undated" else {}
    aged = [timedelta(hours=3), *(timedelta(days=chance.randint(3, 30)) for _ in range(2))]
    coming = [timedelta(minutes=-chance.uniform(1, 58)) for _ in range(chance.choice((1, 2, 2)))]
    if world.evening:
        coming += [timedelta(minutes=-chance.uniform(60, 240)) for _ in range(2)]
    for age in (*aged, *coming):
        article = world.write(outlet, age, feed, chance.random() < 0.75, **more)
        _list_otherwise(world, outlet, kind, article)
        if kind in LASTING and feed == "/feed":
            article.fate = Fate.UNSEEN
        elif kind == "undated" and age > timedelta():
            article.fate = Fate.OLD if article.fate is Fate.NEWS else article.fate


def _list_otherwise(world: World, outlet: Outlet, kind: str, article: Article) -> None:
    """The same article listed under other addresses, or again, or behind a wall."""
    story, chance = article.story, world.chance
    if kind == "walls" and chance.random() < 0.5:
        story.paragraphs = (" ".join(story.paragraphs[:2]), *story.paragraphs[2:])
        story.wall = chance.choice(("Subscribe to continue reading this story.", "We use cookies. Accept all?"))
    elif kind == "twice":
        story.guid = "the same id for all" if chance.random() < 0.3 else story.guid
        later = story.listed_from + timedelta(minutes=chance.randint(0, 40)) if story.listed_from else None
        form = chance.choice(("{}?utm_source=feed&utm_medium=rss", "{}/amp", "{}?ref=home", "{}#top"))
        shape = {"listed_as": form.format(story.path), "guid": f"again-{article.code}", "feeds": story.feeds}
        again = Story(story.path, story.title, story.paragraphs, story.published, **shape)  # type: ignore[arg-type]
        again.listed_from = later
        outlet.publish(again)
    elif kind in ("plain", "atom", "gbk") and "/feed" not in story.feeds and chance.random() < 0.4:
        story.feeds = ("/feed", *story.feeds)
    elif kind == "redirects":
        others = [each for each in world.web.outlets.values() if each is not outlet and each.name[-5:] != "moves"]
        origin = chance.choice(others)
        outlet.trouble[story.path] = answers(302, Location=world.web.url(origin.host, f"{story.path}?from=elsewhere"))
        copy = origin.publish(Story(story.path, story.title, story.paragraphs, story.published, f"own-{article.code}"))
        copy.feeds = ("/feed",) if chance.random() < 0.5 else ()
        copy.listed_from = article.listed + timedelta(minutes=chance.choice((0, 0, 7, 30)))


def _trouble(world: World, outlet: Outlet, kind: str) -> None:
    """What goes wrong at this outlet, and what passes again."""
    url = world.web.url(outlet.host)

    def over(path: str = "/feed") -> Callable[[], object]:
        return lambda: outlet.trouble.pop(path, None)

    passing = {"busy": answers(429, Retry_After="5400"), "down": answers(500), "drips": drips(3.0)}
    passing |= {"breaks": breaks_off(), "huge": grows(), "cut": answers(200, b"<?xml version='1.0'?><rss><chan")}
    if kind == "busy-date":
        retry = retry_date(timedelta(minutes=100), world.start)
        passing[kind] = answers(503, Retry_After=retry)
    if kind in passing:
        outlet.trouble["/feed"] = passing[kind]
        world.at(25, over())
    elif kind in LASTING:
        words, trouble = LASTING[kind]
        outlet.trouble["/feed"] = trouble(world, outlet.host)
        world.problems[url] = words
    elif kind == "pages-down":
        for story in outlet.stories:
            outlet.trouble[story.path] = answers(503, **({"Retry_After": "1800"} if len(story.title) % 2 else {}))
            world.at(35, over(story.path))
    elif kind in MOVING:
        _move(world, outlet, kind)
    elif kind in ("plain", "json", "atom"):
        before = [each for each in outlet.stories if each.listed_from and each.listed_from < world.start]
        for story in before[::3]:
            world.at(world.chance.randint(20, 59), lambda story=story: _edit(world, outlet, story))


def _move(world: World, outlet: Outlet, kind: str) -> None:
    """A feed that goes elsewhere at its host at once, or a whole outlet that goes to another one after a while."""
    web, url = world.web, world.web.url(outlet.host)
    if kind == "moves-here":
        world.moved[url] = web.url(outlet.host, "/feed/new")
        outlet.trouble["/feed"] = answers(308, Location=world.moved[url])
        for story in outlet.stories:
            story.feeds = (*story.feeds, "/feed/new") if "/feed" in story.feeds else story.feeds
        return
    host = f"new-{outlet.host}"
    world.moved[url] = web.url(host)
    for story in outlet.stories[::2]:
        story.guid = None  # its address says which it is: there it looks new

    def move() -> None:
        web.add(Outlet(host, f"{outlet.name} too", stories=outlet.stories, etag="W/'{}'"))
        outlet.trouble["/feed"] = answers(301, Location=world.moved[url])
        for story in outlet.stories:
            outlet.trouble[story.path] = answers(301, Location=web.url(host, f"{story.path}?from=old"))

    world.at(20, move)


def _edit(world: World, outlet: Outlet, story: Story) -> None:
    """An outlet changes its mind: another title and a sentence more, gone, or gone elsewhere."""
    match world.edits % 3:
        case 0:
            story.title = f"Updated: {story.title}"
            story.paragraphs = (*story.paragraphs, "A spokesman could not be reached in the afternoon.")
        case 1:
            story.status = 404
        case _ if story.guid:
            outlet.trouble[story.path] = answers(301, Location=f"{story.path}-moved")
            story.path += "-moved"
    world.edits += 1
