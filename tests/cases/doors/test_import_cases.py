"""manage.py import_cases case_extract: the same operations from the command line."""

import json
import os
import sys

import pytest
from django.core.management import call_command

from cjnudge.cases.management.commands.import_cases import Command
from cjnudge.cases.models import Snapshot, Upload
from tests.cases.doors.extracts import case, many, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys, tmp_path, practice, mapping):
    """run({name: bytes}, *arguments) gives (exit code, stdout, stderr)."""

    def do(files, *arguments):
        paths = [tmp_path / name for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        usual = ["--force", practice.slug, "--synthetic", "--mapping", "niche", "--as-at", "2026-09-30"]
        code = 0
        try:
            call_command("import_cases", "case_extract", *map(str, paths), *usual, *arguments)
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return do


def test_extract_becomes_a_snapshot(run, practice):
    code, out, err = run({"january.csv": many(20)}, "--json")
    answer = json.loads(out)
    snapshot = Snapshot.scoped.for_force(practice).get()
    assert code == 0 and answer["created"] and answer["hash"] == snapshot.hash and answer["rows"] == 20
    assert err == "1 of 1: january.csv\n"
    assert Upload.scoped.for_force(practice).get().door == "command"
    assert json.loads(run({"january.csv": many(20)}, "--json")[1])["created"] is False


def test_packed_extract_is_the_same_cases(run, practice):
    import gzip

    assert run({"january.csv.gz": gzip.compress(many(20))})[0] == 0
    assert Snapshot.scoped.for_force(practice).get().rows == 20


def test_refusal_names_line_and_column_and_exits_1(run, practice):
    code, out, err = run({"january.csv": text(case(1), case(2, outcome="Comm Res"))}, "--json")
    answer = json.loads(out)
    assert (code, answer["imported"], answer["total"]) == (1, False, 1)
    assert (answer["problems"][0]["line"], answer["problems"][0]["column"]) == (3, "Outcome")
    assert "Nothing was imported." in err and not Snapshot.scoped.for_force(practice).exists()
    assert Upload.scoped.for_force(practice).get().state == "refused"


def test_files_are_added_to_a_snapshot_named_by_the_start_of_its_hash(run, practice):
    run({"january.csv": many(20)})
    first = Snapshot.scoped.for_force(practice).get()
    code, out, _ = run({"february.csv": text(case(40))}, "--add-to", first.hash[:10], "--json")
    assert code == 0 and json.loads(out)["rows"] == 21


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--mapping", "none-such"), "There is no mapping none-such. There are: niche."),
        (("--add-to", "abcdef"), "No snapshot has a hash that begins with abcdef."),
        (("--force", "nowhere"), "There is no force nowhere."),
        (("--place", "Hertfordshire"), "A case extract has no option place."),
    ],
)
def test_wrong_names_are_refused_in_words(run, arguments, words):
    code, out, err = run({"january.csv": many(3)}, *arguments, "--json")
    assert code == 1 and words in err and json.loads(out)["imported"] is False


def test_file_that_is_not_there_leaves_an_ended_upload(run, practice, tmp_path):
    with pytest.raises(SystemExit):
        call_command(
            "import_cases", "case_extract", str(tmp_path / "no.csv"), "--force", practice.slug,
            "--synthetic", "--mapping", "niche", "--as-at", "2026-09-30",
        )  # fmt: skip
    assert Upload.scoped.for_force(practice).get().state == "interrupted"


def test_counts_take_no_mapping(capsys, tmp_path, practice):
    with pytest.raises(SystemExit):
        call_command("import_cases", "unit_counts", "a.csv", "--force", practice.slug, "--mapping", "niche")
    assert "neither mapping nor --add-to" in capsys.readouterr().err


def test_wrong_arguments_answer_json_where_json_is_asked_for(capsys, monkeypatch):
    arguments = ["manage.py", "import_cases", "no-such-feed", "a.csv", "--json"]
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setattr(os, "nice", lambda by: None)  # the tests go on at their own pace
    with pytest.raises(SystemExit) as end:
        Command(stdout=sys.stdout, stderr=sys.stderr).run_from_argv(arguments)
    answer = json.loads(capsys.readouterr().out)
    assert (
        end.value.code == 2
        and answer["imported"] is False
        and "invalid choice" in answer["problems"][0]["reason"]
    )
