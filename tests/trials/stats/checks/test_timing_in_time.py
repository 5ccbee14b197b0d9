"""Where units start at different times, curves are compared within periods: neither time nor speed passes for more."""

import numpy as np
import pytest

from tests.trials.stats.timed_wedges import timed_wedge
from tests.trials.stats.timings import timed_trial
from trials.stats import InputRefused, Outcome, Plan, analyse

SHORT = (Outcome("oocr_of_eligible_within_w", follow_up_days=30),)
DESIGNS = {"stepped_wedge": 0, "staggered_adoption": 4}


def report(design, frame, timing, **options):
    return analyse(Plan(design, outcomes=SHORT, **options), frame, timing=timing)


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
def test_nudge_that_only_speeds_resolutions_up_is_called_a_timing_effect(design, never):
    found = report(design, *timed_wedge(sooner=0.3, never=never))
    assert found.primary.p_value < 0.05  # the short window alone would have called it a success
    effect = found.finding("timing_effect")
    assert effect.status == "fails" and "sooner, not more often" in effect.text
    assert effect.text in found.verdict


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
@pytest.mark.parametrize("sooner", [1.0, 0.5])
def test_nudge_that_adds_resolutions_is_not_called_one(design, never, sooner):
    found = report(design, *timed_wedge(more=0.2, sooner=sooner, never=never, cases=120))
    assert found.finding("timing_effect").status == "passes"
    assert "sooner" not in found.verdict


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
def test_difference_at_the_window_is_the_primary_where_all_were_followed(design, never):
    found = report(design, *timed_wedge(never=never, months=2))
    estimate = found.estimates["incidence_difference"]
    assert estimate.value == pytest.approx(found.primary.value, abs=1e-9)
    assert set(estimate.details["other_causes"]) == {"charge", "nfa"}
    assert "hand out the starts" in estimate.reference and "of time" in estimate.method


def test_time_alone_parts_the_pooled_curves_but_makes_no_difference():
    found = report("stepped_wedge", *timed_wedge(trend=0.4, cases=120))
    without, with_it = (side["curves"]["oocr"][-1] for side in found.series["incidence"]["sides"])
    assert with_it - without > 0.1  # what pooling the sides would have called an effect
    estimate = found.estimates["incidence_difference"]
    assert estimate.low < 0 < estimate.high
    assert abs(found.series["incidence"]["difference"][-1]) < 0.06


def test_without_periods_the_finding_says_what_is_missing():
    frame, timing = timed_wedge(sooner=0.3)
    pooled = (
        timing.drop(columns="period").groupby(["unit", "treated", "post", "cause", "lag_days"])["count"].sum()
    )
    found = report("stepped_wedge", frame, pooled.reset_index())
    assert found.finding("timing_effect").status == "cannot tell"
    assert "column period" in found.finding("timing_effect").text
    assert "incidence_difference" not in found.estimates


def test_periods_and_cells_not_compared_are_not_read():
    frame, timing = timed_wedge()
    later = timing.assign(period=timing["period"] + 90, cause="oocr", lag_days=0)
    plain, more = (
        report("stepped_wedge", frame, table) for table in (timing, timing.merge(later, how="outer"))
    )
    assert more.to_json() == plain.to_json()
    washed = report("stepped_wedge", frame, timing, washout=1)
    assert washed.estimates["incidence_difference"].value == pytest.approx(washed.primary.value, abs=1e-9)


def test_order_of_rows_changes_no_byte():
    frame, timing = timed_wedge()
    first = report("stepped_wedge", frame, timing).to_json()
    assert report("stepped_wedge", frame, timing.sample(frac=1, random_state=3)).to_json() == first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.assign(treated=1 - table["treated"]), "contradicts the counts"),
        (lambda table: table.assign(unit="elsewhere"), "a unit that the counts do not"),
        (lambda table: table.assign(period=np.nan), "period is missing"),
        (lambda table: table[table["treated"] == 1], "no period with cases both"),
        (lambda table: table.assign(period=table["period"] + 90), "no period with cases both"),
    ],
)
def test_timing_table_outside_the_rules_is_refused_in_words(change, words):
    frame, timing = timed_wedge()
    with pytest.raises(InputRefused, match=words) as refusal:
        report("stepped_wedge", frame, change(timing))
    assert refusal.value.remedy


def test_nothing_to_compare_is_the_primarys_refusal_and_leaves_the_curves():
    frame, timing = timed_wedge(sequences=1)
    with pytest.raises(Exception, match="nothing to compare") as refusal:
        report("staggered_adoption", frame, timing)
    assert refusal.value.report.series["incidence"]["sides"]


def test_designs_with_one_start_leave_out_periods_they_do_not_compare():
    frame, timing = timed_trial(before=True, last=60)
    dated = timing.assign(period=timing["post"] + 1)
    plan = Plan("cluster_randomised", outcomes=SHORT)
    plain, with_periods = (analyse(plan, frame, timing=table) for table in (timing, dated))
    assert with_periods.to_json() == plain.to_json()
    late = dated.assign(period=dated["period"] + (dated["lag_days"] == 60) * 50)
    cut = analyse(plan, frame, timing=late).series["incidence"]
    assert max(cut["lags"]) < 60
    with pytest.raises(InputRefused, match="post contradicts"):
        analyse(plan, frame, timing=dated.assign(post=1 - dated["post"], period=dated["period"]))
