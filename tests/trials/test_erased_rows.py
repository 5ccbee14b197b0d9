"""A result outlives the case rows it was computed from: seal, report and manifest are still checked."""

import json
from unittest import mock

import pytest
from django.core.management import call_command
from django.utils import timezone

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations.keys import renew_keys
from cjnudge.cases.operations.retention import expire
from cjnudge.jobs.running import run_job
from tests.cases.quality.bringing import EARLIER, approve, bring
from tests.cases.quality.test_later_extract import analysed
from tests.people import NOW
from trials.presenters.result import present

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
DAY = "2 November 2026"


@pytest.fixture
def run(practice, lead, evaluator, tmp_path):
    with mock.patch("cjnudge.jobs.operations.wake"):
        approve(practice, lead, evaluator)
        yield analysed(bring(practice, lead, tmp_path, EARLIER), lead)


@pytest.fixture
def own_store(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    place = settings.STORAGES["snapshots"] | {"OPTIONS": {"location": tmp_path / "data" / "snapshots"}}
    settings.STORAGES = settings.STORAGES | {"snapshots": place}


def verified(run, capsys):
    call_command("verify_trial", str(run.trial_id), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["equal"] and all(line["equal"] for line in answer["checked"])
    return answer["checked"][-1]["words"]


def test_result_is_verified_with_its_rows_without_them_and_after_the_keys_were_renewed(run, capsys):
    snapshot = Snapshot.scoped.for_force(run.force).get(pk=run.snapshot_id)
    assert verified(run, capsys) == "the manifest gives the hash"
    before = present(run)
    frame = count(measure("oocr_of_eligible_within_w"), snapshot, basis="entry")

    assert run_job(renew_keys(force=run.force, reason="routine", by="system", at=NOW).pk)
    assert "case rows erased on" in verified(run, capsys)
    rows = dict(present(run)["provenance"])
    assert "the counts this result was computed from are kept" in rows.pop("Case rows")
    assert present(run) | {"provenance": before["provenance"]} == before

    snapshot.refresh_from_db()
    with pytest.raises(MeasureRefused, match="were erased"):
        count(measure("oocr_of_eligible_within_w"), snapshot, basis="entry")
    after = count(measure("oocr_of_eligible_within_w"), snapshot.successor, basis="entry")
    assert after.equals(frame)
    assert snapshot.successor.quality == snapshot.quality


def test_expired_rows_are_named_with_their_day_and_a_changed_manifest_is_found(run, capsys):
    snapshot = Snapshot.scoped.for_force(run.force).get(pk=run.snapshot_id)
    over = {part.source_sha256: NOW.date().replace(year=2020) for part in snapshot.parts.all()}
    expire(snapshot, over, by="scheduler", at=NOW)
    assert verified(run, capsys) == f"the manifest gives the hash; case rows erased on {DAY}"

    Snapshot.scoped.for_force(run.force).filter(pk=snapshot.pk).update(manifest=snapshot.manifest + " ")
    with pytest.raises(SystemExit):
        call_command("verify_trial", str(run.trial_id), "--json")
    assert "manifest does not give the hash" in capsys.readouterr().out
    assert timezone.localtime(NOW).date().isoformat() == "2026-11-02"
