"""What can be wrong with the store. Each message is one line for the person who runs it."""

from briefings.errors import BriefingsError


class StoreError(BriefingsError):
    """The store cannot be opened, written or brought up to date."""
