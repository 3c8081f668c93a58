"""Text from outside made harmless: the one `esc()`/`link()` pair for mrkdwn, and plain text for rich_text."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

MAX_URL_CHARS = 3_000
"""Slack's limit for the url of a button; longer ones are not linked (docs.slack.dev, Block Kit elements)."""
_UNSAFE_IN_URL = re.compile(r"[|<>\"`\\^{}\s\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def plain(text: str) -> str:
    """Text on one line without control, bidirectional, zero-width or other unseen characters."""
    if text.isprintable():  # most texts, and the check is a tenth of the work
        return " ".join(text.split())
    shown = "".join(" " if c.isspace() else "" if unicodedata.category(c) in _HIDDEN else c for c in text)
    return " ".join(shown.split())


def esc(text: str) -> str:
    """Text for an mrkdwn field or the `text` fallback: one line in which Slack finds no control sequence."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe_url(url: str) -> str | None:
    """A web address fit for a link, percent-encoded where it has to be; None for anything but plain http(s)."""
    encoded = _UNSAFE_IN_URL.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "replace")), url.strip())
    if len(encoded) > MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit(encoded)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return encoded if encoded.encode("utf-8", "replace").decode() == encoded else None


def host_of(url: str) -> str | None:
    """The host that a link leads to, shown beside its label so that no label can pose as another site."""
    safe = safe_url(url)
    return urlsplit(safe).hostname if safe else None


def link(url: str, label: str) -> str:
    """A link for an mrkdwn field or the `text` fallback; the escaped label alone where the address is unfit."""
    safe = safe_url(url)
    shown = esc(label).replace("|", "¦")
    if safe is None:
        return shown
    return f"<{safe.replace('&', '&amp;')}|{shown or 'link'}>"
