"""The engine is pure, and light to import: heavy libraries load only where an estimator needs them."""

import subprocess
import sys

import pytest

CODE = (
    "import sys; import trials.stats; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
)
HEAVY = {"statsmodels", "diff_diff", "matplotlib", "altair"}
IMPURE = {"django", "celery", "redis"}


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Top-level modules loaded by importing the engine in a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_engine_loads_no_framework(loaded):
    assert loaded & IMPURE == set()


def test_importing_the_engine_loads_no_heavy_library(loaded):
    assert loaded & HEAVY == set()


def test_the_probe_sees_what_is_loaded(loaded):
    assert {"numpy", "pandas", "scipy"} <= loaded
