"""How good the data of a snapshot are: worked out once, when it is imported, and kept with it."""

from .judging import Previous, Totals, quality_of

__all__ = ["Previous", "Totals", "quality_of"]
