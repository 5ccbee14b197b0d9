"""A page that shows an instrument waits for no numeric library, and nothing here starts a framework."""

import subprocess
import sys

from tests.architecture.source import ROOT

SHOWING = "from surveys.scales import load_instrument, estimate; estimate(load_instrument('oocr_com_b'))"
EVERYTHING = "import surveys.scales as s; [getattr(s, name) for name in s.__all__]"
SHOW = "; import sys; print(' '.join(sorted({name.split('.')[0] for name in sys.modules})))"


def loaded_by(code):
    done = subprocess.run(
        [sys.executable, "-c", code + SHOW], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_showing_an_instrument_loads_no_numeric_library():
    assert loaded_by(SHOWING) & {"numpy", "pandas", "scipy", "statsmodels", "django"} == set()


def test_computing_loads_numbers_but_no_framework_and_nothing_heavy():
    loaded = loaded_by(EVERYTHING)
    assert loaded >= {"numpy", "pandas", "scipy"}
    assert loaded & {"django", "celery", "redis", "statsmodels", "altair"} == set()
