"""A folder from outside is brought in whole or refused in words that name the place, never with a traceback."""

import io
import json
import re
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cjnudge.accounts.models import User
from cjnudge.management.moving import reading
from cjnudge.management.moving.what import TRAVELS
from tests.cjnudge.moving.folders import change_record, mutated, write_world
from tests.people import make_force
from trials.models import Approval, PlanVersion

pytestmark = pytest.mark.django_db
SAYS_WHAT_TO_DO = re.compile(r"xport|copy the whole folder|bring|name (a folder|one)")
PLANS = "trials.planversion.jsonl"


@pytest.fixture
def folder(tmp_path):
    return write_world(tmp_path / "whole")


@pytest.fixture
def there(folder):
    return make_force("elsewhere")


def imported(there, folder, **options):
    """What the command says; CommandError where it refuses."""
    said = io.StringIO()
    call_command("import_force", there.slug, "--from", str(folder), stdout=said, **options)
    return said.getvalue()


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def held(there):
    return sum(travels.of(there).count() for travels in TRAVELS)


def attempt(there, folder):
    """What became of one folder: "imported", or the words of the refusal. Nothing is left of either."""
    people = User.objects.count()
    with taken_back():
        try:
            said = imported(there, folder, json=True)
        except CommandError as refusal:
            assert held(there) == 0 and User.objects.count() == people
            return str(refusal)
        assert sum(json.loads(said)["rows"].values()) == held(there)
        return "imported"


def check_mutations(there, folder, tmp_path, seeds):
    """{"imported", "refused"}: how many of each; every refusal says what to do, and how a record is named."""
    found = {"imported": 0, "refused": 0}
    for seed in seeds:
        done = mutated(folder, tmp_path / f"{seed}", seed)
        said = attempt(there, tmp_path / f"{seed}")
        found["imported" if said == "imported" else "refused"] += 1
        assert said == "imported" or SAYS_WHAT_TO_DO.search(said), (seed, done, said)
        assert "Traceback" not in said and len(said) < 1000, (seed, done, said)  # noqa: PLR2004 - a few lines
    return found


def test_whole_folder_is_brought_in(there, folder):
    assert attempt(there, folder) == "imported"


def test_mutated_folders_are_refused_in_words_or_brought_in_whole(there, folder, tmp_path):
    found = check_mutations(there, folder, tmp_path, range(40))
    assert found["refused"] > 20  # noqa: PLR2004 - most mutations leave no record that could be stored


@pytest.mark.on_demand
def test_300_mutated_folders_are_refused_in_words_or_brought_in_whole(there, folder, tmp_path):
    found = check_mutations(there, folder, tmp_path, range(1000, 1300))
    assert found["refused"] > 150 and found["imported"] > 0  # noqa: PLR2004 - as above


def test_without_the_check_a_mutation_ends_in_a_traceback_or_half(there, folder, tmp_path, monkeypatch):
    """The control of the tests above."""
    monkeypatch.setattr(reading, "check_rows", lambda rows: None)
    failed = 0
    for seed in range(40):
        mutated(folder, tmp_path / f"{seed}", seed)
        try:
            attempt(there, tmp_path / f"{seed}")
        except Exception:  # noqa: BLE001 - whatever it is, no words
            failed += 1
    assert failed > 0


@pytest.mark.parametrize(
    ("file", "field", "value"),
    [
        ("trials.trial.jsonl", "owner", "not an id"),
        ("trials.trial.jsonl", "owner", 7),
        ("trials.trial.jsonl", "created_at", "yesterday"),
        ("trials.trial.jsonl", "kind", "of no kind"),
        ("trials.planversion.jsonl", "version", "one"),
        ("trials.planversion.jsonl", "written_by_id", None),
        ("trials.run.jsonl", "library_versions", {"a": "\0"}),
        ("trials.run.jsonl", "library_versions", {"a": json.loads("[" * 400 + "]" * 400)}),
    ],
    ids=lambda value: str(value)[:20],
)
def test_refusal_names_file_line_field_and_remedy(there, folder, file, field, value):
    change_record(folder, file, 0, lambda record: record["fields"].update({field: value}))
    named = "" if isinstance(value, dict) else f", field “{field}”"
    said = attempt(there, folder)
    assert said.startswith(f"{file}, line 1{named}: ") and said.endswith("bring the new folder.")


@pytest.mark.parametrize("pk", ["not an id", 7, None, ["a"], "00000000-0000-4000-8000-0000000000FF"])
def test_malformed_id_is_named(there, folder, pk):
    change_record(folder, "trials.trial.jsonl", 1, lambda record: record.update(pk=pk))
    assert attempt(there, folder).startswith("trials.trial.jsonl, line 2, field “id”: ")


def plan_lines(folder, *, sealed):
    """Numbers of the lines of plans, and their records."""
    lines = [json.loads(line) for line in (folder / PLANS).read_text().split("\n")[:-1]]
    return [(number, one) for number, one in enumerate(lines) if bool(one["fields"]["seal"]) is sealed]


def test_sealed_plan_whose_text_was_changed_is_refused_at_the_import(there, folder):
    number, _ = plan_lines(folder, sealed=True)[0]

    def edited(record):
        record["fields"]["body"] = record["fields"]["body"].replace("0.05", "0.01", 1)

    change_record(folder, PLANS, number, edited)
    assert f"{PLANS}, line {number + 1}, field “seal”: The plan’s text is not" in attempt(there, folder)


def test_approval_of_a_plan_that_is_not_sealed_stays_behind_and_the_command_says_so(there, folder):
    said = imported(there, folder)
    assert "1 approval of plans that are not sealed stayed behind" in said
    drafts = PlanVersion.scoped.for_force(there).filter(seal="")
    assert drafts.count() == 1 and not drafts.get().approvals.exists()
    assert Approval.scoped.for_force(there).count() == 1  # that of the sealed plan


def test_invented_approval_would_come_in_without_the_rule(there, folder, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(reading, "without_unproved", lambda rows: (rows, 0))
    imported(there, folder)
    assert PlanVersion.scoped.for_force(there).get(seal="").approvals.exists()


def test_draft_whose_writer_is_no_author_is_refused(there, folder):
    """Else its author could approve it here."""
    number, record = plan_lines(folder, sealed=False)[0]
    authors = folder / "trials.planauthor.jsonl"
    lines = [json.loads(line) for line in authors.read_text().split("\n")[:-1]]
    at = next(n for n, one in enumerate(lines) if one["fields"]["plan"] == record["pk"])
    other = next(
        json.loads(line)["id"]
        for line in (folder / "people.jsonl").read_text().split("\n")
        if record["fields"]["written_by_id"] not in line
    )
    change_record(folder, authors.name, at, lambda one: one["fields"].update(user=other))
    said = attempt(there, folder)
    assert f"{PLANS}, line {number + 1}, field “written_by_id”: Who wrote the plan is not among" in said


def test_title_with_a_mark_that_ends_a_line_elsewhere_is_brought_in(there, folder):
    title = "Before\u2028after\x85 all"
    path = folder / "trials.trial.jsonl"
    change_record(folder, path.name, 0, lambda record: record["fields"].update(title=title))
    path.write_text(json.dumps(json.loads(path.read_text().split("\n")[0]), ensure_ascii=False) + "\n" + "\n".join(
        path.read_text().split("\n")[1:]
    ))  # fmt: skip
    change_record(folder, path.name, 1, lambda record: None)
    assert attempt(there, folder) == "imported"
