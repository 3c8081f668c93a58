"""What people type, with typos, in two languages, becomes a question; a name becomes a company or choices."""

from __future__ import annotations

from datetime import date

import pytest
from builders import a_company, a_watchlist
from hypothesis import given
from hypothesis import strategies as st

from briefings.claims import Status, Topic
from briefings.periods import shift
from briefings.questions import Intent, Question, lookup, parse

TODAY = date(2024, 7, 31)
WATCHLIST = a_watchlist(
    a_company("Li Auto", aliases=("理想汽车",), tickers=("LI",)),
    a_company("Rivian", tickers=("RIVN",)),
    a_company("Seres", aliases=("赛力斯",)),
    a_company("Nikola Motor"),
    a_company("Zeekr", tickers=("ZK.N",)),
    a_company("Great Wall Motor"),
    a_company("Leapmotor"),
    a_company("Leapmotor International", parents=("leapmotor",)),
)


def asked(text: str, previous: Question | None = None) -> Question:
    return parse(text, WATCHLIST, previous, today=TODAY)


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("is xiaomi building its car with BAIC or not??", ("xiaomi", "baic-group")),
        ("小米和北汽2022年那个合作传闻后来有确认吗？", ("xiaomi", "baic-group")),
        ("did 比亚迪 confirm it supplies 小米?", ("byd", "xiaomi")),
        ("who supplies Xiaomi’s batteries", ("xiaomi",)),
        ("xiaomi's plant and BYDs sales", ("xiaomi", "byd")),
        ("what did hyundai say about beijing hyundai no 2", ("hyundai-motor", "beijing-hyundai")),
        ("any news on 1810.HK and RIVN", ("xiaomi", "rivian")),
        ("what does xaiomi plan", ("xiaomi",)),
        ("rivain layoffs", ("rivian",)),
        ("the baic-xiaomi deal", ("baic-group", "xiaomi")),
        ("li said it is a series of starts", ()),
        ("LI deliveries", ("li-auto",)),
        ("is nikola shutting its plant", ("nikola-motor",)),
        ("first and last price for the ZK ads", ("zeekr",)),
        ("zk is what in chinese", ()),
        ("was it a great quarter", ()),
        ("ford plant in Mexico?", ("ford",)),
        ("can BYD ford the river", ("byd",)),
        ("<@U0BOT> what about catl", ("catl",)),
        ("赛力斯的销量", ("seres",)),
    ],
)
def test_finds_companies_as_people_write_them(text: str, companies: tuple[str, ...]) -> None:
    assert asked(text).companies == companies


def test_everyday_words_are_no_mistyped_companies() -> None:
    assert asked("a new series of starts").companies == ()
    assert asked("is the rival late").companies == ()


def test_says_which_name_it_guessed() -> None:
    assert asked("has xaiomi confirmed it").guessed == (("xaiomi", "xiaomi"),)
    assert asked("has xiaomi confirmed it").guessed == ()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("does Xiaomi have a production licence", Topic.LICENCE),
        ("小米的资质", Topic.LICENCE),
        ("who supplies xiaomi", Topic.SUPPLY),
        ("has toyota taken a stake in BYD?", Topic.STAKE),
        ("did fisker go bankrupt", Topic.FUNDING),
        ("how much did the SU7 cost", Topic.PRICE),
        ("小米要裁员吗", Topic.PERSONNEL),
        ("byd mexico plant update?", Topic.PLANT),
    ],
)
def test_knows_topics_in_both_languages(text: str, topic: Topic) -> None:
    assert topic in asked(text).topics


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("is xiaomi building its car with BAIC", Intent.STATUS),
        ("any rumours about xiaomi?", Intent.LIST),
        ("小米有哪些传闻", Intent.LIST),
        ("when will the SU7 come out", Intent.WHEN),
        ("who reported the xiaomi talks first, who said it", Intent.WHO_SAID),
        ("how much is byd investing in szeged", Intent.HOW_MUCH),
        ("did BAIC deny the Xiaomi talks?", Intent.RESPONSE),
        ("北汽怎么回应", Intent.RESPONSE),
        ("timeline of xiaomi and baic", Intent.TIMELINE),
        ("anything new today?", Intent.WHATS_NEW),
        ("help", Intent.HELP),
        ("what kind of help did the state give to BYD for its plant", Intent.STATUS),
    ],
)
def test_knows_what_kind_of_answer_is_wanted(text: str, intent: Intent) -> None:
    assert asked(text).intent is intent


def test_knows_the_statuses_asked_about() -> None:
    assert asked("did BAIC deny it").statuses == {Status.DENIED}
    assert asked("是真的确认了吗").statuses == {Status.CONFIRMED}
    assert asked("any rumours about BYD").statuses == {Status.RUMOURED}


@pytest.mark.parametrize(
    ("text", "since", "until", "as_of"),
    [
        ("As of 1 Sept 2022, what do we know about Xiaomi", None, None, date(2022, 9, 1)),
        ("as of Jan 20 2021, had Hyundai confirmed", None, None, date(2021, 1, 20)),
        ("as of 2023-10-25 was the deal official", None, None, date(2023, 10, 25)),
        ("in sept 2023, who was xiaomi's supplier", None, None, date(2023, 9, 30)),
        ("on 1 feb 2024 what was expected", None, None, date(2024, 2, 1)),
        ("截至2022年9月1日小米有资质吗", None, None, date(2022, 9, 1)),
        ("who made the su7 according to the filing in nov 23?", date(2023, 11, 1), date(2023, 11, 30), None),
        ("小米2021年3月说造车是假新闻", date(2021, 3, 1), date(2021, 3, 31), None),
        ("what changed since 1 July 2024", date(2024, 7, 1), TODAY, None),
        ("apple car in 2028?", date(2028, 1, 1), date(2028, 12, 31), None),
        ("news of the last 7 days", date(2024, 7, 24), TODAY, None),
        ("anything new today?", TODAY, TODAY, None),
        ("what did xiaomi say on 12 December", date(2023, 12, 12), date(2023, 12, 12), None),
        ("is xiaomi building its car", None, None, None),
        ("as of 31 Feb 2023 was it official", None, None, date(2023, 2, 28)),
    ],
)
def test_reads_the_time_asked_about(text: str, since: date | None, until: date | None, as_of: date | None) -> None:
    question = asked(text)
    assert (question.since, question.until, question.as_of) == (since, until, as_of)


def test_a_follow_up_keeps_what_it_does_not_name() -> None:
    first = asked("As of 1 Sept 2022, what do we know about Xiaomi's production licence?")
    then = asked("and a year later?", first)
    assert (then.companies, then.topics) == (("xiaomi",), first.topics)
    assert then.follows
    other = asked("and BYD?", first)
    assert other.companies == ("byd",)
    assert other.topics == ()


def test_names_that_are_not_followed_are_told_apart() -> None:
    question = asked("any rumours about Polestar merging with Lotus?")
    assert question.companies == ()
    assert question.unknown == ("Polestar", "Lotus")


def test_places_and_models_have_to_be_met() -> None:
    assert ("germany", "german", "德国") in asked("Is Xiaomi building a factory in Germany").required
    assert ("su7",) in asked("How much did the SU7 cost at launch?").models
    assert asked("is xiaomi building a plant").required == ()


def test_advice_is_recognised() -> None:
    assert asked("thoughts on whether I should short RIVN").advice
    assert asked("should we buy BYD?").advice
    assert not asked("did BYD buy shares").advice


@pytest.mark.parametrize(
    ("typed", "company"),
    [
        ("xiaomi", "xiaomi"),
        ("XIAOMI?", "xiaomi"),
        ("小米", "xiaomi"),
        ("1810.hk", "xiaomi"),
        ("baic", "baic-group"),
        ("BAIC bluepark", "baic-bluepark"),
        ("leapmotor", "leapmotor"),
        ("findreams", "findreams-battery"),
        ("Xiaomi's", "xiaomi"),
        ("北汽", "baic-group"),
    ],
)
def test_a_name_is_looked_up_in_any_case_and_script(typed: str, company: str) -> None:
    found = lookup(typed, WATCHLIST)
    assert found.company is not None
    assert found.company.slug == company


def test_a_shared_beginning_offers_choices() -> None:
    watchlist = a_watchlist(a_company("GAC Aion"), a_company("GAC Trumpchi"))
    assert [c.slug for c in lookup("gac", watchlist).choices] == ["gac-aion", "gac-trumpchi"]


def test_a_mistyped_name_offers_the_nearest() -> None:
    found = lookup("xiomi", WATCHLIST)
    assert found.company is None
    assert found.nearest[0].slug == "xiaomi"
    assert len(lookup("hundai motr", WATCHLIST).nearest) <= 3


@pytest.mark.parametrize("typed", ["nonsense-co", "", "   ", "?", "x" * 5_000, "<!channel>"])
def test_what_is_near_nothing_is_nothing(typed: str) -> None:
    found = lookup(typed, WATCHLIST)
    assert (found.company, found.choices, found.nearest) == (None, (), ())


@given(st.text(max_size=200))
def test_any_text_is_a_question(text: str) -> None:
    question = asked(text, asked("xiaomi licence"))
    assert len(question.terms) <= 30
    assert lookup(text, WATCHLIST)


@given(st.dates())
def test_a_question_can_be_asked_on_any_day(today: date) -> None:
    assert parse("news of the last 12 months about xiaomi since yesterday", WATCHLIST, today=today).companies


def test_a_follow_up_keeps_what_its_thread_was_about_beside_what_it_names_itself() -> None:
    first = asked("did Xiaomi talk to BAIC about a plant?")
    then = asked("and what did Hyundai say?", first)
    assert then.companies == ("hyundai-motor",)
    assert then.around == ("xiaomi", "baic-group")
    assert "plant" in then.context


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("is Xiaomi building its car with BAIC?", True),
        ("so did BAIC deny it", True),
        ("小米和北汽在谈吗", True),
        ("xiaomi baic: true or not", True),
        ("who supplies Xiaomi", False),
        ("what is Xiaomi's plan", False),
        ("小米何时建厂", False),
    ],
)
def test_a_question_for_a_yes_or_a_no_is_known_as_one(text: str, wants: bool) -> None:
    assert asked(text).polar is wants


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("and a year later?", 365),
        ("two weeks after that?", 14),
        ("一年后呢", 365),
        ("两个月后", 60),
        ("later on", 0),
        ("", 0),
    ],
)
def test_a_follow_up_can_move_on_in_time(text: str, days: int) -> None:
    assert shift(text) == days


def test_a_later_day_asks_for_what_came_between() -> None:
    first = asked("as of 1 Sept 2022, does Xiaomi have a licence?")
    then = asked("and a year later?", first)
    assert (then.since, then.as_of) == (date(2022, 9, 1), date(2023, 9, 1))
    assert asked("and what did BAIC say?", asked("does Xiaomi have a licence?")).since is None


@pytest.mark.parametrize(
    "text", ["what did Lei Jun say about batteries?", "lei jun on BYD", "雷军怎么说", "did 雷總 / 雷军 deny it"]
)
def test_a_person_stands_for_the_company(text: str) -> None:
    assert "xiaomi" in asked(text).companies
    assert asked(text).unknown == ()


def test_a_word_that_is_also_a_name_is_no_person() -> None:
    assert asked("barra de direccion").companies == ()


@pytest.mark.parametrize("text", ["when is the SU7 due", "is the yu7 delayed", "SU7何时交付"])
def test_a_model_stands_for_its_maker_and_has_to_be_met(text: str) -> None:
    question = asked(text)
    assert question.companies == ("xiaomi",)
    assert question.models in ((("su7",),), (("yu7",),))
    assert question.required == ()


def test_a_date_that_opens_a_statement_is_no_day_to_answer_as_of() -> None:
    told = asked("On 20 May 2022 Bloomberg wrote that BYD builds a plant in Mexico, is it true?")
    assert told.as_of is None
    assert told.since == date(2022, 5, 20)
    assert asked("on 1 feb 2024 what was expected of BYD").as_of == date(2024, 2, 1)


def test_somebody_else_asked_about_in_a_thread_is_asked_about_its_subject() -> None:
    first = asked("is Xiaomi building a car with BAIC?")
    assert asked("did BYD confirm it?", first).of_the_thread
    assert not asked("did BYD build a plant?", first).of_the_thread
    assert not asked("did BYD confirm it?").of_the_thread
