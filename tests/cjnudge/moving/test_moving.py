"""A force's work goes to another installation and is still what its seals say."""

import json
from hashlib import sha256

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cjnudge.accounts.models import Force, User
from cjnudge.audit.models import AuditEvent
from cjnudge.management.moving import what
from cjnudge.management.moving.reading import bring_in, read_folder
from cjnudge.management.moving.writing import MANIFEST, MoveRefused, write_force
from tests.cjnudge.moving.folders import change_record, write_world
from tests.people import NOW, make_force
from tests.trials.world import make_trial, published_run, write_small_plan
from trials.models import Enrolment, PlanVersion, Run, Seed, Trial
from trials.operations.plans import seal_plan
from trials.verification import verify_trial

OURS = ("accounts", "audit", "cases", "jobs", "safeguards", "surveys", "trials")
ALSO = ["--purpose", "evaluation", "--recipient", "another installation"]


@pytest.fixture
def moved(force, lead, tmp_path):
    """The folder of a force with a sealed comparison and its run; (folder, its trial, its run)."""
    from tests.trials.world import small_snapshot

    trial = make_trial(force, lead, small_snapshot())
    plan = write_small_plan(trial, lead)
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    run = published_run(plan)
    folder = tmp_path / "moved"
    write_force(force, folder, at=NOW)
    return folder, trial, run


def elsewhere(force):
    """Empty the installation of the force's work, as another one is empty, and make a force there."""
    from django.db import connection

    Run.objects.all().select_related(None)
    with connection.cursor() as cursor:  # rows that stay refuse an ordinary delete
        for table in ("trials_chart", "trials_run", "trials_planversion", "trials_trial"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
    return make_force("elsewhere")


def test_every_record_travels_or_stays_for_a_reason():
    models = {m._meta.label_lower for m in apps.get_models() if m._meta.app_label in OURS}
    travelling = {travels.key for travels in what.TRAVELS}
    assert travelling | set(what.STAYS) == models
    assert travelling & set(what.STAYS) == set()


@pytest.mark.django_db
def test_seals_and_reports_hold_where_they_were_brought(moved):
    folder, trial, run = moved
    there = elsewhere(trial.force)
    bring_in(force=there, **of(folder), by="tests", at=NOW)
    assert Run.scoped.for_force(there).get().report == run.report
    lines = verify_trial(trial.pk)
    assert len(lines) == 3
    assert all(line.equal for line in lines), lines


@pytest.fixture
def brought(tmp_path):
    """The trials of a force that this installation knew nothing of, by title; none of its events was here."""
    folder = write_world(tmp_path / "world")
    there = make_force("there")
    bring_in(force=there, **of(folder), by="tests", at=NOW)
    return list(Trial.scoped.for_force(there))


@pytest.mark.django_db
def test_everything_is_verified_where_it_was_brought(brought):
    lines = [line for trial in brought for line in verify_trial(trial.pk)]
    assert all(line.equal for line in lines), lines
    assert {"allocation", "seed"} <= {line.what for line in lines}


@pytest.mark.django_db
def test_arms_that_were_changed_on_the_way_are_found(tmp_path):
    """Negative control: another arm, with a hash of the draw that fits, in a folder whose hashes fit."""
    folder = write_world(tmp_path / "world")

    def swap(row):
        published = json.loads(row["fields"]["published"])
        found = list(published["assignment"].items())
        (one, this), (other, that) = found[0], next(pair for pair in found if pair[1] != found[0][1])
        published["assignment"] |= {one: that, other: this}
        row["fields"]["published"] = json.dumps(published)
        row["fields"]["sha256"] = sha256(row["fields"]["published"].encode()).hexdigest()

    change_record(folder, "trials.draw.jsonl", 0, swap)
    there = make_force("there")
    bring_in(force=there, **of(folder), by="tests", at=NOW)
    lines = [line for trial in Trial.scoped.for_force(there) for line in verify_trial(trial.pk)]
    assert [line.what for line in lines if line.equal is False] == ["allocation"]


@pytest.mark.django_db
def test_report_that_was_changed_on_the_way_is_found(moved):
    """Negative control of the test above: a folder whose hashes were made to fit again."""
    folder, trial, _ = moved
    path, manifest = folder / "trials.run.jsonl", json.loads((folder / MANIFEST).read_text())
    path.write_text(path.read_text().replace("Force 00", "Force 99"))
    import hashlib

    manifest["files"][path.name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))
    bring_in(force=elsewhere(trial.force), **of(folder), by="tests", at=NOW)
    assert any(line.equal is False for line in verify_trial(trial.pk))


def pointing_at(folder, foreign):
    """What the folder brings, with its run hung on a trial of a force that was here before."""
    brought = of(folder)
    brought["rows"]["trials.run"][0]["fields"]["trial"] = str(foreign.pk)
    return brought


@pytest.fixture
def foreign(moved, lead):
    """A trial of another force of this installation, and the force the folder is brought into."""
    from tests.trials.world import small_snapshot

    there = elsewhere(moved[1].force)
    return make_trial(make_force("bystander"), lead, small_snapshot()), there


@pytest.mark.django_db
def test_folder_hangs_nothing_on_what_another_force_has(moved, foreign):
    trial, there = foreign
    with pytest.raises(MoveRefused, match="not in the folder"):
        bring_in(force=there, **pointing_at(moved[0], trial), by="tests", at=NOW)
    assert not Trial.scoped.for_force(there).exists()


@pytest.mark.django_db
def test_unchecked_links_would_put_a_run_into_another_forces_trial(moved, foreign, monkeypatch):
    """The control of the test above."""
    trial, there = foreign
    monkeypatch.setattr("cjnudge.management.moving.reading.check_links", lambda *args: None)
    bring_in(force=there, **pointing_at(moved[0], trial), by="tests", at=NOW)
    assert trial.runs.count() == 1


@pytest.mark.django_db
def test_file_that_was_changed_is_refused(moved, capsys):
    folder, trial, _ = moved
    with (folder / "trials.trial.jsonl").open("a") as file:
        file.write("{}\n")
    there = elsewhere(trial.force)
    with pytest.raises(CommandError, match="is not as it was written"):
        call_command("import_force", there.slug, "--from", str(folder))
    assert not Trial.scoped.for_force(there).exists()


@pytest.mark.django_db
def test_force_with_work_of_its_own_takes_nothing(moved, lead):
    folder, trial, _ = moved
    with pytest.raises(CommandError, match="already has"):
        call_command("import_force", trial.force.slug, "--from", str(folder))


@pytest.mark.django_db
def test_nothing_is_stored_where_a_record_is_here_already(moved):
    folder, _, _ = moved
    there = make_force("elsewhere")
    with pytest.raises(CommandError, match="here already"):
        call_command("import_force", there.slug, "--from", str(folder))
    assert not PlanVersion.scoped.for_force(there).exists()


@pytest.mark.django_db
def test_no_address_and_no_key_leaves(force, lead, evaluator, moved):
    folder, trial, _ = moved
    text = "".join(path.read_text() for path in folder.iterdir())
    assert lead.email not in text and evaluator.name not in text
    assert lead.name in text  # who wrote what is kept, by name and id
    assert "password" not in text


@pytest.mark.django_db
def test_seed_and_case_references_stay_behind(force, lead, tmp_path, moved):
    _, trial, _ = moved
    Seed.objects.create(force=force, trial=trial, digest="d" * 64, secret=b"not for others", made_at=NOW)
    Enrolment.objects.create(
        force=force, trial=trial, position=1, reference="a" * 64, enrolled_at=NOW, enrolled_by=lead
    )
    write_force(force, tmp_path / "again", at=NOW)
    text = "".join(path.read_text() for path in (tmp_path / "again").iterdir())
    assert "a" * 64 not in text
    (seed,) = (json.loads(line) for line in (tmp_path / "again" / "trials.seed.jsonl").open())
    assert seed["fields"]["secret"] == ""


@pytest.mark.django_db
def test_authors_unknown_there_keep_their_name_and_cannot_sign_in(moved, lead):
    folder, trial, _ = moved
    there = elsewhere(trial.force)
    name, key = lead.name, lead.pk
    rows = of(folder)
    stranger = "00000000-0000-4000-8000-000000000001"
    text = json.dumps(rows["rows"]).replace(str(key), stranger)
    bring_in(force=there, manifest=rows["manifest"], rows=json.loads(text), by="tests", at=NOW)
    made = User.objects.get(pk=stranger)
    assert (made.name, made.is_active, made.has_usable_password()) == (name, False, False)
    assert Trial.scoped.for_force(there).get().owner == made


@pytest.mark.django_db
def test_command_says_what_went_and_records_it(moved, force, tmp_path, capsys):
    call_command("export_force", force.slug, "--out", str(tmp_path / "out"), *ALSO, "--json")
    assert json.loads(capsys.readouterr().out)["rows"]["trials.run.jsonl"] == 1
    assert AuditEvent.objects.filter(action="force.exported", operation="disclosure").count() == 1
    with pytest.raises(CommandError, match="there already"):
        call_command("export_force", force.slug, "--out", str(tmp_path / "out"), *ALSO)
    assert Force.objects.filter(slug=force.slug).exists()


@pytest.mark.django_db
def test_command_that_names_nobody_says_so_in_the_trail(moved, force, tmp_path):
    call_command("export_force", force.slug, "--out", str(tmp_path / "out"))
    event = AuditEvent.objects.get(action="force.exported")
    assert event.purpose == "evaluation" and "Not named" in json.loads(event.detail)["after"]["recipient"]


def of(folder):
    manifest, rows = read_folder(folder)
    return {"manifest": manifest, "rows": rows}
