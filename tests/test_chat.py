"""`ev chat`: the whole way in the terminal, as a stranger's first minute."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

LINES = """/ev xiaomi
/ev 小米
/ev xiomi
@ev is Xiaomi building its car with BAIC?
> @ev who said so?
edit nothing
dm help
edit what is new on CATL?
/ev digest daily 09:00 Asia/Shanghai
:now 2024-08-01T01:00:00Z
:now 2020-01-01
click nothing
submit reason=wrong
click ev_not_useful
submit reason=bogus
submit reason=wrong note=it is another plant
home
hello
/ev nonsense-co
"""


def chat(lines: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat", *arguments],
        input=lines,
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin"},
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What came of each line."""
    folder = tmp_path_factory.mktemp("chat")
    done = chat(LINES, folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(folder.iterdir()) == [], "a conversation leaves nothing behind"
    parts = re.split(r"^you: (.*)\n", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_line_is_answered(said: dict[str, str]) -> None:
    assert list(said) == LINES.splitlines()
    assert all(answer.strip() for answer in said.values())


def test_the_card_has_rumours_confirmations_and_denials_with_links(said: dict[str, str]) -> None:
    card = said["/ev xiaomi"]
    for words in ("Rumours, not confirmed", "Confirmed", "Denied by", "https://", "origin"):
        assert words in card
    assert card.split("[Share to channel]")[0] == said["/ev 小米"].split("[Share to channel]")[0]


def test_a_mistyped_name_is_met_with_a_suggestion(said: dict[str, str]) -> None:
    assert "Did you mean: Xiaomi" in said["/ev xiomi"]


def test_the_answer_says_rumour_where_it_is_one_and_quotes_its_sources(said: dict[str, str]) -> None:
    answer = said["@ev is Xiaomi building its car with BAIC?"]
    assert "Rumour, not confirmed" in answer
    assert re.search(r"<https://[^>]+> \([\w.]+\): “.{20,}”", answer)


def test_the_digest_arrives_when_the_clock_says_so(said: dict[str, str]) -> None:
    assert "Digest set" in said["/ev digest daily 09:00 Asia/Shanghai"]
    digest = said[":now 2024-08-01T01:00:00Z"]
    assert "1 August 2024" in digest
    assert "30 days" in digest


def test_what_cannot_be_done_is_said(said: dict[str, str]) -> None:
    assert "Nothing stored about “nonsense-co”" in said["/ev nonsense-co"]
    assert "does not go back" in said[":now 2020-01-01"]
    assert "has the button 'nothing'" in said["click nothing"]
    assert "Lines you can write" in said["hello"]


def test_a_form_is_shown_filled_in_and_sent(said: dict[str, str]) -> None:
    assert "No form is open" in said["submit reason=wrong"]
    assert "Wrong claim = wrong" in said["click ev_not_useful"]
    assert "offers no 'bogus'" in said["submit reason=bogus"]
    assert "Thank you" in said["submit reason=wrong note=it is another plant"]


def test_a_direct_message_is_edited_and_its_answer_with_it(said: dict[str, str]) -> None:
    assert "There is no direct message yet" in said["edit nothing"]
    assert "(edited)" in said["edit what is new on CATL?"]


def test_a_store_of_ones_own_is_used_and_kept(tmp_path: Path) -> None:
    done = chat("/ev track Rimac\n", tmp_path, "--db", "sqlite:///mine.db")
    assert "Rimac" in done.stdout
    again = chat("/ev rimac\n", tmp_path, "--db", "sqlite:///mine.db", "--now", "2025-01-01T00:00Z")
    assert again.returncode == 0
    assert "Rimac" in again.stdout


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "chat"],
        input=b"/ev \xff\xfe\n@ev \x00 <!channel>?\n",
        capture_output=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
