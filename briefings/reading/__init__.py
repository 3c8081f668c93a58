"""Article → reports."""

from briefings.reading.reader import Reader

__all__ = ["Reader"]
