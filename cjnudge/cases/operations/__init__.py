"""What may be done to snapshots."""

from .importing import import_files
from .practice import clear_practice, fill_practice, request_filling
from .reference import load_reference
from .sweeping import sweep_orphans

__all__ = [
    "clear_practice",
    "fill_practice",
    "import_files",
    "load_reference",
    "request_filling",
    "sweep_orphans",
]
