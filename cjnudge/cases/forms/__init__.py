"""The forms of the pages of data, one file a subject."""

from .counts import EVERY_PLACE, CountsForm

__all__ = ["EVERY_PLACE", "CountsForm"]
