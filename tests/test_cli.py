"""The `ev` command as a person runs it: what goes in, what comes out, and what is said when it is wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.manifest import load_manifest, manifest_text
from bot.sandbox import Sandbox

ARTICLE = {
    "id": "a1",
    "url": "https://news.example/1",
    "outlet": "Pandaily",
    "published": "2022-08-29",
    "title": "Xiaomi and BAIC talk",
    "body": "Xiaomi is negotiating with BAIC Group to jointly build electric cars, Bloomberg reported on August 26.",
}
DENIAL = ARTICLE | {
    "id": "a2",
    "url": "https://news.example/2",
    "published": "2022-09-02",
    "title": "BAIC Group denies talks",
    "body": "BAIC Group denied on Friday that it is negotiating with Xiaomi to jointly produce electric vehicles.",
}


@dataclass
class Done:
    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def ev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs a command in an empty folder with a store of its own; `stdin` is what is piped in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EV_DATABASE_URL", f"sqlite:///{tmp_path}/var/ev.db")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        status = main(arguments)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_extract_prints_the_reports_of_each_article_and_opens_no_store(ev: Callable[..., Done], tmp_path: Path) -> None:
    done = ev("extract", "-", stdin=lines(ARTICLE))
    (row,) = done.rows
    (report,) = row["reports"]
    assert row["article"] == "a1"
    assert report["quote"] in ARTICLE["body"]
    assert set(report["companies"]) == {"Xiaomi", "BAIC Group"}
    assert (report["status"], report["stance"]) == ("rumoured", "reports")
    assert report["source"]["origin"] == "Bloomberg"
    assert report["spoken_on"] == "2022-08-26"
    assert set(report) == {
        "statement", "quote", "companies", "topic", "stance", "status", "background", "needs_review", "source",
        "spoken_on", "event_date", "quantities", "rule",
    }  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_extract_knows_the_companies_of_a_given_watchlist_alone(ev: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('[[company]]\nname = "Rimac"\n', "utf-8")
    (row,) = ev("extract", "--companies", "mine.toml", "-", stdin=lines(ARTICLE)).rows
    assert row["reports"] == []


def test_what_is_ingested_twice_is_stored_once(ev: Callable[..., Done]) -> None:
    assert ev("ingest", "-", stdin=lines(ARTICLE, DENIAL)).out == "2 new, 0 known, 0 refused\n"
    first = ev("export").out
    assert ev("ingest", "-", stdin=lines(DENIAL, ARTICLE)).out == "0 new, 2 known, 0 refused\n"
    assert ev("export").out == first


def test_an_export_of_a_day_knows_only_what_was_published_by_then(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE, DENIAL))
    before = ev("export", "--as-of", "2022-08-30").rows
    after = ev("export", "--as-of", "2022-09-03").rows
    assert [row["status"] for row in before] == ["rumoured"]
    assert {row["claim"] for row in before} <= {row["claim"] for row in after}
    assert "denied" in {row["status"] for row in after}
    assert ev("export", "--as-of", "2022-08-01").rows == []


def test_an_export_as_a_table_has_no_formulas(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    header, row = ev("export", "--format", "csv").out.splitlines()
    assert header.startswith("claim,statement,companies")
    assert "Xiaomi; BAIC Group" in row


def test_a_plain_text_is_read_with_what_is_said_of_it(ev: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{ARTICLE['title']}\n\n{ARTICLE['body']}\n", "utf-8")
    done = ev("ingest", "a.txt", "--outlet", "Pandaily", "--published", "2022-08-29", "--url", "https://news.example/1")
    assert done.out == "1 new, 0 known, 0 refused\n"
    assert "give --outlet and --published" in ev("ingest", "a.txt").err


def test_the_samples_tell_xiaomis_story(ev: Callable[..., Done]) -> None:
    assert " 0 refused" in ev("ingest", "--samples").out
    statuses = {row["status"] for row in ev("export").rows if "Xiaomi" in row["companies"]}
    assert {"confirmed", "denied"} <= statuses


def test_a_question_is_answered_with_a_citation_that_stands_in_the_article(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    asked = {"id": "q1", "question": "Is Xiaomi building cars with BAIC?", "as_of": "2022-08-30"}
    (row,) = ev("ask", "--batch", "-", "--json", stdin=lines(asked)).rows
    assert (row["question"], row["status"], row["abstained"]) == ("q1", "rumoured", False)
    assert all(each["quote"] in ARTICLE["body"] and each["url"] == ARTICLE["url"] for each in row["citations"])
    assert row["citations"]
    assert "Rumour" in ev("ask", "Is Xiaomi building cars with BAIC?", "--as-of", "2022-08-30").out


def test_a_follow_up_in_a_batch_keeps_the_subject(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    first = {"id": "q1", "question": "Is Xiaomi building cars with BAIC?", "as_of": "2022-08-30"}
    then = {"id": "q2", "question": "who reported that?", "as_of": "2022-08-30", "follows": "q1"}
    one, two = ev("ask", "--batch", "-", "--json", stdin=lines(first, then)).rows
    assert one["claims"] == two["claims"]


def test_companies_are_listed_added_and_imported(ev: Callable[..., Done], tmp_path: Path) -> None:
    assert "Xiaomi" in ev("companies", "list").out
    assert ev("companies", "add", "Rimac", "里马克").status == 0
    assert "already means" in ev("companies", "add", "Nevera", "里马克").err
    (tmp_path / "mine.toml").write_text('[[company]]\nname = "Rimac Technology"\naliases = ["里马克"]\n', "utf-8")
    ev("companies", "import", "mine.toml")
    names = [json.loads(line)["name"] for line in ev("companies", "list", "--json").out.splitlines()]
    assert "Rimac Technology" in names
    assert "Rimac" not in names


def test_a_digest_can_be_previewed(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE | {"published": datetime.now(UTC).date().isoformat()}))
    assert "Xiaomi" in ev("digest", "preview", "--channel", "C1").out
    assert ev("digest", "list").status == 0


def test_the_manifest_is_printed_as_it_is(ev: Callable[..., Done]) -> None:
    assert ev("manifest").out == manifest_text()


def test_the_store_is_copied_and_put_back(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    before = ev("export").out
    assert ev("db", "backup", "copy.db").status == 0
    ev("ingest", "-", stdin=lines(DENIAL))
    assert ev("db", "restore", "copy.db", "--force").status == 0
    assert ev("export").out == before


WRONG = {
    "bad JSON": (("ingest", "-"), "{\n", "line 1: not JSON"),
    "a missing date": (("ingest", "-"), lines(ARTICLE | {"published": None}), "line 1: no publication date"),
    "a body of 2 MB": (("ingest", "-"), lines(ARTICLE | {"body": "x" * 2_000_000}), "line 1: too long"),
    "no such file": (("ingest", "nothing.jsonl"), "", "cannot read 'nothing.jsonl': No such file"),
    "an unknown kind of file": (("ingest", "letter.docx"), "", "cannot tell what 'letter.docx' is"),
    "no source": (("ingest",), "", "nothing to read"),
    "a day that is none": (("export", "--as-of", "2022-02-30"), "", "is not a day"),
    "a question and a batch": (("ask", "x", "--batch", "-"), "", "ask one question"),
    "a wrong batch": (("ask", "--batch", "-"), "{\n", "line 1: not JSON"),
    "a watchlist that is none": (("companies", "import", "/dev/null"), "", "holds no company"),
    "a copy that is none": (("db", "restore", "nothing.db"), "", "there is no file 'nothing.db'"),
    "no token": (("run",), "", "SLACK_BOT_TOKEN is not set"),
    "a time that is none": (("chat", "--now", "noon"), "", "'noon' is not a time"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_clear_line_and_exit_2(ev: Callable[..., Done], case: str) -> None:
    arguments, stdin, complaint = WRONG[case]
    done = ev(*arguments, stdin=stdin)
    assert done.status == 2
    assert complaint in done.err
    assert done.err.startswith("ev: ")
    assert done.err.count("\n") == 1


def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(ev: Callable[..., Done]) -> None:
    done = ev("ingest", "-", stdin=lines(ARTICLE) + "{\n" + lines(DENIAL))
    assert (done.status, done.out) == (0, "2 new, 0 known, 1 refused\n")
    assert "line 2: not JSON" in done.err


def test_an_unknown_setting_is_named(ev: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("EV_DATABASE_URI=sqlite:///x.db\n", "utf-8")
    done = ev("export")
    assert (done.status, done.err) == (2, "ev: unknown setting EV_DATABASE_URI: did you mean EV_DATABASE_URL?\n")


def test_a_store_that_cannot_be_written_is_named(ev: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EV_DATABASE_URL", "sqlite:////proc/nowhere/ev.db")
    done = ev("export")
    assert done.status == 2
    assert "cannot make the folder '/proc/nowhere'" in done.err


@pytest.mark.parametrize(
    ("bot", "app", "complaint"),
    [
        ("xoxb-4711", "xapp-sandbox-app", "SLACK_BOT_TOKEN: Slack refused the token (invalid_auth)"),
        ("xoxb-sandbox-bot", "xapp-4711", "SLACK_APP_TOKEN: Slack refused the token (invalid_auth)"),
    ],
)
def test_a_wrong_token_is_named_and_never_shown(
    ev: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, bot: str, app: str, complaint: str
) -> None:
    with Sandbox(load_manifest().document) as sandbox:
        monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", bot)
        monkeypatch.setenv("SLACK_APP_TOKEN", app)
        doctor, run = ev("doctor"), ev("run")
    assert run.status == 2
    assert complaint in run.err
    assert "4711" not in run.err + doctor.out + doctor.err
    assert doctor.status == 1
    assert "invalid_auth" in doctor.out


def test_a_slack_that_cannot_be_reached_is_one_line(ev: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    done = ev("run")
    assert done.status == 2
    assert "Slack cannot be reached" in done.err


def test_the_doctor_finds_a_sound_set_up_sound(ev: Callable[..., Done], monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox(load_manifest().document) as sandbox:
        monkeypatch.setenv("SLACK_API_URL", sandbox.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", sandbox.app_token)
        done = ev("doctor")
    assert done.status == 0, done.out
    assert "WRONG" not in done.out


def test_ev_run_serves_slack_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with Sandbox(load_manifest().document) as sandbox:
        environment = {
            "PATH": "/usr/bin:/bin",
            "EV_DATABASE_URL": f"sqlite:///{tmp_path}/ev.db",
            "SLACK_API_URL": sandbox.api_url,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
        }
        process = subprocess.Popen([sys.executable, "-m", "bot.cli", "run"], env=environment, cwd=tmp_path, stderr=-1)
        try:
            until = time.monotonic() + 20
            delivery = sandbox.command("alex", "#ev-news", "/ev help").wait(10)
            while not delivery.acked and time.monotonic() < until:  # not connected yet
                time.sleep(0.05)
                delivery = sandbox.command("alex", "#ev-news", "/ev help").wait(10)
            sandbox.wait_until(lambda: "/ev digest" in sandbox.visible_text(sandbox.ephemerals("alex")[-1]), 10)
            assert delivery.acked
        finally:
            process.terminate()
            _, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors
    assert b"Traceback" not in errors


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    script = """
import sys
from bot.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print("loaded:", {"sqlalchemy", "slack_bolt", "slack_sdk", "pydantic", "trafilatura", "httpx"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ingest" in done.stdout
    assert "loaded: set()" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "complaint"),
    [
        (("ask", "\udcff"), "", "not valid text"),
        (("ask", "--batch", "-"), '\n\n{"question": "\\ud800"}\n', "line 3"),
        (("ingest", "-"), lines(ARTICLE | {"id": "\ud800"}), "half a character"),
        (("ingest", "-"), lines(ARTICLE | {"published": "9999-12-31"}), "not plausible"),
        (("ingest", "-"), lines(ARTICLE | {"published": "2199-01-01"}), "published in the future"),
        (("digest", "preview", "--channel", "C1", "--at", "0001-01-10"), "", "not a plausible time"),
    ],
)
def test_strange_input_is_one_clear_line_too(
    ev: Callable[..., Done], arguments: tuple[str, ...], stdin: str, complaint: str
) -> None:
    done = ev(*arguments, stdin=stdin)
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert complaint in done.err


@pytest.mark.parametrize("url", ["foo", "sqlite:///:memory:", "mysql://x/y"])
def test_an_address_that_is_no_store_is_one_line_for_every_command(
    ev: Callable[..., Done], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("EV_DATABASE_URL", url)
    for arguments in (("export",), ("db", "backup", "x.db"), ("db", "upgrade")):
        done = ev(*arguments)
        assert (done.status, done.err.count("\n")) == (2, 1)
        assert "EV_DATABASE_URL" in done.err


def test_another_article_under_a_known_id_is_refused_and_a_changed_one_is_said_to_be(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    assert "belongs to another article" in ev("ingest", "-", stdin=lines(DENIAL | {"id": "a1"})).err
    assert "has changed so much" in ev("ingest", "-", stdin=lines(ARTICLE | {"body": "Roses bloom late."})).err


def test_an_article_that_comes_again_with_a_correction_adds_to_the_claims_it_told(ev: Callable[..., Done]) -> None:
    ev("ingest", "-", stdin=lines(ARTICLE))
    corrected = ARTICLE | {"body": "Correction: an earlier version of this article wrongly named BAIC Group."}
    assert ev("ingest", "-", stdin=lines(corrected)).out.startswith("1 new")
    assert ev("ingest", "-", stdin=lines(corrected)).out.startswith("0 new, 1 known")
    claims = [json.loads(line) for line in ev("export").out.splitlines()]
    assert "retracted" in {claim["status"] for claim in claims}
    assert corrected["body"] in {report["quote"] for claim in claims for report in claim["reports"]}
