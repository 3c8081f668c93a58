"""When an entry of a feed was published, from what feeds write as a date."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_RFC822 = re.compile(r"\d{1,2}\s+[A-Za-z]{3,9}\s+(?:\d{2}|\d{4})(?!\d)")
_ZONE = re.compile(r"(?:GMT|UTC?|E[SD]T|P[SD]T|M[SD]T|CDT|\dZ|[+-]\d{4})(?:\s*\([^)]*\))?$")
"""Zones that mean one thing: CST is Chicago's and China's, IST India's and Israel's."""


def read_moment(stated: str, parsed: time.struct_time | None) -> datetime | None:
    """When an entry was published, UTC. Without a zone it is only a day, for the hour may be anyone's."""
    stated = re.sub(r"([+-]\d\d):(\d\d)$", r"\1\2", stated.strip()[:100])
    for read in (_iso, _rfc822, lambda _: _struct(stated, parsed)):
        try:
            moment = read(stated)
        except (ValueError, OverflowError, TypeError):
            continue
        if moment is not None and 1990 <= moment.year <= 2100:
            return moment if _ZONE.search(stated) else moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return None


def _iso(stated: str) -> datetime | None:
    day = _DAY.match(stated)
    if day is None:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT)$", "Z", stated))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        year, month, number = map(int, day.groups())
        return datetime(year, month, number, tzinfo=UTC)


def _rfc822(stated: str) -> datetime | None:
    if not _RFC822.search(stated):
        return None
    found = parsedate_tz(stated if ":" in stated else f"{stated} 00:00")
    if found is None:
        return None
    moment = datetime(*found[:6], tzinfo=UTC)
    return moment - timedelta(seconds=found[9] or 0) if _ZONE.search(stated) else moment


def _struct(stated: str, parsed: time.struct_time | None) -> datetime | None:
    """What the feed parser makes of it, for dates of other languages; never of a mere year or month."""
    if parsed is None or len(re.findall(r"\d+", stated)) < 3:
        return None
    return datetime(*parsed[:6], tzinfo=UTC)
