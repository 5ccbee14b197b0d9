"""What the start of a worker, of the scheduler and of every command costs."""

import os
import subprocess
import sys

HEAVY = {"altair", "duckdb", "numpy", "pandas", "scipy", "statsmodels", "vl_convert"}


def test_starting_reads_no_numeric_library():
    """They cost seconds, and a chart drawn in the parent would hang its children: a job's work imports them."""
    read = "import django, sys; django.setup(); print(*sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cjnudge.settings"}
    done = subprocess.run(
        [sys.executable, "-c", read], env=environment, capture_output=True, text=True, check=True
    )
    assert HEAVY & set(done.stdout.split()) == set()
