"""Which engine and which libraries made a number."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

# Raised whenever any default could change a figure; kept with every report.
ENGINE_VERSION = "1.3"

LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "diff-diff")


def library_versions() -> dict[str, str]:
    """Installed version of each library the engine computes with, without importing it."""
    return {name: _version(name) for name in LIBRARIES}


@cache  # reading them takes longer than most analyses
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
