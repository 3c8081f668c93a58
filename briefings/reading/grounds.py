"""Whose page a text stands on: a company's own filing or press release speaks for the company throughout."""

from __future__ import annotations

from briefings.claims import SourceClass
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.voices import Voice


def ground(page: Page) -> Voice | None:
    """The company whose own words an article prints; None where an outlet tells."""
    hit = page.lexicon.find("own_page", page.article.outlet)
    if hit is None:
        return None
    named = page.named(0, len(page.text), Kind.COMPANY)
    slug = next((mention.company for mention in named if mention.company), None)
    if slug is None:
        return None
    kind = "filing" if hit.id.endswith(".filing") else "press release"
    return Voice(SourceClass.PARTY, f"{page.watchlist.name_of(slug)} ({kind})", None, (slug,))
