"""The power of a plan is worked out by a job from the force's own past, and adopted only as it was found."""

import json

import pytest

from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case, case_snapshot
from tests.people import NOW
from tests.trials.assistant.plans import plan as any_plan
from tests.trials.assistant.plans import with_effect
from tests.trials.assistant.world import AS_AT, FIRST, TEAMS, past_of_teams
from trials.frames import FrameRefused
from trials.histories import guardrail_values, seen_units, values_of
from trials.lifecycle import WrongState
from trials.models import PlanVersion, PowerStudy
from trials.operations.planning import create_planned_trial, write_trial_plan
from trials.operations.powering import adopt_power, ask_power, make_pilot, record_worthwhile
from trials.planning.power_page import power_figures
from trials.planning.trial_plan import OutcomeLine, TrialPlan, Unit
from trials.queries.powering import figures_of, ruling_on, studies_of, study_for, written_plan


@pytest.fixture(autouse=True)
def _few_simulations(monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 5)


@pytest.fixture
def snapshot(practice):
    return past_of_teams(practice)


def own_plan(**changes):
    units = tuple(Unit(name=team) for team in TEAMS)
    return any_plan(units=units, first_period="2026-03-01", start=13, periods=24, **changes)


@pytest.fixture
def trial(practice, lead):
    made = create_planned_trial(
        force=practice, title="Prompt", question="Does it work?", slug="prompt", by=lead, at=NOW
    )
    write_trial_plan(trial=made, plan=own_plan(), by=lead, at=NOW)
    return made


@pytest.fixture
def study(trial, snapshot, lead):
    asked = ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW)
    assert run_job(asked.job_id)
    asked.refresh_from_db()
    return asked


def test_job_stores_figures_and_pictures_of_the_forces_own_past(study, trial):
    figures = figures_of(study)
    assert figures.power > 0 and set(figures.values.units) == set(TEAMS) and not figures.values.assumed
    assert figures.values.months == 14 and sum(share for _, share in figures.values.parts) == pytest.approx(1)
    assert [chart["key"] for chart in study.charts] == ["detectable", "power"]
    assert all(chart["svg"].startswith("<svg") and chart["table"]["rows"] for chart in study.charts)
    assert study.engine_version and study.made_at and study.effect == 0.10


def test_asked_twice_it_is_worked_out_once(study, trial, snapshot, lead):
    again = ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW)
    assert again.pk == study.pk and PowerStudy.scoped.for_force(trial.force).count() == 1
    assert Job.scoped.for_force(trial.force).filter(kind="plan_power").count() == 1


def test_nothing_is_asked_before_the_effect_has_its_reason(trial, snapshot, lead):
    write_trial_plan(trial=trial, plan=with_effect(own_plan(), 0.1, ""), by=lead, at=NOW)
    with pytest.raises(WrongState, match="has to stand before the power"):
        ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW)
    assert not studies_of(trial)
    record_worthwhile(trial=trial, effect=0.06, reason="It costs ten minutes.", by=lead, at=NOW)
    assert ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW).effect == 0.06


def test_earlier_effect_stays_recorded_when_another_is(study, trial, snapshot, lead):
    record_worthwhile(trial=trial, effect=0.2, reason="Easier to find.", by=lead, at=NOW)
    assert study_for(trial, written_plan(trial)) is None
    ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW)
    assert {one.effect for one in studies_of(trial)} == {0.1, 0.2}


def test_adopted_power_is_what_was_worked_out(study, trial, lead):
    figures = figures_of(study)
    reason = "" if figures.power >= 0.8 else "Nobody else can."
    adopt_power(trial=trial, override_reason=reason, by=lead, at=NOW)
    held = TrialPlan.from_json(PlanVersion.scoped.for_force(trial.force).get(trial=trial).body)
    assert held.worthwhile.power == pytest.approx(figures.power, rel=1e-9)
    assert held.icc == pytest.approx(figures.values.icc, rel=1e-9)
    assert held.worthwhile.power_at_high_icc <= held.worthwhile.power
    assert ruling_on(trial, held).may_seal


def test_low_power_is_adopted_with_a_reason_alone(trial, snapshot, lead):
    from cjnudge.accounts.refusals import Refused

    record_worthwhile(trial=trial, effect=0.01, reason="Every case counts.", by=lead, at=NOW)
    asked = ask_power(trial=trial, snapshot=snapshot, by=lead, at=NOW)
    assert run_job(asked.job_id)
    with pytest.raises(Refused, match="Say why"):
        adopt_power(trial=trial, by=lead, at=NOW)
    adopt_power(trial=trial, override_reason="There is no other force to ask.", by=lead, at=NOW)
    ruling = ruling_on(trial, written_plan(trial))
    assert ruling.may_seal and ruling.underpowered and "no other force" in ruling.text


def test_power_of_a_plan_that_has_changed_is_not_adopted(study, trial, lead):
    write_trial_plan(trial=trial, plan=own_plan(alpha=0.01), by=lead, at=NOW)
    with pytest.raises(WrongState, match="since it was last changed"):
        adopt_power(trial=trial, by=lead, at=NOW)


def test_without_a_history_the_figures_say_that_they_are_assumed(trial, lead):
    asked = ask_power(trial=trial, cases=40.0, level=0.3, by=lead, at=NOW)
    assert run_job(asked.job_id)
    asked.refresh_from_db()
    figures = figures_of(asked)
    assert set(figures.values.assumed) == {"baseline", "cases", "icc", "cac"} and figures.power > 0


def test_months_from_the_start_on_are_no_part_of_the_past(trial, snapshot):
    early = own_plan()
    early = TrialPlan(**{**vars(early), "first_period": "2025-01-01", "start": 7, "periods": 14})
    assert values_of(early, snapshot, on=NOW.date()).months == 6
    none = TrialPlan(**{**vars(early), "start": 1})
    with pytest.raises(FrameRefused, match="before the start"):
        values_of(none, snapshot, on=NOW.date())


def test_months_kept_back_for_a_running_trial_are_no_part_of_the_past(trial, snapshot):
    import datetime

    from cjnudge.cases import withholding

    hold = withholding.Hold(
        units=frozenset(TEAMS), first=datetime.date(2025, 9, 1), title="Another", until="until May", number=10
    )
    withholding.register("another", lambda force, on: [hold])
    try:
        assert values_of(own_plan(), snapshot, on=NOW.date()).months == 8
        assert seen_units(snapshot, "oocr_of_eligible_within_w", on=NOW.date()).months == 8
    finally:
        withholding.unregister("another")
    assert values_of(own_plan(), snapshot, on=NOW.date()).months == 14


def test_guardrails_that_the_extract_can_count_get_their_power(practice, lead):
    snapshot = past_of_teams(practice, fields=("gravity",), gravity=True)
    line = OutcomeLine(key="serious_share", title="Serious", role="guardrail", better="lower", margin=0.2)
    found = guardrail_values(own_plan(outcomes=(line,)), snapshot, on=NOW.date())
    assert 0.05 < found["serious_share"].baseline < 0.4
    beside = power_figures(own_plan(outcomes=(line,)), values_of(own_plan(), snapshot, on=NOW.date()), found)
    assert 0 < beside.guardrails[0].power <= 1 and beside.guardrails[0].baseline


def test_guardrail_that_never_happened_leaves_the_rest_its_power(practice, lead):
    # An extract in the documented layout has every column, and some are empty throughout.
    snapshot = past_of_teams(practice, fields=("reoffended_on", "suspect"))
    line = OutcomeLine(
        key="repeat_suspect_6m",
        title="Again",
        role="guardrail",
        better="lower",
        follow_up_days=183,
        margin=0.03,
    )
    found = guardrail_values(own_plan(outcomes=(line,)), snapshot, on=NOW.date())
    beside = power_figures(own_plan(outcomes=(line,)), values_of(own_plan(), snapshot, on=NOW.date()), found)
    assert found == {} and beside.power > 0 and beside.guardrails[0].power is None


def test_past_without_a_single_resolution_is_refused_in_words(practice, lead):
    rows = [case(FIRST, "1", FIRST, unit=team) for team in TEAMS]
    with pytest.raises(FrameRefused, match="nothing can be planned from that"):
        values_of(own_plan(), case_snapshot(practice, rows, as_at=AS_AT), on=NOW.date())


def test_pilot_needs_no_power(trial, lead):
    make_pilot(trial=trial, by=lead, at=NOW)
    assert ruling_on(trial, written_plan(trial)).may_seal


def test_figures_are_stored_as_they_were_found(study):
    assert json.loads(study.figures)["digest"] == study.digest
