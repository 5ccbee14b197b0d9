"""A made-up extract of cases for practice and tests: realistic in its margins, marked synthetic everywhere."""

from .extract import SyntheticRefused, write_extract
from .faults import FAULTS
from .layout import HEADER, NAME, mapping_body

__all__ = ["FAULTS", "HEADER", "NAME", "SyntheticRefused", "mapping_body", "write_extract"]
