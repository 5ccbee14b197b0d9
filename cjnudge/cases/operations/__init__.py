"""What may be done to snapshots."""

from .importing import import_files
from .reference import load_reference
from .sweeping import sweep_orphans

__all__ = ["import_files", "load_reference", "sweep_orphans"]
