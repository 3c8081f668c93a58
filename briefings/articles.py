"""Articles: what was published, by whom, when; read in from lines of JSON and plain text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from briefings.errors import ArticleError

MAX_TEXT_CHARS = 1_000_000
"""Title and body; the longest real article we have seen has 60,000."""
MAX_FIELD_CHARS = 2_000
MAX_AUTHOR_CHARS = 200
FIRST_YEAR, LAST_YEAR = 1900, 2200
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Article:
    """One stored text. `published_at` is UTC; midnight means that only the day is known. `url` may be empty."""

    id: str
    url: str
    outlet: str
    published_at: datetime
    title: str
    body: str
    lang: str
    date_doubtful: bool = False
    """Where it came from states no date of publication, or two that do not agree, or one that cannot be."""
    author: str | None = None

    @property
    def text(self) -> str:
        """Title and body as one text; quotes are spans of it."""
        return f"{self.title}\n{self.body}"

    @property
    def published(self) -> str:
        """The day, or the ISO time where it is known."""
        return show_time(self.published_at)


def show_time(moment: datetime) -> str:
    """A time as written in files: the day alone where it is midnight UTC."""
    moment = moment.astimezone(UTC)
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat().replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """A day or ISO time as aware UTC; a time without zone is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text.strip())
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def parse_line(line: str) -> Article:
    """An article from one line of JSON (DESIGN §5); raises ArticleError with what is missing."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"not JSON: {str(error)[:120]}") from error
    if not isinstance(row, dict):
        raise ArticleError("not an article: a JSON object is expected")
    return make(row)


def make(row: dict[str, Any]) -> Article:
    """An article from its fields; raises ArticleError."""
    title, body, outlet, url = (_text(row, key) for key in ("title", "body", "outlet", "url"))
    if not title and not body:
        raise ArticleError("no text: title and body are both empty")
    if len(title) + len(body) > MAX_TEXT_CHARS:
        raise ArticleError(f"too long: {len(title) + len(body):,} characters, at most {MAX_TEXT_CHARS:,}")
    if not outlet:
        raise ArticleError("no outlet: say who published it")
    if url and urlsplit(_parsable(url)).scheme not in ("http", "https"):
        raise ArticleError(f"the url {url[:80]!r} is no web address (http or https)")
    if any(len(value) > MAX_FIELD_CHARS for value in (title, outlet, url)):
        raise ArticleError(f"title, outlet and url hold at most {MAX_FIELD_CHARS:,} characters each")
    published = _text(row, "published")
    if not published:
        raise ArticleError("no publication date: give published as YYYY-MM-DD or an ISO time")
    try:
        published_at = parse_time(published)
    except (ValueError, OverflowError) as error:
        raise ArticleError(f"the publication date {published[:40]!r} is not YYYY-MM-DD or an ISO time") from error
    if not FIRST_YEAR <= published_at.year <= LAST_YEAR:
        raise ArticleError(f"the publication date {published[:40]!r} is not plausible")
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    lang = _text(row, "lang") or language_of(f"{title}\n{body}")
    given = str(row["id"]) if isinstance(row.get("id"), int) else _text(row, "id")
    identity = given or article_id(url or outlet, title)
    title, author = (re.sub(r"\s*\n\s*", " ", text) for text in (title, _text(row, "author")[:MAX_AUTHOR_CHARS]))
    return Article(identity[:200], url, outlet, published_at, title, body, lang[:8], author=author or None)


def article_id(url: str, title: str) -> str:
    """An id for an article that came without one."""
    return "a" + hashlib.sha256(f"{url}\n{title}".encode("utf-8", "surrogatepass")).hexdigest()[:15]


def language_of(text: str) -> str:
    """`zh` where at least a tenth of the characters are Chinese, else `en`."""
    sample = text[:4000]
    return "zh" if len(_CJK.findall(sample)) * 10 >= max(1, len(sample)) else "en"


def _parsable(url: str) -> str:
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key) if row.get(key) is not None else ""
    if not isinstance(value, str):
        raise ArticleError(f"{key} is a text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ArticleError(f"{key} holds half a character (a lone surrogate)") from error
    return value.replace("\0", "").strip()


def sample_articles() -> list[Article]:
    """The articles that come with the bot, oldest first."""
    lines = files("briefings").joinpath("data/samples.jsonl").read_text("utf-8").splitlines()
    return sorted((parse_line(line) for line in lines if line.strip()), key=lambda each: (each.published_at, each.id))
