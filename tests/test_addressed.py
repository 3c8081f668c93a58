"""Which part of a long message is meant for the bot."""

from __future__ import annotations

import time

import pytest
from conftest import Desk
from stored import keep_the_story

from bot.addressed import MAX_CHARS, addressed, split_sentences

BOT = "<@UBOT>"
FILLER = "The minutes of the meeting are in the folder. Lunch is at noon on the second floor. "

CASES = [
    # One sentence: all of it.
    (f"{BOT} is BYD building a plant in Hungary?", "is BYD building a plant in Hungary?"),
    (f"{BOT} xiaomi", "xiaomi"),
    (f"{BOT}: digest daily 09:00 Europe/Berlin", "digest daily 09:00 Europe/Berlin"),
    (f"is it true that CATL sues, {BOT}?", "is it true that CATL sues?"),
    (f"hey {BOT}, any rumours about NIO", "hey any rumours about NIO"),
    (f"{BOT}", ""),
    (f"{BOT} track Rimac, 里马克", "track Rimac, 里马克"),
    # The sentence that holds the mention.
    (f"Great lunch today. {BOT} is BYD buying a port? See you at four.", "is BYD buying a port?"),
    (f"Great lunch today.\n{BOT} any rumours about CATL\nSee you at four?", "any rumours about CATL"),
    (f"Did you see the match? {BOT} timeline xiaomi. It was great.", "timeline xiaomi."),
    (f"I doubt it! Is Ford leaving Cologne, {BOT}? Who said so?", "Is Ford leaving Cologne?"),
    (f"{BOT} who owns Polestar now? And are we still on for lunch?", "who owns Polestar now?"),
    (
        f"Numbers look odd. {BOT} did BYD Co. Ltd. sell 500,000 cars in Nov. 2023? Thanks!",
        "did BYD Co. Ltd. sell 500,000 cars in Nov. 2023?",
    ),
    (f"{BOT} xiaomi please. Are we on for lunch?", "xiaomi please."),
    (f"{BOT} digest weekdays 09:00. Can you hear me now?", "digest weekdays 09:00."),
    # The questions after a greeting, or after small talk.
    (f"{BOT} Good work yesterday. Could somebody say: is BYD in Turkey? Bye", "Could somebody say: is BYD in Turkey?"),
    (f"{BOT} 昨天辛苦了。比亚迪要在土耳其建厂吗？", "比亚迪要在土耳其建厂吗？"),
    (f"Good morning {BOT}! Is NIO out of money? Who says so? Thanks.", "Is NIO out of money? Who says so?"),
    (f"Hi {BOT}.\nWe had a long talk.\nDid Hyundai deny the sale?\nRegards", "Did Hyundai deny the sale?"),
    (f"{BOT}\nIs the plant in Turkey confirmed?", "Is the plant in Turkey confirmed?"),
    (
        f"I was talking to {BOT} about Xiaomi. Is it true that BAIC builds the car?",
        "Is it true that BAIC builds the car?",
    ),
    (
        f"{BOT} quick question please. Will Geely list Zeekr in the U.S. this year?",
        "Will Geely list Zeekr in the U.S. this year?",
    ),
    # The last question of all.
    (f"Is VW closing a plant? Nobody here knows. cc {BOT}", "Is VW closing a plant?"),
    (f"Is VW closing a plant? Or is it two plants? Thanks, {BOT}!", "Or is it two plants?"),
    (f"Will Ford leave? I told {BOT} about it yesterday.", "Will Ford leave?"),
    # No question at all: what is said to the bot, else all.
    (f"Long day. {BOT} latest news on Leapmotor please. Bye.", "latest news on Leapmotor please."),
    (f"Xiaomi and BAIC, the talks. Thanks {BOT}.", "Xiaomi and BAIC, the talks. Thanks."),
    # Chinese.
    (f"今天开会辛苦了。{BOT} 小米和北汽在谈合作吗？明天见。", "小米和北汽在谈合作吗？"),
    (f"大家早！{BOT} 请问一下。比亚迪要在土耳其建厂吗？谢谢！", "比亚迪要在土耳其建厂吗？"),
    (f"{BOT}你好。宁德时代要去匈牙利吗。谢谢", "宁德时代要去匈牙利吗。"),
    (f"蔚来缺钱吗？我不知道。{BOT} 帮忙看看", "蔚来缺钱吗？"),
    (f"会议纪要见附件。{BOT}，理想汽车最近有哪些传闻", "理想汽车最近有哪些传闻"),
    (f"{BOT} 小米", "小米"),
    # Links and other people are no ends of sentences and no questions.
    (
        f"{BOT} what of <https://x.example/?a=1&amp;b=2.5|this> about BYD? Bye",
        "what of <https://x.example/?a=1&amp;b=2.5|this> about BYD?",
    ),
    (f"<@U123> please join. {BOT} is Zeekr for sale?", "is Zeekr for sale?"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_question_beside_the_mention_is_found(text: str, expected: str) -> None:
    assert addressed(text, "UBOT", lambda sentence: "xiaomi" in sentence) == expected


@pytest.mark.parametrize(("before", "after"), [(0, 30), (15, 15), (30, 0)])
def test_it_is_found_anywhere_in_a_long_message(before: int, after: int) -> None:
    text = f"{FILLER * before}{BOT} is BYD building a plant in Hungary? {FILLER * after}"
    assert addressed(text, "UBOT") == "is BYD building a plant in Hungary?"
    assert len(text) < MAX_CHARS


def test_what_is_longer_than_that_is_not_read() -> None:
    assert len(addressed(f"{BOT} " + "x" * 10_000, "UBOT")) <= MAX_CHARS
    assert addressed(FILLER * 100 + BOT, "UBOT") == (FILLER * 100)[:MAX_CHARS].strip()


ODD = ("", "?", "...", "\n", BOT, f"{BOT} ?", "。", "a. ", "<@", " ", f" {BOT}", "? ", "吗", "\n ", '?"', "[", "]?")


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_do_no_harm_and_take_no_time(text: str) -> None:
    started = time.process_time()
    for whole in (text, text * MAX_CHARS, f"{text * 1_400}{BOT}{text * 1_400}"):
        assert BOT not in addressed(whole, "UBOT")
    assert time.process_time() - started < 1


def test_sentences_end_where_people_end_them() -> None:
    assert split_sentences("It is No. 2 of BAIC Group Co. Ltd. in 2.5 years. Yes!\nSo?") == [
        "It is No. 2 of BAIC Group Co. Ltd. in 2.5 years.",
        "Yes!",
        "So?",
    ]


def test_a_company_beside_the_mention_is_what_is_meant(desk: Desk) -> None:
    keep_the_story(desk.database)
    (answer,) = desk.mention("@ev xiaomi for me please. Are we still on for lunch?")
    assert "Xiaomi" in desk.sandbox.visible_text(answer)


def test_a_mention_in_a_long_message_is_answered_by_its_question_alone(desk: Desk) -> None:
    keep_the_story(desk.database)
    text = f"{FILLER * 9}BYD comes next week. @ev is Xiaomi building its car with BAIC? {FILLER * 9}"
    (answer,) = desk.mention(text)
    assert "Xiaomi is negotiating with BAIC Group" in desk.sandbox.visible_text(answer)
