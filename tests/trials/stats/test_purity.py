"""The engine is pure, and light to import: heavy libraries load only where an estimator needs them."""

import subprocess
import sys

import pytest

EVERYTHING = "import trials.stats; [getattr(trials.stats, name) for name in trials.stats.__all__]"
PLANNING = "from trials.stats import Plan; import trials.stats.canonical, trials.stats.strategy, trials.stats.version"
SHOW = "; import sys; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
NUMERIC = {"numpy", "pandas", "scipy"}
HEAVY = {"statsmodels", "diff_diff", "matplotlib", "altair"}
IMPURE = {"django", "celery", "redis"}


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Top-level modules loaded by importing all of the engine in a fresh interpreter."""
    return loaded_by(EVERYTHING)


def loaded_by(code):
    done = subprocess.run([sys.executable, "-c", code + SHOW], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_engine_loads_no_framework(loaded):
    assert loaded & IMPURE == set()


def test_importing_the_engine_loads_no_heavy_library(loaded):
    assert loaded & HEAVY == set()


def test_the_probe_sees_what_is_loaded(loaded):
    assert loaded >= NUMERIC


def test_what_pages_import_waits_for_no_numeric_library():
    assert loaded_by(PLANNING) & NUMERIC == set()
