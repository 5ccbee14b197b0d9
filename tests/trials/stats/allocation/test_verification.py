"""A published allocation is drawn again by the engine and by a file that knows nothing of it."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import trials.stats
from tests.trials.stats.allocation.test_methods import OPTIONS, TABLE
from trials.stats import InputRefused, allocate, verify_allocation

ALONE = Path(trials.stats.__file__).parent / "verify_alone.py"
MORE = [
    ("simple", {"arms": ("control", "a", "b"), "ratio": (2, 1, 1)}),
    ("stratified", {"arms": ("control", "a", "b")}),
    ("minimisation", {"arms": ("control", "a", "b"), "ratio": (2, 1, 1), "coin_percent": 70}),
    ("constrained", {"ratio": (3, 1), "best_percent": 33}),
    ("constrained", {"arms": ("a", "b", "c"), "units": 6}),
    ("constrained", {"units": 16}),
    ("stepped", {"stratum": "area"}),
]
EVERY = [*((method, {}) for method in OPTIONS), *MORE]


def published(method, options):
    """An allocation of eight units, or as many as the options say."""
    options = dict(options)
    table = TABLE[: options.pop("units", 8)]
    return allocate(table, seed=11, method=method, **{**OPTIONS[method], **options})


def run_alone(text, folder, *more):
    """The stand-alone file, copied away from the project and run by a bare interpreter."""
    shutil.copy(ALONE, folder)
    (folder / "published.json").write_text(text)
    command = [sys.executable, "-I", "-S", "verify_alone.py", "published.json", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("method", "options"), EVERY)
def test_engine_and_stand_alone_file_confirm_a_sound_allocation(method, options, tmp_path):
    found = published(method, options)
    assert verify_allocation(found).holds and verify_allocation(found.to_json()).holds
    done = run_alone(found.to_json(), tmp_path)
    assert (done.returncode, done.stdout) == (0, "The published allocation is the one its seed gives.\n")


@pytest.mark.parametrize("method", OPTIONS)
def test_both_name_a_unit_that_was_moved(method, tmp_path):
    values = json.loads(published(method, {}).to_json())
    unit, arm = next(iter(values["assignment"].items()))
    values["assignment"][unit] = next(other for other in values["arms"] if other != arm)
    found = verify_allocation(values)
    assert not found.holds and found.problems[0].startswith(unit)
    done = run_alone(json.dumps(values), tmp_path)
    assert done.returncode == 1 and unit in done.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 13}, "the seed gives"),
        ({"algorithm": "cjnudge allocation 0"}, "drawn by"),
        ({"scheme_hash": "0" * 64}, "another hash"),
        ({"method": "lottery"}, "does not know"),
    ],
)
def test_stand_alone_file_tells_what_was_changed(change, words, tmp_path):
    values = json.loads(published("constrained", {}).to_json()) | change
    done = run_alone(json.dumps(values), tmp_path)
    assert done.returncode == 1 and words in done.stdout


def test_other_version_and_other_hash_fail_in_the_engine_too():
    values = published("constrained", {}).published()
    assert "this is" in verify_allocation(values | {"algorithm": "x"}).problems[0]
    assert not verify_allocation(values | {"scheme_hash": "0" * 64}).holds
    with pytest.raises(InputRefused, match="no published allocation"):
        verify_allocation({"seed": 1})


def test_stand_alone_file_imports_the_standard_library_alone():
    tree = ast.parse(ALONE.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names and names <= sys.stdlib_module_names
