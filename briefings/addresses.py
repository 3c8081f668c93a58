"""The plain form of a web address: the same for every address under which one article goes round."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|wap)\.(?=[^.]+\.)")
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|at_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|igshid|yclid|twclid|wt_mc|cmpid|icid|ncid|ref|refer|referrer|ref_src|"
    r"source|src|spm|scm|from|feature|share\w*|rss|feed|output|outputtype|amp|isappinstalled|_ga|guccounter|guce_\w+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:/(?:index|default)\.(?:html?|php|aspx?)|/amp|\.amp)?/*$", re.IGNORECASE)


def plain_form(url: str) -> str:
    """A key to compare addresses by: without scheme, `www.` and tracking; what is no address stays as it is."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    host = _PREFIX.sub("", host.rstrip("."))
    place = f"{host}:{port}" if port and port != _PORTS.get(parts.scheme, port) else host
    return f"{place}{_path(parts)}{_query(parts)}{_fragment(parts)}"


def _path(parts: SplitResult) -> str:
    """With every character that need not be written as a number written as itself."""
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    shortened = _TAIL.sub("", re.sub(r"/{2,}", "/", path))
    while shortened != path:
        path, shortened = shortened, _TAIL.sub("", shortened)
    return path


def _query(parts: SplitResult) -> str:
    """Without what only says where the reader came from."""
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape", max_num_fields=200)
    except ValueError:
        return f"?{parts.query}"
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return f"?{urlencode(kept, errors='surrogateescape')}" if kept else ""


def _fragment(parts: SplitResult) -> str:
    """Only one that stands for a page of its own."""
    return f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
