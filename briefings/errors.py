"""What can be wrong with what people give us.

    BriefingsError
    ├── ArticleError      an article that cannot be read in
    ├── WatchlistError    a watchlist file or entry
    ├── DateError         a date that is not EDTF as we use it
    ├── ScheduleError     a digest's days, time or zone
    ├── FetchError        an address that may not or cannot be read
    ├── FeedError         a feed that cannot be read
    └── ExhaustedError    a text that would take too long, or too much memory, to read

Each message is one line for a person: what, where, how to mend it.
"""


class BriefingsError(Exception):
    """Base of every error whose message is written for the person who caused it."""


class ArticleError(BriefingsError):
    """An article that cannot be read in."""


class WatchlistError(BriefingsError):
    """A watchlist file or entry that cannot be used."""


class DateError(BriefingsError):
    """A date that is not EDTF as we use it."""


class ScheduleError(BriefingsError):
    """A digest's days, time or zone that cannot be understood."""


class FetchError(BriefingsError):
    """An address that may not or cannot be read."""


class FeedError(BriefingsError):
    """A feed that cannot be read."""


class ExhaustedError(BriefingsError):
    """A text that would take too long, or too much memory, to read."""
