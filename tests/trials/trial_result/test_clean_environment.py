"""What a bundle asks for is enough: with that alone, on a Python that has nothing, its own instructions work."""

import os
import shlex
import subprocess
import sys

import pytest

from tests.trials.trial_result.test_bundles import unpacked
from trials import bundles
from trials.queries.allocations import published_allocation
from trials.trial_requirements import pinned, with_what_they_need

NETWORK = ("HOME", "PATH", "PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy")


@pytest.fixture
def full(run, tmp_path):
    return unpacked(bundles.full_bundle(run, published_allocation(run.trial)), tmp_path)


def commands(readme):
    """The lines that the README gives to type, with our Python for the one on the reader's machine."""
    lines = [line.strip() for line in readme.splitlines() if line.startswith("    ")]
    return [shlex.split(line.replace("python -m", f"{sys.executable} -m", 1)) for line in lines]


@pytest.mark.on_demand
def test_the_readme_s_own_lines_give_the_report_again_byte_by_byte(full, run):
    """It installs from the package registry that pip is set up for."""
    environment = {name: os.environ[name] for name in NETWORK if name in os.environ}
    for command in commands((full / "README.md").read_text()):
        done = subprocess.run(command, cwd=full, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "byte by byte" in done.stdout
    assert (full / "report_again.json").read_bytes() == run.report.encode()


def test_every_library_is_pinned_with_all_that_it_needs(full, run):
    lines = (full / "requirements.txt").read_text().splitlines()
    found = dict(line.split("==") for line in lines)
    assert run.library_versions.items() <= found.items()
    assert {"patsy", "python-dateutil", "packaging", "formulaic"} <= found.keys()
    assert found == with_what_they_need(found)
    assert not {"django", "celery", "duckdb", "pytest"} & found.keys()


def test_what_other_versions_need_is_not_guessed():
    assert pinned({"numpy": "1.0", "scipy": "1.0"}) == "numpy==1.0\nscipy==1.0\n"
