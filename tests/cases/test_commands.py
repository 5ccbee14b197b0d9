"""manage.py import_cases, load_reference and sweep_snapshots."""

import json

import pytest
from django.core.management import call_command

from cjnudge.cases.models import Snapshot
from tests.cases.files import OWN_HEADER, UNIT_HEADER, own_row, write

pytestmark = pytest.mark.django_db
LINES = [OWN_HEADER, own_row("1", 70), own_row("2+3+6+7+8+22", 30)]


def run(capsys, *arguments):
    """(exit code, stdout, stderr) of a command."""
    code = 0
    try:
        call_command(*map(str, arguments))
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    return code, out, err


def test_import_says_what_it_did_and_shows_progress_on_stderr(capsys, tmp_path, force):
    path = write(tmp_path, "a.csv", *LINES)
    code, out, err = run(capsys, "import_cases", "published_counts", path, "--force", force.slug)
    assert code == 0 and "is imported: 2 rows, 100 counted" in out
    assert err == "1 of 1: a.csv\n"
    _, out, _ = run(capsys, "import_cases", "published_counts", path, "--force", force.slug)
    assert "was imported before" in out
    assert Snapshot.scoped.for_force(force).count() == 1


def test_json_is_one_object_on_stdout(capsys, tmp_path, force):
    path = write(tmp_path, "a.csv", *LINES)
    code, out, err = run(capsys, "import_cases", "published_counts", path, "--force", force.slug, "--json")
    answer = json.loads(out)
    snapshot = Snapshot.scoped.for_force(force).get()
    assert code == 0 and answer["created"] and answer["hash"] == snapshot.hash and answer["total"] == 100
    assert "a.csv" in err


def test_refused_import_exits_1_and_says_why_in_words(capsys, tmp_path, force):
    path = write(tmp_path, "a.csv", OWN_HEADER, own_row("1A", 70))
    arguments = ("import_cases", "published_counts", path, "--force", force.slug)
    code, out, err = run(capsys, *arguments)
    assert code == 1 and out == ""
    assert "a.csv, line 2, column outcome_types: Outcome types 1A, 2A and 3A" in err
    assert "Nothing was imported." in err
    code, out, _ = run(capsys, *arguments, "--json")
    answer = json.loads(out)
    assert code == 1 and answer["total"] == 1 and answer["problems"][0]["line"] == 2


def test_published_counts_without_a_force_are_for_everyone(capsys, tmp_path):
    path = write(tmp_path, "a.csv", *LINES)
    run(capsys, "import_cases", "published_counts", path, "--title", "Ours")
    assert Snapshot.scoped.reference().get().title == "Ours"


def test_options_of_a_layout_are_options_of_the_command(capsys, tmp_path, practice):
    path = write(tmp_path, "a.csv", UNIT_HEADER, "Synthetic A,2026-01,8,9")
    arguments = ("import_cases", "unit_counts", path, "--force", practice.slug, "--synthetic")
    code, _, err = run(capsys, *arguments)
    assert code == 1 and "Say it with --follow-up-days." in err
    code, _, _ = run(capsys, *arguments, "--follow-up-days", "120", "--as-at", "2026-09-30")
    assert code == 0 and Snapshot.scoped.for_force(practice).get().synthetic


def test_load_reference_tells_what_it_loaded(capsys):
    _, out, _ = run(capsys, "load_reference", "--json")
    assert [one["created"] for one in json.loads(out)["snapshots"]] == [True] * 3
    _, out, _ = run(capsys, "load_reference")
    assert out.count("already there") == 3


def test_sweep_tells_how_many_files_it_deleted(capsys):
    assert run(capsys, "sweep_snapshots")[1] == "0 files deleted.\n"
