"""The register of what the data are made of: snapshots, and how a force's own files become them."""

from .consultations import Consultation
from .keys import KeyVersion
from .mappings import Mapping, MappingVersion
from .rule_sets import RuleSetVersion
from .snapshots import Part, Snapshot
from .typed import TypedCounts
from .uploads import Upload

__all__ = [
    "Consultation",
    "KeyVersion",
    "Mapping",
    "MappingVersion",
    "Part",
    "RuleSetVersion",
    "Snapshot",
    "TypedCounts",
    "Upload",
]
