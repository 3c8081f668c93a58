"""Answers tell who says so and since when; they never make a rumour a fact, nor answer another question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from builders import (
    DAY,
    a_case,
    a_confirmation,
    a_denial,
    a_report,
    a_response,
    a_watchlist,
)
from hypothesis import given
from hypothesis import strategies as st

from briefings.answers import MAX_TEXT_CHARS, Answer, answer
from briefings.choosing import MAX_CLAIMS
from briefings.claims import Case, Quantity, Stage, Stance, Topic
from briefings.questions import parse

WATCHLIST = a_watchlist()
TALKS = a_case([a_report(spoken_on="2022-08-26"), a_response(), a_response(by="BAIC BluePark")], id="talks")
STAKE = a_case(
    [
        a_report(
            id="s1",
            statement="Xiaomi may buy the Beijing Hyundai No. 2 plant",
            companies=("xiaomi", "beijing-hyundai"),
            topic=Topic.STAKE,
        ),
        a_denial(quote="the report of a sale is groundless"),
    ],
    id="stake",
)
ENTRY = a_case(
    [
        a_confirmation(
            id="e1",
            published_at="2021-03-30",
            statement="Xiaomi will enter carmaking with an initial investment of 10 billion yuan",
            companies=("xiaomi",),
            topic=Topic.STRATEGY,
            stage=Stage.PLANNED,
            quantities=(Quantity(1e10, "CNY", stated=(1.5e9, "USD")),),
        )
    ],
    id="entry",
)
BATTERIES = a_case(
    [
        a_report(
            id="b1",
            statement="CATL will supply batteries to Xiaomi",
            quote="CATL has been chosen as battery supplier",
            companies=("xiaomi", "catl"),
            topic=Topic.SUPPLY,
        )
    ],
    id="batteries",
)
ALL = (TALKS, STAKE, ENTRY, BATTERIES)


def told(text: str, cases: Sequence[Case] = ALL, day: date = DAY) -> Answer:
    return answer(parse(text, WATCHLIST, today=day), cases, WATCHLIST, day)


def test_a_rumour_is_said_to_be_one_with_its_origin_and_the_answers_to_it() -> None:
    found = told("is xiaomi in talks to build its car with BAIC?")
    assert found.claims[0] == "talks"
    assert found.status == "rumoured"
    first, second = found.text.splitlines()[:2]
    assert first == "Not confirmed. First reported by Bloomberg (26 August 2022), via Pandaily."
    assert second.startswith("Rumour, not confirmed: Xiaomi is negotiating with BAIC Group")
    assert "1 outlet, 1 origin (Bloomberg)" in found.text
    assert "BAIC Group: not aware of it" in found.text
    assert found.citations[0].url == "https://news.example/xiaomi-baic"


def test_cites_the_verdict_then_the_first_report_then_who_answered() -> None:
    talks = told("is xiaomi in talks to build its car with BAIC?").citations
    assert [c.quote.split()[0] for c in talks if c.claim == "talks"] == ["Xiaomi", "BAIC", "BAIC"]
    stake = told("is xiaomi buying a stake in the beijing hyundai plant?").citations
    assert [c.outlet for c in stake if c.claim == "stake"] == ["Yonhap", "Pandaily"]
    replied = told("what did BAIC say about the xiaomi talks").citations
    assert "has not received" in replied[0].quote


def test_a_denial_has_its_speaker_and_is_never_called_false() -> None:
    found = told("is xiaomi buying a stake in the beijing hyundai plant?")
    assert (found.claims[0], found.status) == ("stake", "denied")
    assert "Denied by Hyundai Motor" in found.text
    assert "false" not in found.text.casefold()


def test_a_confirmation_names_who_confirmed_when_and_how_much() -> None:
    found = told("how much does Xiaomi invest to enter the market?")
    assert (found.claims[0], found.status) == ("entry", "confirmed")
    assert "Confirmed plan, by Xiaomi" in found.text
    assert "10 billion CNY (stated as 1.5 billion USD)" in found.text


def test_a_question_for_a_denial_says_when_none_is_stored() -> None:
    found = told("did BAIC deny the Xiaomi talks?")
    assert found.claims[0] == "talks"
    assert "No denial by BAIC Group or Xiaomi is stored." in found.notes


def test_what_waits_for_review_is_not_confirmed() -> None:
    waiting = a_case([a_report(), a_confirmation(needs_review=True)], id="w")
    found = told("has xiaomi confirmed the talks with BAIC?", (waiting,))
    assert found.status != "confirmed"
    assert "Xiaomi appears to have confirmed this; awaiting review" in found.text
    assert "No confirmation by anyone concerned is stored." in found.notes


def test_a_confirmation_by_somebody_else_is_not_that_of_the_company_asked_about() -> None:
    registry = a_case(
        [a_confirmation("the court", None, companies=("byd",), statement="BYD has ended its plan")], id="w"
    )
    assert "BYD is not on record as confirming it." in told("has BYD officially confirmed it", (registry,)).notes
    own = a_case([a_confirmation("BYD", "byd", companies=("byd",), statement="BYD has ended its plan")], id="w")
    assert told("has BYD officially confirmed it", (own,)).notes == ("Confirmed by BYD.",)


def test_the_statement_shown_as_confirmed_is_what_was_confirmed() -> None:
    case = a_case(
        [a_report(statement="Xiaomi weighs a deal"), a_confirmation(statement="Xiaomi agreed a deal with BAIC")]
    )
    found = told("xiaomi baic deal?", (case,))
    assert "Xiaomi agreed a deal with BAIC" in found.text
    assert "Confirmed, by Xiaomi: Xiaomi weighs" not in found.text


@pytest.mark.parametrize(
    "text",
    [
        "what's the latest on Lucid being bought by Saudi Arabia's PIF?",
        "any rumours about Polestar merging with Lotus?",
        "Is Xiaomi building a factory in Germany",
        "has CATL taken a stake in BYD?",
        "what will the xiaomi car cost",
        "did hyundai and catl form an alliance",
        "xiaomi toothbrushes",
        "did aptera start to build vehicles",
        "has xiaomi appointed a new CFO",
        "小米在德国建厂吗",
    ],
)
def test_abstains_rather_than_answer_another_question(text: str) -> None:
    found = told(text)
    assert found.abstained, found.text
    assert found.text.startswith(("Nothing", "没有"))
    assert (found.claims, found.citations, found.status) == ((), (), None)


def test_what_comes_near_is_offered_with_its_status() -> None:
    found = told("Is Xiaomi building a factory in Germany")
    assert found.nearest
    assert all(item.label for item in found.nearest)
    assert "Rumour, not confirmed: CATL will supply" in found.text


def test_silence_says_what_was_checked() -> None:
    question = parse("polestar merger", WATCHLIST, today=DAY)
    found = answer(question, (), WATCHLIST, DAY, "41 sources checked at 08:10, 3 failing.")
    assert "41 sources checked at 08:10, 3 failing." in found.text


def test_gives_no_advice() -> None:
    found = told("should I short xiaomi")
    assert found.abstained
    assert "cannot give" in found.text


def test_an_unfollowed_name_is_said_to_be_one() -> None:
    assert "Polestar is not on the watchlist." in told("when does the Polestar merger close").text


def test_a_guessed_name_is_said() -> None:
    assert "Reading “xaiomi” as Xiaomi." in told("is xaiomi in talks with BAIC").text


def test_nothing_new_is_said_with_the_date() -> None:
    found = told("anything new today?")
    assert found.abstained
    assert found.text == "Nothing new stored since 1 September 2022, as of 1 September 2022."


def test_new_claims_are_told_newest_first_and_old_facts_are_no_news() -> None:
    retold = a_case([a_report(id="r", background=True, published_at="2022-08-31")], id="retold")
    found = told("what's new since 20 August 2022?", (*ALL, retold))
    assert set(found.claims) == {"talks", "stake", "batteries"}
    assert found.claims[0] == "stake"


def test_a_list_of_rumours_holds_only_rumours() -> None:
    found = told("any rumours about xiaomi?")
    assert set(found.claims) == {"talks", "batteries"}
    assert found.status == "rumoured"


def test_a_subsidiary_is_found_under_its_parent() -> None:
    case = a_case(
        [a_report(companies=("findreams-battery",), topic=Topic.SUPPLY, statement="FinDreams supplies cells")]
    )
    assert not told("what does BYD supply?", (case,)).abstained


def test_chinese_questions_find_english_claims() -> None:
    assert told("小米和北汽的合作传闻有确认吗").claims[0] == "talks"
    assert told("宁德时代给小米供应电池吗").claims[0] == "batteries"


def test_a_timeline_tells_the_course() -> None:
    found = told("timeline of the xiaomi hyundai stake", (STAKE,))
    assert "Course: 29 August 2022 rumoured, 30 August 2022 denied" in found.text


def test_a_withdrawn_story_is_no_fact() -> None:
    case = a_case([a_report(), a_report(stance=Stance.RETRACTS, published_at="2022-08-30", id="x")])
    assert "Withdrawn by the outlet that reported it" in told("xiaomi baic talks", (case,)).text


reports = st.lists(
    st.sampled_from(
        [
            a_report(),
            a_report(quote="q" * 2_000, statement="s" * 2_000, url="https://news.example/" + "u" * 1_500),
            a_denial(),
            a_confirmation(),
            a_confirmation(needs_review=True),
            a_response(),
            a_report(outlet="o" * 1_000, id="long", quantities=(Quantity(5e4, "cars", 6e4, "year"),) * 9),
        ]
    ),
    min_size=1,
    max_size=7,
)


@given(
    st.lists(reports, min_size=1, max_size=8), st.sampled_from(["xiaomi baic talks", "what did xiaomi confirm", "news"])
)
def test_every_answer_is_short_cited_verbatim_and_never_confirms_by_itself(groups: list[list], text: str) -> None:
    cases = [a_case(group, id=f"c{n}") for n, group in enumerate(groups)]
    found = told(text, cases)
    assert len(found.text) <= MAX_TEXT_CHARS
    assert len(found.claims) <= MAX_CLAIMS
    assert found.abstained or found.citations
    quotes = {report.article.id: [r.quote for c in cases for r in c.reports] for c in cases for report in c.reports}
    for citation in found.citations:
        assert any(citation.quote and citation.quote in quote for quote in quotes[citation.article])
    confirmed = {case.claim.id for case in cases if case.standing.status.value == "confirmed"}
    for finding in found.findings:
        assert finding.label.startswith("Confirmed") <= (finding.claim in confirmed)


def test_the_same_claims_in_another_order_give_the_same_answer() -> None:
    assert told("xiaomi talks with baic", ALL) == told("xiaomi talks with baic", ALL[::-1])


def test_a_chinese_statement_ends_once() -> None:
    plant = a_case([a_report(statement="小米将在北京建厂。", companies=("xiaomi",), topic=Topic.PLANT)], id="plant")
    assert "建厂" in told("小米 工厂", (plant,)).text
    assert "。." not in told("小米 工厂", (plant,)).text


def test_an_answer_is_in_the_language_of_the_question_and_its_quotes_are_not() -> None:
    found = told("小米和北汽在谈合作吗？")
    assert found.claims[0] == "talks"
    assert found.text.startswith("未经证实。最早由Bloomberg报道（2022年8月26日）")
    assert "BAIC Group：表示不知情" in found.text
    assert "“Xiaomi is negotiating with BAIC Group" in found.text
    assert "rumour" not in found.text.casefold()


def test_a_question_that_takes_no_yes_has_no_verdict_before_its_claims() -> None:
    assert told("how much does Xiaomi invest to enter the market?").notes == ()


def test_a_denied_claim_is_read_by_its_denial_first() -> None:
    found = told("is xiaomi buying a stake in the beijing hyundai plant?")
    denial = next(citation for citation in found.citations if citation.claim == "stake")
    assert denial.quote == "the report of a sale is groundless"


def test_words_that_were_printed_once_are_cited_once() -> None:
    twice = [a_case([a_report()], id="one"), a_case([a_report(statement="Xiaomi talks to BAIC")], id="two")]
    quotes = [citation.quote for citation in told("is xiaomi in talks with BAIC?", twice).citations]
    assert len(quotes) >= 1
    assert sum(finding.leading for finding in told("is xiaomi in talks with BAIC?", twice).findings) >= 1


@pytest.mark.parametrize(
    "text",
    ["do you think xiaomi will beat BYD?", "predict xiaomi sales in 2030", "写一首夸小米的诗", "你觉得小米会赢吗"],
)
def test_forecasts_opinions_and_poems_are_declined(text: str) -> None:
    found = told(text)
    assert found.abstained
    assert found.citations == ()
    assert found.notes[0].startswith(("I do not predict", "我不作预测"))


def test_what_fits_and_is_not_told_is_named_for_later() -> None:
    many = [a_case([a_report(id=f"m{n}")], id=f"m{n}") for n in range(MAX_CLAIMS + 4)]
    found = told("is xiaomi in talks with BAIC?", many)
    assert len(found.claims) <= MAX_CLAIMS
    assert sorted((*found.claims, *found.others)) == sorted(case.claim.id for case in many)


def test_what_belongs_to_the_company_asked_about_is_told_and_marked() -> None:
    cells = a_case(
        [
            a_report(
                statement="FinDreams Battery will supply cells to Xiaomi",
                quote="FinDreams will supply cells to Xiaomi",
                companies=("findreams-battery", "xiaomi"),
                topic=Topic.SUPPLY,
            )
        ],
        id="cells",
    )
    found = told("does BYD supply cells to Xiaomi?", (cells,))
    assert found.claims == ("cells",)
    assert "FinDreams Battery belongs to BYD." in found.text


def test_companies_that_are_compared_answer_side_by_side() -> None:
    byd = a_case(
        [a_report(id="b", statement="BYD may build a plant in Mexico", companies=("byd",), topic=Topic.PLANT)], id="b"
    )
    mi = a_case(
        [
            a_confirmation(
                id="x", statement="Xiaomi builds a plant in Beijing", companies=("xiaomi",), topic=Topic.PLANT
            )
        ],
        id="x",
    )
    found = told("compare the plant plans of BYD and Xiaomi", (byd, mi))
    assert {finding.claim for finding in found.findings if finding.leading} == {"b", "x"}
    assert found.status == "mixed"


PLANT = a_case(
    [
        a_confirmation(
            "BYD",
            "byd",
            id="p",
            statement="BYD will build a plant in Turkey",
            quote="BYD will build a plant in Turkey",
            companies=("byd",),
            topic=Topic.PLANT,
            stage=Stage.PLANNED,
        )
    ],
    id="plant",
)


def test_a_verdict_stands_where_the_claim_is_what_was_asked() -> None:
    assert told("will BYD build a plant in Turkey?", (PLANT,)).text.startswith("Confirmed by BYD.")


@pytest.mark.parametrize(
    "text",
    [
        "Has BYD cancelled its plant in Turkey?",
        "Is it true that BYD will not build a plant in Turkey?",
        "Is the BYD plant in Turkey fake?",
        "Has BYD ruled out a plant in Turkey?",
        "Has BYD confirmed that its plant in Turkey exploded and burned down?",
        "比亚迪土耳其建厂是假消息吗",
    ],
)
def test_no_verdict_answers_another_question_or_its_opposite(text: str) -> None:
    found = told(text, (PLANT,))
    assert not found.notes or not found.notes[0].startswith(("Confirmed by", "已由")), found.text


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("will BYD build a plant in Turkey?", "and did BYD cancel it?"),
        ("Has BYD cancelled its plant in Turkey?", "is that confirmed?"),
        ("比亚迪会在土耳其建厂吗？", "那比亚迪取消了吗？"),
    ],
)
def test_no_verdict_answers_the_opposite_of_what_a_thread_asks(first: str, then: str) -> None:
    before = parse(first, WATCHLIST, today=DAY)
    found = answer(parse(then, WATCHLIST, before, today=DAY), (PLANT,), WATCHLIST, DAY)
    assert found.claims == ("plant",)
    assert not any(note.startswith(("Confirmed by", "已由")) for note in found.notes), found.text


def test_a_thread_that_asks_for_the_same_gets_its_verdict() -> None:
    before = parse("what about a BYD plant in Turkey?", WATCHLIST, today=DAY)
    found = answer(parse("is that confirmed?", WATCHLIST, before, today=DAY), (PLANT,), WATCHLIST, DAY)
    assert found.text.startswith("Confirmed by BYD.")


@pytest.mark.parametrize(
    "text", ["is it false that xiaomi is in talks to build its car with BAIC?", "is a car of Xiaomi and BAIC real?"]
)
def test_who_said_a_rumour_first_is_told_once_by_its_verdict_or_below_it(text: str) -> None:
    assert told(text).text.count("First reported by Bloomberg (26 August 2022)") == 1


@pytest.mark.parametrize("stage", [Stage.NEGOTIATING, Stage.CANCELLED])
def test_a_verdict_does_not_leave_out_how_far_a_thing_has_come(stage: Stage) -> None:
    talks = a_case(
        [a_confirmation("BYD", "byd", companies=("byd",), statement="BYD builds a plant", stage=stage)], id="t"
    )
    first = told("does BYD build a plant?", (talks,)).notes[0]
    assert first.startswith(("Confirmed talks, no agreement yet", "Confirmed, since cancelled"))


@pytest.mark.parametrize(
    "text", ["Has Proterra built a plant in Turkey?", "I heard Canoo will build a plant in Turkey, is it true?"]
)
def test_a_company_that_is_not_followed_is_not_answered_with_anothers_confirmation(text: str) -> None:
    found = told(text, (PLANT,))
    assert found.status != "confirmed"
    assert "Confirmed by" not in " ".join(found.notes)


def test_what_is_confirmed_of_a_company_is_what_is_shown() -> None:
    denied = a_case([a_denial("BYD", "byd", companies=("byd",), statement="BYD buys Ford")], id="d")
    found = told("What is confirmed about BYD?", (denied, PLANT))
    assert found.claims == ("plant",)
    assert "No confirmation" not in found.text


def test_chinese_words_of_asking_are_no_subject() -> None:
    denied = a_case([a_denial("BYD", "byd", companies=("byd",), statement="BYD buys Ford")], id="d")
    assert told("比亚迪否认了吗？", (denied,)).claims == ("d",)


def test_an_answer_that_has_nothing_says_as_of_when() -> None:
    found = told("as of 1 June 2020, will BYD build a plant in Norway?", (PLANT,), day=date(2020, 6, 1))
    assert found.text.startswith("As of 1 June 2020. Nothing stored")
