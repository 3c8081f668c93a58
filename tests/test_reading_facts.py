"""What an outlet tells on its own word: acts and states are facts, decisions and plans are only said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from briefings.articles import make
from briefings.claims import Report, SourceClass, Stance, Status
from briefings.companies import Company, Watchlist
from briefings.reading import Reader

CASES = tomllib.loads((Path(__file__).parent / "data" / "reading" / "facts.toml").read_text("utf-8"))["case"]
SMALL = Watchlist(
    (
        Company("volvo", "Volvo", ("沃尔沃",)),
        Company("skoda", "Skoda", ("斯柯达",)),
        Company("tesla", "Tesla", ("特斯拉",)),
        Company("xiaomi", "Xiaomi", ("小米",), common_words=("小米",)),
    )
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(SMALL)


def read(reader: Reader, body: str, title: str = "Notes", outlet: str = "The Daily") -> tuple[Report, ...]:
    row = {"url": "https://news.example/1", "outlet": outlet, "published": "2024-05-03", "title": title}
    return reader.read(make({**row, "body": body}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_flat_sentence_is_a_fact_or_only_said(reader: Reader, case: dict[str, Any]) -> None:
    found = [report for report in read(reader, case["body"]) if case.get("contains", "") in report.quote]
    assert found
    told = found[-1]
    confirmed = told.supports is Status.CONFIRMED
    assert (told.rule if confirmed else "") == case["fact"]


PLAN = "Skoda will open a battery hall in Brno in 2026."


@pytest.mark.parametrize(
    ("outlet", "title"),
    [
        ("Skoda newsroom", "A new hall"),
        ("Skoda Auto Media Centre", "A new hall"),
        ("Skoda", "A new hall"),
        ("斯柯达官方微博", "A new hall"),
        ("PR Newswire", "Skoda to open a battery hall"),
        ("SEC filing (Form 6-K)", "Skoda Inc. - Current Report"),
        ("Regulatory announcement", "Current report"),
        ("HKEXnews", "Re: Skoda, inside information"),
    ],
)
def test_a_company_speaks_on_its_own_page(reader: Reader, outlet: str, title: str) -> None:
    said = read(reader, PLAN, title=title, outlet=outlet)
    assert [(one.supports, one.source.cls, one.source.company) for one in said] == [
        (Status.CONFIRMED, SourceClass.PARTY, "skoda")
    ]


@pytest.mark.parametrize(
    ("outlet", "title"),
    [
        ("The Press Gazette", "A new hall"),
        ("Skoda Daily", "A new hall"),
        ("Skoda fan newsroom", "A new hall"),
        ("Unofficial Skoda press room", "A new hall"),
        ("斯柯达车友会官方微博", "A new hall"),
        ("Great Plains Business Wire", "Skoda to open a battery hall"),
        ("The Filing Cabinet", "Skoda to open a battery hall"),
        ("PR Newswire", "Brno welcomes Skoda"),
        ("Skoda and Volvo newsroom", "A new hall"),
    ],
)
def test_a_page_that_is_not_the_company_s_confirms_nothing(reader: Reader, outlet: str, title: str) -> None:
    assert [one.supports for one in read(reader, PLAN, title=title, outlet=outlet)] == [Status.RUMOURED]


def test_satire_on_a_page_called_after_a_company_confirms_nothing(reader: Reader) -> None:
    found = read(reader, f"{PLAN} Happy April Fools' Day!", outlet="Skoda newsroom")
    assert Status.CONFIRMED not in {one.supports for one in found}


def test_what_a_company_s_page_only_hands_on_is_no_word_of_its_own(reader: Reader) -> None:
    found = read(reader, "Media reports say Skoda will close its hall in Brno.", outlet="Skoda newsroom")
    assert Status.CONFIRMED not in {one.supports for one in found}


def test_a_notice_of_somebody_unknown_is_a_record_and_no_word_of_the_company_it_names(reader: Reader) -> None:
    found = read(reader, "The Company supplies cells to Skoda.", title="Akku Ltd - Notice", outlet="HKEXnews")
    assert {one.source.name for one in found} == {"Akku Ltd (filing)"}


def test_a_denial_on_its_own_page_is_the_company_s(reader: Reader) -> None:
    body = "有媒体报道称沃尔沃将收购斯柯达。经核实，上述报道不属实。"
    found = read(reader, body, title="沃尔沃：澄清公告", outlet="巨潮资讯网")
    assert Status.DENIED in {report.supports for report in found}


def test_what_leads_up_to_a_qualification_is_the_party_s_word(reader: Reader) -> None:
    body = (
        '"Skoda is receiving requests from several partners, but nothing has been decided," a Skoda spokeswoman said.'
    )
    found = read(reader, body)
    assert {(one.stance, one.supports) for one in found} == {
        (Stance.CONFIRMS, Status.CONFIRMED),
        (Stance.QUALIFIES, Status.RUMOURED),
    }


@pytest.mark.parametrize(
    "body",
    [
        "Skoda said it reviews its financing options regularly.",
        "Skoda said it was looking for a partner and that no terms had been agreed with Volvo.",
        "The Energy Department said Volvo will build a plant in Ohio.",
        "The president of a drivers' club said he had been told that Volvo would cut 700 jobs.",
        "一段短视频称，特斯拉里昂工厂已经关闭，视频在社交平台刷屏。",
        "关于与斯柯达的专利诉讼，沃尔沃表示不予置评。",
    ],
)
def test_these_words_confirm_no_such_thing(reader: Reader, body: str) -> None:
    risky = ("finan", "terms", "Ohio", "700", "关闭", "诉讼")
    shown = [one for one in read(reader, body) if one.supports is Status.CONFIRMED and not one.needs_review]
    assert not [one.statement for one in shown if any(word in one.statement for word in risky)]


@pytest.mark.parametrize(
    "body",
    [
        "The Energy Department said it would lend Volvo 2 billion dollars for a plant.",
        "The road authority said Volvo is recalling 4,100 vans over faulty brakes.",
        "The stock exchange said it would delist the shares of Skoda.",
        "The administrators said they had sold the plant of Skoda to a fund.",
    ],
)
def test_an_authority_confirms_its_own_acts(reader: Reader, body: str) -> None:
    assert [one.supports for one in read(reader, body)] == [Status.CONFIRMED]


def test_investors_only_spoken_of_are_no_analysts(reader: Reader) -> None:
    (spoken,) = read(reader, "Skoda confirmed it was in talks with a group of long-term investors about its vans.")
    analysts = read(reader, "Skoda said analysts expect it to sell 4,000 vans in May.")
    assert spoken.supports is Status.CONFIRMED
    assert Status.CONFIRMED not in {one.supports for one in analysts}


def test_millet_is_no_carmaker(reader: Reader) -> None:
    assert not read(reader, "农业部门说，今年小米收购价每斤涨了两角，农户种植小米的劲头很足。", title="小米丰收")
    assert read(reader, "小米汽车5月交付超过8600辆。", title="小米")


def test_a_stranger_s_own_matter_waits_for_a_person(reader: Reader) -> None:
    (said,) = read(reader, "Akkuwerk said it will supply cells to Skoda from May.")
    assert (said.needs_review, said.supports) == (True, Status.RUMOURED)


@pytest.mark.parametrize(
    "body",
    [
        "Akkuwerk said Skoda would buy its cells elsewhere.",
        "A person who works at the plant told the paper that Skoda had closed a line.",
        "Some self-media had again written that Skoda was leaving Volvo.",
    ],
)
def test_whoever_is_no_party_confirms_nothing(reader: Reader, body: str) -> None:
    found = read(reader, f"Skoda said it makes vans in Brno. {body}")[1:]
    assert Status.CONFIRMED not in {one.supports for one in found}


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Skoda's finance chief was frank, telling reporters on Friday that the hall would open in May.", "hall"),
        ("Skoda used its annual meeting to tell investors that it will open a hall in May.", "hall"),
        ('"Volvo is and will remain one of our most important partners," a Skoda spokesman said.', "partners"),
        ("Skoda said it could not meet a key condition of the loan.", "condition"),
        ("斯柯达召开业绩说明会。会上透露，布尔诺工厂将于5月投产。", "投产"),
        ("根据公告，斯柯达将于5月在布尔诺投产新车。", "投产"),
    ],
)
def test_a_party_s_word_in_other_frames(reader: Reader, body: str, word: str) -> None:
    assert Status.CONFIRMED in {one.supports for one in read(reader, body) if word in one.statement}


def test_an_announcer_who_speaks_after_a_rumour_does_not_vouch_for_what_went_before(reader: Reader) -> None:
    body = (
        "Skoda has taken the van market by surprise with its new partner.\n\n"
        "It is rumoured to want a plant of its own. Skoda said on Sunday that it had signed a contract with Volvo."
    )
    first = read(reader, body)[0]
    assert first.supports is Status.RUMOURED


@pytest.mark.parametrize(
    ("outlet", "url", "own"),
    [
        ("Volvo newsroom", "https://www.volvo.com/news/1", True),
        ("Volvo newsroom", "https://media.volvo-group.com/news/1", True),
        ("Volvo newsroom", "https://volvo.cars-today.com/1", False),
        ("Volvo", "https://scoops.net/volvo", False),
        ("PR Newswire", "https://www.prnewswire.com/1", True),
        ("PR Newswire", "https://prnewswire.scoops.net/1", False),
    ],
)
def test_a_page_that_calls_itself_a_companys_is_believed_only_at_its_own_address(
    reader: Reader, outlet: str, url: str, own: bool
) -> None:
    row = {"url": url, "outlet": outlet, "published": "2024-05-03", "title": "Volvo to build a plant in Lyon"}
    found = reader.read(make({**row, "body": "Volvo will build a plant in Lyon next year."}))
    assert {report.supports for report in found} == {Status.CONFIRMED if own else Status.RUMOURED}
