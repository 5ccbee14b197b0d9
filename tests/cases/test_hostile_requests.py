"""Paths, names and options that nobody should give are refused in words, and never with a trace."""

import json
from pathlib import Path

import pytest

from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations import import_files
from cjnudge.cases.problems import ImportRefused
from tests.cases.files import OWN_HEADER, UNIT_HEADER, own_row, write
from tests.cases.test_commands import run
from tests.people import NOW

pytestmark = pytest.mark.django_db
LINES = [OWN_HEADER, own_row("1", 70), own_row("2+3+6+7+8+22", 30)]


def test_file_that_cannot_be_read_is_refused_by_name(refused, monkeypatch):
    """Only the importer's reading fails: who runs the tests may read every file."""
    real = Path.open

    def closed(path, mode="r", *arguments, **given):
        if mode == "rb" and path.name == "locked.csv":
            raise PermissionError(13, "Permission denied")
        return real(path, mode, *arguments, **given)

    monkeypatch.setattr(Path, "open", closed)
    (sentence,) = refused("published_counts", *LINES, name="locked.csv").sentences()
    assert sentence.startswith("locked.csv: The file cannot be read (Permission denied).")


def test_name_longer_than_the_file_system_allows_is_refused(force, lead):
    with pytest.raises(ImportRefused, match="There is no such file"):
        import_files(feed="published_counts", paths=["x" * 300 + ".csv"], force=force, by=lead, at=NOW)


@pytest.mark.parametrize("name", ["\x1b[31m.csv", "a\nb.csv", "\udcff.csv"])
def test_file_name_that_would_write_to_the_terminal_is_refused_and_not_repeated(refused, name):
    (sentence,) = refused("published_counts", *LINES, name=name).sentences()
    assert sentence == "A file's name holds a character that cannot be seen. Rename the file."


@pytest.mark.parametrize("days", ["²", "١٢٠", "0120", "0", "731", "1" * 5000])
def test_days_of_follow_up_are_plain_digits(refused, days):
    """One way to write a number: otherwise the same file would make two snapshots."""
    refusal = refused(
        "unit_counts", UNIT_HEADER, "A,2024-01,8,5", options={"follow_up_days": days}, rehearsal_only=True
    )
    assert "write a number of days from 1 to 730" in refusal.sentences()[0]


@pytest.mark.parametrize("month", ["0001-01", "1021-01", "1897-12"])
def test_month_of_another_century_is_refused(refused, month):
    given = {"options": {"follow_up_days": "120"}, "rehearsal_only": True}
    (sentence,) = refused("unit_counts", UNIT_HEADER, f"A,{month},8,5", **given).sentences()
    assert "line 2, column month" in sentence and "before 1898" in sentence


def test_unknown_force_is_said_in_words_and_as_json(capsys, tmp_path):
    path = write(tmp_path, "a.csv", *LINES)
    arguments = ("import_cases", "published_counts", path, "--force", "nosuch")
    code, out, err = run(capsys, *arguments, "--json")
    assert code == 1 and "manage.py create_force" in err
    assert json.loads(out)["problems"][0]["reason"] == "There is no force nosuch."
    assert not Snapshot.objects.exists()


def test_refusal_of_the_whole_request_begins_with_its_reason(capsys, tmp_path, force):
    path = write(tmp_path, "a.csv", *LINES)
    _, _, err = run(
        capsys, "import_cases", "published_counts", path, "--force", force.slug, "--as-at", "2999-01-01"
    )
    assert err.startswith("The day of the extract lies in the future.")
