"""Made-up officers and what they answer: plausible, drawn from a seed, and for made-up surveys alone."""

from surveys.made_up.answers import make_up
from surveys.made_up.officers import officers

__all__ = ["make_up", "officers"]
