"""The worked case: published figures, the figures every page must show."""

import json

import pytest

from tests.trials.published import forces_by_year, hertfordshire_body
from trials.evaluation import evaluate
from trials.plan_body import Contrast


@pytest.fixture(scope="module")
def report():
    return json.loads(evaluate(hertfordshire_body(), forces_by_year()))


def test_hertfordshire_rose_while_the_others_fell(report):
    details = report["primary"]["primary"]["details"]
    assert round(100 * details["own_change"], 1) == 9.2
    assert round(100 * details["others_change"], 1) == -2.8
    assert round(100 * details["own_before"], 1) == 30.1
    assert round(100 * details["own_after"], 1) == 39.4


def test_placebo_in_space_is_the_published_rank(report):
    estimate = report["primary"]["primary"]
    details = estimate["details"]
    assert (details["rank_two_sided"], details["rank_one_sided"], details["units"]) == (4, 3, 43)
    assert round(estimate["p_value"], 3) == 0.093
    assert round(details["p_one_sided"], 3) == 0.070
    assert [round(100 * estimate[part], 1) for part in ("value", "low", "high")] == [12.1, -0.5, 24.6]


def test_other_definition_of_before_and_after_is_the_published_sensitivity(report):
    estimate = report["sensitivity"][0]["report"]["primary"]
    assert [round(100 * estimate[part], 1) for part in ("value", "low", "high")] == [8.8, -3.8, 21.4]
    assert estimate["details"]["rank_two_sided"] == 8
    assert round(estimate["p_value"], 3) == 0.186


def test_all_forces_together_are_the_national_figures(report):
    shares = {
        key: [round(100 * found[side], 1) for side in ("before", "after")]
        for key, found in report["together"].items()
    }
    assert shares == {"all": [35.2, 32.5], "territorial": [35.4, 32.6]}
    assert report["together"]["territorial"]["places"] == 43


def test_naive_z_is_kept_apart_as_no_verdict(report):
    assert round(report["primary"]["naive"]["z"], 1) == 14.1
    assert report["primary"]["naive"]["is_verdict"] is False


def test_start_is_named_as_the_lowest_of_its_series(report):
    assert report["start_is"] == {"which": "lowest", "period": "2023-04-01", "of": 4}


def test_charges_stayed_flat_and_other_outcomes_took_up_the_change(report):
    treated = report["decomposition"]["treated"]
    changes = {part: round(values["change"], 1) for part, values in treated.items()}
    assert changes == {"oocr": 1.8, "charge": -0.1, "other": -1.7}
    assert sum(values["before"] for values in treated.values()) == pytest.approx(100, abs=1e-6)


def test_grade_is_at_most_three_without_known_follow_up(report):
    assert report["grade"] == 3
    assert report["gates"][0]["status"] == "cannot tell"


def test_same_plan_and_cells_give_the_same_bytes():
    first = evaluate(hertfordshire_body(), forces_by_year())
    assert evaluate(hertfordshire_body(), forces_by_year()) == first


def test_order_of_places_in_the_plan_moves_nothing_but_the_seal():
    body = hertfordshire_body()
    turned = hertfordshire_body(comparison=tuple(reversed(body.data.comparison)))
    one, other = (json.loads(evaluate(b, forces_by_year())) for b in (body, turned))
    assert one["primary"]["primary"] == other["primary"]["primary"]


def test_washed_out_period_is_in_neither_side_of_any_figure():
    cells = forces_by_year()
    on = [period.on for period in cells.periods]
    washed = Contrast("primary", "as planned", (on[1],), (on[3],), (on[0],), (on[2],))
    report = json.loads(evaluate(hertfordshire_body(primary=washed), cells))
    plain = json.loads(evaluate(hertfordshire_body(), cells))
    assert report["primary"]["primary"]["value"] == plain["primary"]["primary"]["value"]
    for part in ("by_basis", "together", "decomposition"):
        assert report[part] == plain[part]
