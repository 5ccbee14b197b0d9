"""Somebody with nothing but a bundle computes the report again, and an edited file is found."""

import io
import json
import subprocess
import sys
import zipfile

import pytest

from trials import bundles
from trials.queries.allocations import published_allocation


def unpacked(made, folder):
    with zipfile.ZipFile(io.BytesIO(made)) as files:
        files.extractall(folder)
    return folder


def ran(folder, script):
    """A new Python that knows no path of this project, and neither its settings nor its working folder."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / script)],
        cwd=folder,
        capture_output=True,
        text=True,
        env={},
        timeout=120,
    )


@pytest.fixture
def full(run, tmp_path):
    return unpacked(bundles.full_bundle(run, published_allocation(run.trial)), tmp_path)


@pytest.fixture
def public(run, tmp_path):
    return unpacked(bundles.public_bundle(run, published_allocation(run.trial)), tmp_path)


def test_full_bundle_gives_the_report_again_byte_by_byte(full, run):
    done = ran(full, "reproduce.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert (full / "report_again.json").read_text() == run.report


def test_full_bundle_computes_with_its_own_code_and_without_the_web(full):
    probe = full / "probe.py"
    probe.write_text(
        "import runpy, sys, pathlib\n"
        "here = pathlib.Path(__file__).parent\n"
        "sys.argv = [str(here / 'reproduce.py')]\n"
        "runpy.run_path(str(here / 'reproduce.py'))\n"
        "ours = [m for n, m in sys.modules.items() if n.split('.')[0] in ('trials', 'cjnudge')]\n"
        "assert all(str(here) in (m.__file__ or '') for m in ours if getattr(m, '__file__', None)), 'foreign code'\n"
        "assert not {'django', 'celery', 'duckdb', 'altair'} & {n.split('.')[0] for n in sys.modules}\n"
    )
    done = ran(full, "probe.py")
    assert (done.returncode, done.stderr) == (0, "")


def test_edited_cell_is_found(full):
    cells = json.loads((full / "cells.json").read_text())
    row = max(range(len(cells["counts"])), key=lambda at: cells["counts"][at][2])
    cells["counts"][row][2] -= 1
    (full / "cells.json").write_text(json.dumps(cells))
    assert ran(full, "reproduce.py").returncode == 1


def test_edited_plan_is_found_by_its_seal(full):
    text = (full / "plan.json").read_text()
    (full / "plan.json").write_text(text.replace('"alpha":0.05', '"alpha":0.10'))
    assert ran(full, "reproduce.py").returncode == 1
    assert ran(full, "verify.py").returncode == 1


def test_public_bundle_verifies_seal_and_allocation_with_python_alone(public):
    done = ran(public, "verify.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The plan gives its seal." in done.stdout


def test_edited_arm_is_found_by_the_public_bundle(public):
    drawn = json.loads((public / "allocation.json").read_text())
    first, *_ = drawn["assignment"]
    drawn["assignment"][first] = "control" if drawn["assignment"][first] != "control" else "prompt"
    (public / "allocation.json").write_text(json.dumps(drawn))
    assert ran(public, "verify.py").returncode == 1


def test_public_bundle_holds_no_exact_count_and_says_what_it_cannot_do(public, run):
    rounded = json.loads((public / "cells_rounded.json").read_text())["cells"]
    counts = [row[name] for row in rounded for name in ("events", "cases") if row[name] is not None]
    assert counts and all(count % 5 == 0 and count >= 10 for count in counts)
    names = {path.name for path in public.rglob("*")}
    assert not {"cells.json", "report.json"} & names
    assert "What it cannot reproduce" in (public / "README.md").read_text()
    report = json.loads((public / "report_public.json").read_text())
    assert "series" not in report and "flow" not in report
    assert "entered" not in json.dumps(report["guardrails"])


def test_bundle_is_the_same_bytes_again(run):
    allocation = published_allocation(run.trial)
    assert bundles.full_bundle(run, allocation) == bundles.full_bundle(run, allocation)
