"""Fetching from real servers on this machine, let in by the explicit exemption and by nothing else."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from loopback import Answer, a_site, redirects, says, writes

from briefings.errors import FetchError
from briefings.fetching import Fetched, StatusError, fetch

MEGABYTE = 1024 * 1024


def test_an_answer_comes_with_what_the_next_request_needs() -> None:
    stamp = "Mon, 29 Aug 2022 08:00:00 GMT"
    headers = {"Content_Type": "Application/RSS+XML; charset=UTF-8", "ETag": 'W/"a1"', "Last_Modified": stamp}
    with a_site({"/feed": says(b"<rss/>", Cache_Control="max-age=900", **headers)}) as site:
        answer = site.fetch("/feed?key=1")
        assert answer == Fetched(
            f"http://{site.place}/feed?key=1", 200, "application/rss+xml; charset=utf-8", b"<rss/>",
            'W/"a1"', stamp, timedelta(minutes=15),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Cache_Control": "public, Max-Age=600"}, 10),
        ({"Cache_Control": "max-age=600", "Age": "540"}, 1),
        ({"Cache_Control": "no-cache, max-age=600"}, 0),
        ({"Cache_Control": "max-age=99999999999999"}, 24 * 60),
        ({"Cache_Control": "max-age=-5"}, 0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Expires": "0"}, 0),
        ({}, 0),
    ],
)
def test_how_long_an_answer_stays_good_is_what_the_host_says_within_reason(
    headers: dict[str, str], minutes: int
) -> None:
    with a_site({"/": says(**headers)}) as site:
        assert site.fetch().fresh_for == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [("text/html; charset=GB2312", "gb2312"), ('text/html;charset="utf-8"', "utf-8"), ("text/html", None)],
)
def test_the_encoding_is_taken_from_the_content_type(content_type: str, charset: str | None) -> None:
    with a_site({"/": says(Content_Type=content_type)}) as site:
        assert site.fetch().charset == charset


def test_a_request_says_who_asks_and_repeats_the_stamps_byte_for_byte() -> None:
    with a_site({"/feed": says(b"", 304)}) as site:
        answer = site.fetch("/feed", contact="https://example.com/bot", etag='W/"a1"', last_modified="Mon, 1")
        headers = site.requests[0][1]
    assert (answer.status, answer.body) == (304, b"")
    assert headers.pop("User-Agent").startswith("EVBriefings/")
    assert headers.pop("Accept").startswith("application/atom+xml")
    assert headers == {
        "Host": site.place,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "If-None-Match": 'W/"a1"',
        "If-Modified-Since": "Mon, 1",
    }


def test_the_contact_is_part_of_the_user_agent() -> None:
    with a_site({"/": says()}) as site:
        site.fetch(contact="mailto:desk@example.com")
        assert site.requests[0][1]["User-Agent"].endswith(" (+mailto:desk@example.com)")


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "söme"])
def test_a_contact_cannot_add_header_lines(contact: str) -> None:
    with pytest.raises(FetchError, match="plain ASCII"):
        fetch("http://example.com/", contact=contact)


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_site({"/": says()}) as site, a_site({}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.place}")
        assert site.fetch().status == 200
        assert proxy.requests == []


def test_cookies_are_not_carried_from_one_hop_to_the_next() -> None:
    with a_site({"/": says(b"", 302, Location="/b", Set_Cookie="a=1"), "/b": says()}) as site:
        site.fetch()
        assert all("Cookie" not in headers for _, headers in site.requests)


# --- redirects


def test_redirects_are_followed_to_the_end() -> None:
    chinese = writes("HTTP/1.1 302 Found\r\nLocation: /新闻\r\nContent-Length: 0\r\n\r\n".encode())
    answers = {"/a": redirects("b?x=1#part"), "/b": chinese, "/%E6%96%B0%E9%97%BB": says(b"x")}
    with a_site(answers) as site:
        answer = site.fetch("/a")
    assert (answer.body, answer.moved) == (b"x", False)
    assert answer.url == f"http://{site.place}/%E6%96%B0%E9%97%BB"


@pytest.mark.parametrize(("statuses", "moved"), [((301, 308), True), ((301, 302), False), ((307, 301), False)])
def test_an_address_has_moved_when_every_hop_says_so(statuses: tuple[int, int], moved: bool) -> None:
    first, second = statuses
    with a_site({"/a": redirects("/b", first), "/b": redirects("/c", second), "/c": says()}) as site:
        assert site.fetch("/a").moved is moved


def test_five_redirects_are_followed_and_no_more() -> None:
    hops: dict[str, Answer] = {f"/{n}": redirects(f"/{n + 1}") for n in range(9)}
    with a_site({**hops, "/9": says()}) as site:
        assert site.fetch("/4").status == 200
        with pytest.raises(FetchError, match="more than 5 times"):
            site.fetch("/3")


# --- answers


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (404, {}, None),
        (410, {}, None),
        (429, {"Retry_After": "120"}, 120),
        (503, {"Retry_After": "soon"}, None),
        (503, {"Retry_After": "9" * 50}, 999_999_999),
        (301, {}, None),
    ],
)
def test_an_error_status_is_told_with_the_wait_the_host_asks_for(
    status: int, headers: dict[str, str], wait: int | None
) -> None:
    with a_site({"/feed": says(b"no", status, **headers)}) as site:
        with pytest.raises(StatusError, match=rf"^127\.0\.0\.1 answered {status}") as refusal:
            site.fetch("/feed?token=secret")
        assert (refusal.value.status, refusal.value.retry_after) == (status, wait)
        assert "secret" not in str(refusal.value)


def test_a_wait_until_a_time_is_measured_by_the_hosts_own_clock() -> None:
    times = b"Date: Mon, 29 Aug 2022 08:00:00 GMT\r\nRetry-After: Mon, 29 Aug 2022 08:01:30 GMT\r\n"
    head = b"HTTP/1.1 503 No\r\n" + times
    with a_site({"/": writes(head + b"Content-Length: 0\r\n\r\n")}) as site:
        with pytest.raises(StatusError) as refusal:
            site.fetch()
        assert refusal.value.retry_after == 90


def test_gzip_is_unpacked() -> None:
    with a_site({"/": says(gzip.compress(b"<rss/>" * 1000, mtime=0), Content_Encoding="gzip")}) as site:
        assert site.fetch().body == b"<rss/>" * 1000


def test_a_body_may_be_as_large_as_the_limit_and_no_larger() -> None:
    packed = says(gzip.compress(b"x" * 1001, mtime=0), Content_Encoding="gzip")
    with a_site({"/1000": says(b"x" * 1000), "/1001": says(b"x" * 1001), "/packed": packed}) as site:
        assert len(site.fetch("/1000", max_bytes=1000).body) == 1000
        for path in ("/1001", "/packed"):
            with pytest.raises(FetchError, match="too large"):
                site.fetch(path, max_bytes=1000)


def test_a_body_without_a_length_is_cut_off_at_the_limit() -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    with (
        a_site({"/": writes(head, *[b"x" * 65536] * 200)}) as site,
        pytest.raises(FetchError, match="too large"),
    ):
        site.fetch(max_bytes=MEGABYTE)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "broke off"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: minus\r\n\r\nshort", "not HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot packed", "broken gzip"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 99, mtime=0)[:-9], "broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 101 Up\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", "not HTTP|answered 101"),
    ],
)
def test_an_answer_that_is_broken_is_refused(answer: bytes, why: str) -> None:
    with a_site({"/": writes(answer)}) as site, pytest.raises(FetchError, match=why):
        site.fetch()


def test_a_stamp_that_is_not_fit_to_be_sent_back_is_dropped() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \xe5\xb0\x8f\r\nLast-Modified: " + b"x" * 600 + b"\r\n\r\n"
    with a_site({"/": writes(head)}) as site:
        answer = site.fetch()
    assert (answer.etag, answer.last_modified) == (None, None)
