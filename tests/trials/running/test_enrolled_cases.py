"""Cases enrolled one by one are found in an extract by the crime's pseudonym, and counted in their own arm."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from cjnudge.cases.counting.case_lines import count_line
from cjnudge.cases.counting.chosen_cases import chosen_cases
from cjnudge.cases.privacy.keys import current_version, layers_for
from cjnudge.cases.privacy.pseudonyms import pseudonym
from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case, case_snapshot, person
from tests.people import NOW
from tests.trials.running.cases import MATURE, trial_plan
from tests.trials.running.world import made_running
from trials.frames import FrameRefused
from trials.models import Run
from trials.operations.enrolling import enrol
from trials.operations.looking import follow
from trials.planning.trial_plan import AllocationRule
from trials.queries.allocations import arms_by_crime, draw_json_of, enrolled_by_arm
from trials.stop_rules_job import counts_for
from trials.trial_frames import read_trial_frames

PLAN = trial_plan(
    design="individually_randomised",
    allocation=AllocationRule(method="simple", sequential=True),
    start=1,
    periods=6,
    first_period="2026-01-01",
)
NUMBER = 24
ENROLLED = datetime(2026, 5, 20, 12, tzinfo=UTC)  # in the trial's fifth month of six


@pytest.fixture
def trial(practice, owner, monitor):
    return made_running(practice, owner, monitor, plan=PLAN, slug="one-by-one")


def reference(number):
    return f"41/{number:05d}/26"


@pytest.fixture
def enrolled(trial, owner):
    """{number: arm} of the enrolled cases."""
    found = {}
    for number in range(NUMBER):
        unit = PLAN.unit_names[number % 4]
        given = {"reference": f" {reference(number)} ", "attributes": {"unit": unit}}
        found[number] = enrol(trial=trial, **given, by=owner, at=ENROLLED).arm
    return found


def extract(practice, numbers, **changes):
    """One case a number, every third resolved, each with a second row of its crime, and some never enrolled."""
    layers = layers_for(practice, current_version(practice))["crime"]
    rows = []
    for number in [*numbers, *range(1000, 1000 + NUMBER)]:
        entry = date(2026, 1, 5) + timedelta(days=3 * (number % 30))
        outcome = "8" if number % 3 == 0 else "1"
        crime = str(pseudonym(reference(number).replace(" ", ""), layers))
        row = case(entry, outcome, entry, unit=PLAN.unit_names[number % 4], crime=crime)
        rows += [row, row | {"first_of_decision": False}]
    return case_snapshot(practice, rows, as_at=MATURE, key_version=1, **changes)


@pytest.mark.django_db(transaction=True)
def test_enrolled_cases_alone_are_counted_each_in_its_arm(trial, enrolled, practice):
    snapshot = extract(practice, range(NUMBER - 2))
    arms = arms_by_crime(trial)
    cells = read_trial_frames(PLAN, draw_json_of(trial), snapshot, enrolled=arms)
    found = Counter()
    for place, _, (above, below) in cells.named(cells.counts):
        found[place.arm, "resolved"] += above
        found[place.arm, "all"] += below
    expected = Counter()
    for number in range(NUMBER - 2):
        expected[enrolled[number], "all"] += 1
        expected[enrolled[number], "resolved"] += number % 3 == 0
    assert found == expected and cells.not_found == 2
    assert sum(count for _, _, _, _, count in cells.lags()) == NUMBER - 2


@pytest.mark.django_db(transaction=True)
def test_cases_enrolled_by_a_day_are_counted_by_arm_and_later_ones_are_not(trial, enrolled):
    arms = dict(Counter(enrolled.values()))
    assert enrolled_by_arm(trial, until=ENROLLED.date()) == arms
    assert enrolled_by_arm(trial, until=ENROLLED.date() - timedelta(days=1)) == {}


@pytest.mark.django_db(transaction=True)
def test_extract_without_crime_identifiers_is_refused(trial, enrolled, practice):
    rows = [case(date(2026, 1, 5), "8", date(2026, 1, 6), unit=PLAN.unit_names[0])]
    snapshot = case_snapshot(practice, rows, as_at=MATURE)
    with pytest.raises(FrameRefused, match="no crime identifier"):
        read_trial_frames(PLAN, draw_json_of(trial), snapshot, enrolled={})


@pytest.mark.django_db(transaction=True)
def test_look_of_an_enrolled_trial_has_a_result_with_the_cases_that_were_lost(trial, enrolled, practice):
    extract(practice, range(NUMBER - 2))
    (job,) = [job for job in follow(trial, on=NOW.date(), at=NOW) if job.kind == "analyse_look"]
    assert run_job(job.pk)
    report = json.loads(Run.scoped.for_force(practice).get(trial=trial).report)
    primary = report["engine"]["primary"]
    shares = {
        arm: [n % 3 == 0 for n in range(NUMBER - 2) if enrolled[n] == arm] for arm in ("control", "prompt")
    }
    expected = sum(shares["prompt"]) / len(shares["prompt"]) - sum(shares["control"]) / len(shares["control"])
    assert primary["value"] == pytest.approx(expected, abs=1e-9)
    flow = {row["side"]: (row["entered"], row["cases"]) for row in report["flow"]}
    everybody = Counter(enrolled.values())
    assert flow == {arm: (everybody[arm], len(found)) for arm, found in shares.items()}


@pytest.mark.django_db(transaction=True)
def test_suspect_of_an_enrolled_case_is_named_again_in_a_case_that_was_never_enrolled(
    trial, enrolled, practice
):
    """Every suspect with an even number comes back after two months, in a crime outside the trial."""
    layers = layers_for(practice, current_version(practice))["crime"]
    rows = []
    for number in range(NUMBER):
        entry = date(2026, 1, 5) + timedelta(days=number)
        one = {"unit": PLAN.unit_names[number % 4], "suspect": person(number + 1)}
        rows.append(case(entry, "8", entry, crime=str(pseudonym(reference(number), layers)), **one))
        if number % 2 == 0:
            later = entry + timedelta(days=60)
            rows.append(
                case(later, "1", later, crime=str(pseudonym(reference(5000 + number), layers)), **one)
            )
    snapshot = case_snapshot(practice, rows, as_at=date(2027, 12, 31), key_version=1)
    with chosen_cases(snapshot, arms_by_crime(trial)) as (chosen, _):
        found = count_line(chosen, "repeat_suspect_12m", days=365)
    assert (found["numerator"].sum(), found["denominator"].sum()) == (NUMBER / 2, NUMBER)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of_the_nudge", [True, False])
def test_stop_rule_reads_enrolled_cases_with_the_nudge_alone(trial, enrolled, practice, of_the_nudge):
    """Every resolution of the one side is serious, none of the other; cases that were never enrolled count in neither.

    A rule that read all cases of the units would see the same share whichever side it is.
    """
    arms = {number: (arm != "control") for number, arm in enrolled.items()}
    layers = layers_for(practice, current_version(practice))["crime"]
    rows = []
    for number in [*range(NUMBER), *range(1000, 1000 + NUMBER)]:
        entry = date(2026, 1, 5) + timedelta(days=3 * (number % 30))
        crime = str(pseudonym(reference(number), layers))
        serious = arms.get(number) is of_the_nudge
        unit = PLAN.unit_names[number % 4]
        rows.append(case(entry, "8", entry, unit=unit, crime=crime, gravity=5 if serious else 2))
    snapshot = case_snapshot(practice, rows, as_at=MATURE, key_version=1)
    found = counts_for(trial, PLAN, snapshot)["serious_share"]
    above, below = (sum(row[place] for row in found) for place in (2, 3))
    assert below == sum(arms.values()) and above == (below if of_the_nudge else 0)
    assert {row[0] for row in found} <= set(PLAN.unit_names)


def on_the_monitor(client, trial, reader):
    client.force_login(reader)
    return client.get(reverse("trials:monitor", args=[trial.force.slug, trial.pk])).context["enrolled"]


def test_monitor_says_how_many_enrolled_cases_the_extract_does_not_know(
    client, trial, enrolled, practice, owner
):
    extract(practice, range(NUMBER - 6))
    said = on_the_monitor(client, trial, owner)
    assert said.startswith("Of 25 cases enrolled by") and "5 are in no row of this extract" in said


def test_monitor_says_that_the_extract_knows_every_enrolled_case(client, trial, enrolled, practice, owner):
    extract(practice, range(NUMBER))
    assert "knows every one" in on_the_monitor(client, trial, owner)


def test_monitor_counts_no_officer_and_no_arm_of_enrolled_cases(client, trial, enrolled, practice, owner):
    extract(practice, range(NUMBER - 1))
    said = on_the_monitor(client, trial, owner)
    assert "few are in no row" in said and owner.name not in said
    assert not any(arm.title in said for arm in PLAN.arms)
