"""A nudge that only brings outcomes forward is told from one that adds some."""

import json

import pytest

from tests.trials.stats.timings import timed_trial
from tests.trials.stats.wedges import wedge_frame
from trials.stats import InputRefused, Outcome, Plan, Report, analyse, cumulative_incidence

SHORT = (Outcome("oocr_of_eligible_within_w", follow_up_days=30),)


def plan(design="cluster_randomised", outcomes=SHORT, **options):
    return Plan(design, outcomes=outcomes, **options)


def report(plan, frame, timing):
    return analyse(plan, frame, timing=timing)


def test_nudge_that_only_speeds_resolutions_up_is_called_a_timing_effect():
    frame, timing = timed_trial(sooner=0.3, window=30, cases=200)
    found = report(plan(), frame, timing)
    assert found.primary.p_value < 0.05  # the short window alone would have called it a success
    effect = found.finding("timing_effect")
    assert effect.status == "fails" and "sooner, not more often" in effect.text
    assert effect.text in found.verdict


def test_nudge_that_adds_resolutions_is_not_called_one():
    for sooner in (1.0, 0.5):
        frame, timing = timed_trial(more=0.15, sooner=sooner, window=30, cases=200)
        found = report(plan(), frame, timing)
        assert found.finding("timing_effect").status == "passes"
        assert "sooner" not in found.verdict


def test_nudge_that_does_nothing_is_not_called_one():
    called = 0
    for seed in range(10):
        frame, timing = timed_trial(window=30, seed=seed, cases=60, last=60)
        called += report(plan(), frame, timing).finding("timing_effect").status == "fails"
    assert called <= 1  # 1 of 300 such trials in a longer run


def test_slower_is_told_from_fewer():
    frame, timing = timed_trial(sooner=3.0, window=30, cases=200, last=600)
    assert "later, not less often" in report(plan(), frame, timing).finding("timing_effect").text


def test_difference_of_changes_sees_through_groups_that_always_differed():
    frame, timing = timed_trial(sooner=0.3, window=30, cases=200, before=True)
    found = report(plan("difference_in_differences"), frame, timing)
    assert found.finding("timing_effect").status == "fails"
    assert [side["post"] for side in found.series["incidence"]["sides"]] == [0, 1, 0, 1]


def test_page_without_a_control_group_names_no_effect():
    frame, timing = timed_trial(sooner=0.3, window=30, cases=200, before=True)
    own = [unit for unit in frame["unit"].unique() if unit < "u06"]
    kept = [table[table["unit"].isin(own)] for table in (frame, timing)]
    found = report(plan("before_after"), *kept)
    assert found.finding("timing_effect").status == "fails"
    assert "effect" not in found.verdict and "Timing alone" in found.verdict


def test_difference_at_the_window_is_that_of_proportions_where_all_were_followed():
    frame, timing = timed_trial(more=0.1, window=30, spread=0.1)
    estimate = report(plan(), frame, timing).estimates["incidence_difference"]
    share = frame.groupby("treated")[["events", "cases"]].sum()
    share = share["events"] / share["cases"]
    assert estimate.value == pytest.approx(share[1] - share[0], abs=1e-12)
    assert estimate.low < estimate.value < estimate.high
    assert set(estimate.details["other_causes"]) == {"charge", "nfa"}


def test_bootstrap_error_agrees_with_the_t_interval_on_units_of_one_size():
    frame, timing = timed_trial(window=30, spread=0.1, units=20)
    found = report(plan(), frame, timing)
    width = found.estimates["incidence_difference"].high - found.estimates["incidence_difference"].low
    # the same variance of unit means; the bootstrap's own error is 2.3 %, three of which are 7 %
    assert width == pytest.approx(found.primary.high - found.primary.low, rel=0.07)


def test_curves_of_the_report_are_those_of_the_table():
    frame, timing = timed_trial(window=30, last=60)
    series = report(plan(), frame, timing).series["incidence"]
    treated = cumulative_incidence(timing[timing["treated"] == 1], at=[60])
    side = next(side for side in series["sides"] if side["arm"] == "treated")
    for cause, value in zip(treated["cause"], treated["incidence"], strict=True):
        assert side["curves"][cause][-1] == pytest.approx(value)
    assert len(series["difference"]) == len(series["low"]) == len(series["lags"])


def test_order_of_rows_and_names_of_units_change_no_byte():
    frame, timing = timed_trial(window=30, last=60)
    first = report(plan(), frame, timing).to_json()
    assert report(plan(), frame, timing.sample(frac=1, random_state=3)).to_json() == first
    renamed = [table.assign(unit=table["unit"].str[::-1]) for table in (frame, timing)]
    again = report(plan(), *renamed).estimates["incidence_difference"]
    assert again == Report.from_json(first).estimates[
        "incidence_difference"
    ] or again.p_value == pytest.approx(
        json.loads(first)["estimates"]["incidence_difference"]["p_value"], rel=1e-9
    )


def test_report_without_timing_says_nothing_of_it():
    frame, _ = timed_trial()
    found = analyse(plan(), frame)
    assert "incidence" not in found.series and "incidence_difference" not in found.estimates
    assert "timing_effect" not in {finding.key for finding in found.findings}


def test_units_that_cannot_be_drawn_again_leave_the_curves_without_an_interval():
    frame, timing = timed_trial(before=True, last=60)
    kept = [table[table["unit"] == "u00"] for table in (frame, timing)]
    found = report(plan("before_after"), *kept)
    assert found.refusals["incidence_difference"].code == "b"
    assert found.finding("timing_effect").status == "cannot tell"
    assert "low" not in found.series["incidence"] and found.series["incidence"]["difference"]


def test_individually_allocated_cases_keep_their_own_arm():
    frame, timing = timed_trial(sooner=0.3, window=30, cases=300)
    for table in (frame, timing):  # both arms within each of six units
        table["unit"] = table["unit"].map(lambda name: f"u{int(name[1:]) % 6:02d}")
    found = report(
        plan("individually_randomised"),
        frame.groupby(["unit", "treated", "period"], as_index=False).sum(),
        timing,
    )
    assert found.finding("timing_effect").status == "fails"
    assert found.estimates["incidence_difference"].df == 5


def test_starts_at_different_times_give_curves_and_no_difference():
    frame = wedge_frame(units=6, sequences=3, months=2, seed=1)
    _, timing = timed_trial(units=6, last=60, before=True)
    timing = timing.assign(unit=timing["unit"].str.replace("u", "unit "))
    found = report(plan("stepped_wedge"), frame, timing)
    assert found.finding("timing_effect").status == "cannot tell"
    assert "difference" not in found.series["incidence"]


def test_window_longer_than_the_follow_up_is_said():
    frame, timing = timed_trial(last=60)
    long = (Outcome("oocr_of_eligible_within_w", follow_up_days=120),)
    estimate = report(plan(outcomes=long), frame, timing).estimates["incidence_difference"]
    assert estimate.details["window"] == 60 and "not followed to day 120" in estimate.method


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.assign(colour="red"), "unknown column colour"),
        (lambda table: table.drop(columns="post"), "lacks post"),
        (lambda table: table.assign(treated=2), "neither 0 nor 1"),
        (lambda table: table.assign(treated=1 - table["treated"]), "contradicts the counts"),
        (lambda table: table.assign(unit="elsewhere"), "a unit that the counts do not"),
        (lambda table: table[table["treated"] == 1], "no case of control"),
        (lambda table: table.assign(unit=None), "has no unit"),
        (
            lambda table: table.assign(cause=table["cause"].replace("oocr", "resolved")),
            "which of its causes",
        ),
    ],
)
def test_timing_table_outside_the_rules_is_refused_in_words(change, words):
    frame, timing = timed_trial(last=60)
    with pytest.raises(InputRefused, match=words) as refusal:
        report(plan(), frame, change(timing))
    assert refusal.value.remedy


def test_timing_of_a_rate_is_refused():
    frame, timing = timed_trial(last=60)
    with pytest.raises(InputRefused, match="holds a rate"):
        report(plan(), frame.rename(columns={"cases": "exposure"}), timing)
