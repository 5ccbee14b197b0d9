"""The same months brought in twice, the second time as at a later day: what is shown, and what stays."""

import json
from unittest import mock

import pytest
from django.core.management import call_command

from cjnudge.cases.counting.maturity import maturity
from cjnudge.cases.counting.timing import timing
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Snapshot
from cjnudge.jobs.running import run_job
from tests.cases.quality.bringing import EARLIER, LATER, approve, bring
from tests.cases.quality.parts import table
from tests.people import NOW
from trials.frames import contents_of
from trials.models import Run
from trials.operations.plans import seal_plan, write_plan
from trials.operations.runs import request_analysis
from trials.operations.trials import create_trial
from trials.plan_building import Choices, build_plan

pytestmark = pytest.mark.django_db
PRIMARY = measure("oocr_of_eligible_within_w")


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Each test's data folder is its own; no broker is told, and commits are at once."""
    settings.DATA_DIR = tmp_path / "data"
    place = settings.STORAGES["snapshots"] | {"OPTIONS": {"location": tmp_path / "data" / "snapshots"}}
    settings.STORAGES = settings.STORAGES | {"snapshots": place}
    now = "django.db.transaction.on_commit"
    with mock.patch("cjnudge.jobs.operations.wake"), mock.patch(now, lambda func, **options: func()):
        yield


@pytest.fixture
def earlier(practice, lead, evaluator, tmp_path):
    approve(practice, lead, evaluator)
    return bring(practice, lead, tmp_path, EARLIER)


@pytest.fixture
def later(earlier, practice, lead, tmp_path):
    return bring(practice, lead, tmp_path, LATER)


def section(snapshot, key):
    return next(one for one in snapshot.quality["sections"] if one["key"] == key)


def analysed(snapshot, lead):
    """The run of a comparison of two districts' teams, planned on the snapshot."""
    given = {"title": "Two teams", "question": "Did it move?", "measure": PRIMARY.key, "basis": "entry"}
    trial = create_trial(
        force=snapshot.force, snapshot=snapshot, design="difference_in_differences", by=lead, at=NOW, **given
    )
    contents = contents_of(trial)
    days, places = contents.days, [place.name for place in contents.places]
    choices = Choices(
        kind=trial.kind, design=trial.design, seed=1, treated=tuple(places[:5]), comparison_rule="all",
        before=(days[0], days[4]), after=(days[5], days[9]), reason_for_dates="None.", known_when_written="All.",
    )  # fmt: skip
    plan = write_plan(trial=trial, body=build_plan(contents, choices), by=lead, at=NOW)
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    job = request_analysis(plan=plan, by=lead, at=NOW)
    assert run_job(job.pk)
    return Run.scoped.for_force(snapshot.force).get(trial=trial)


def test_later_extract_says_what_has_changed_and_is_further_in_maturity_and_lags(earlier, later):
    check_differences(earlier, later)
    check_maturity_and_lags(earlier, later)


def check_differences(earlier, later):
    """Another snapshot, of which each month says how many outcomes are new."""
    assert later.hash != earlier.hash and later.rows == earlier.rows == 8_000
    found = section(later, "difference")
    assert any(earlier.title in text and "stays as it is" in text for text in found["sentences"])
    assert "fewer than 5 added, fewer than 5 gone" in found["findings"][0]
    months = table(found)
    assert months["February 2024"]["Outcome new"] > months["January 2023"]["Outcome new"] > 0
    assert all(one["Rows before"] == one["Rows now"] for one in months.values())


def check_maturity_and_lags(earlier, later):
    """The later one has followed its cases for longer."""
    assert maturity(PRIMARY, later).immature == 0 < maturity(PRIMARY, earlier).immature
    ages = [table(section(one, "lags"), -1)["2023/24 Q4 (January to March 2024)"] for one in (earlier, later)]
    assert (ages[0]["120 days"], type(ages[1]["120 days"])) == ("not yet", float)
    still_open = [table(section(one, "still_open"))["January 2024"]["Share"] for one in (earlier, later)]
    assert still_open[0] > 3 * still_open[1]
    followed = [timing(one, follow_up_days=120, by=()) for one in (earlier, later)]
    censored = [frame.loc[frame["cause"] == "censored", "count"].sum() for frame in followed]
    assert censored[0] > censored[1]


def test_older_snapshot_and_its_result_stay_as_they_were_and_verify(
    earlier, lead, practice, tmp_path, capsys
):
    run = analysed(earlier, lead)
    before = Snapshot.scoped.for_force(practice).values().get(pk=earlier.pk)
    bring(practice, lead, tmp_path, LATER)
    assert Snapshot.scoped.for_force(practice).values().get(pk=earlier.pk) == before
    again = Run.scoped.for_force(practice).get()
    assert (again.report, again.cells, again.snapshot_hash) == (run.report, run.cells, earlier.hash)
    call_command("verify_trial", str(run.trial_id), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["equal"] is True and all(line["equal"] for line in answer["checked"])


def test_same_extract_again_is_recognised_and_its_quality_says_what_was_put_in(
    earlier, practice, lead, tmp_path
):
    assert bring(practice, lead, tmp_path, EARLIER).pk == earlier.pk
    assert Snapshot.scoped.for_force(practice).count() == 1
    check_quality(earlier)


def check_quality(earlier):
    """Missing ethnicity, no comparison with published figures, charts where there are months enough."""
    assert earlier.synthetic
    findings = [text for one in earlier.quality["sections"] for text in one["findings"]]
    assert any(text.endswith("of rows have nothing under “Ethnicity”.") for text in findings)
    assert section(earlier, "reconciliation")["sentences"] == [
        "Synthetic cases are not compared with published figures."
    ]
    drawn = {one["key"] for one in earlier.quality["sections"] if "chart" in one}
    assert drawn == {"lags", "still_open", "volumes"}  # too few followed months for a control chart
    assert not section(earlier, "labels")["tables"]


def test_extract_of_an_earlier_day_is_not_set_against_a_later_one(practice, lead, evaluator, tmp_path):
    bring(practice, lead, tmp_path, LATER, rows=500)
    found = section(bring(practice, lead, tmp_path, EARLIER, rows=500), "difference")
    assert not found["tables"]
