"""Article → reports: paragraphs, sentences, whose words, which assertions, what each does to its claim."""

from __future__ import annotations

from datetime import datetime

from briefings.articles import Article
from briefings.claims import ArticleRef, Report
from briefings.companies import Watchlist
from briefings.reading import clean, names, publishing, short_names
from briefings.reading.discourse import Discourse
from briefings.reading.lexicon import load
from briefings.reading.names import Gazetteer
from briefings.reading.page import Page
from briefings.reading.quantities import QuantityReader
from briefings.reading.sentences import sentences


class Reader:
    """Reads articles about the companies of a watchlist; built once, safe to share between threads."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist
        self._lexicon = load()
        self._gazetteer = Gazetteer(watchlist, self._lexicon)
        self._amounts = QuantityReader.of(self._lexicon)

    def read(self, article: Article, recorded_at: datetime | None = None) -> tuple[Report, ...]:
        """The reports of an article, in its order; `recorded_at` is when we came to know it (else when published)."""
        page = self._page(article)
        published = article.published_at
        ref = ArticleRef(article.id, article.url, article.outlet, published, recorded_at or published, article.title)
        whose = publishing.publisher(page, self._gazetteer.find(names.plain(article.outlet), doubting=False))
        discourse = Discourse(page, ref, whose)
        for number, paragraph in enumerate(clean.story(page.text, len(article.title) + 1, self._lexicon)):
            discourse.read(number, list(sentences(page.text, paragraph)))
        return discourse.reports()

    def names(self, text: str) -> bool:
        """Whether a text names a company of the watchlist, or a person known to speak for one."""
        return any(mention.company for mention in self._gazetteer.find(names.plain(text)))

    def _page(self, article: Article) -> Page:
        text = names.plain(article.text)
        found = self._gazetteer.find(text)
        found = self._gazetteer.find(text, [*names.learned_people(text, found), *short_names.learned(text, found)])
        return Page.of(article, text, found, self._lexicon, self._watchlist, self._amounts)
