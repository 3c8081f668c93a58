"""The plain form of a web address: the same for every address under which one article goes round."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|wap)\.(?=[^.]+\.)")
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|ptr_name|bbc_team|format)|mc_[ce]id|fbclid|gclid|dclid|msclkid|"
    r"igshid|yclid|twclid|wt[._]mc|cmpid?|icid|ncid|ito|ref|referrer|ref_(?:src|url)|spm|scm|from|isappinstalled|"
    r"share(?:_(?:token|id|source|medium|from|btime|count))?|shared|rss|outputtype|amp|_ga|guccounter|guce_\w+|ftag|smid",
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


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or one host lies below the other."""
    a, b = (re.split(r"[/:?#]", plain_form(url), maxsplit=1)[0] for url in (one, other))
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def _path(parts: SplitResult) -> str:
    """With every character that need not be written as a number written as itself."""
    pieces = (unquote(piece, errors="surrogateescape") for piece in parts.path.split("/"))
    path = "/".join(quote(piece, safe=":@!$&'()*+,;=~-._", errors="surrogateescape") for piece in pieces)
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
    """Only one that stands for a page of its own, as sites of a single page have them."""
    return f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
