"""Two waves side by side: linked and unlinked, by team, across versions; against R."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from surveys.scales import Side, SurveyRefused, changed_items, compare_waves, load_instrument
from surveys.scales.arithmetic import paired
from surveys.scales.arithmetic.differences import by_teams, welch
from surveys.scales.methods.waves import linked_change
from tests.surveys.scales.answers_of_r import R
from tests.surveys.scales.made_up import TABLES, instrument, officers

O = officers()  # noqa: E741
HALF = 131  # rows of the first wave in ref.R, counted from 1 to 130
ONE = instrument({"x": "C-Ps"})
FIVE = instrument(dict.fromkeys(("i1", "i2", "i3", "i4", "i5"), "C-Ps"))


def halves():
    return O.iloc[: HALF - 1], O.iloc[HALF - 1 :]


def test_unlinked_waves_are_compared_as_rs_t_test_does():
    first, second = halves()
    found = compare_waves(Side(ONE, first[["x"]]), Side(ONE, second[["x"]]))["C-Ps"]
    expected = R["welch"]
    assert found.change == pytest.approx(expected["change"], abs=1e-12)
    assert (found.low, found.high) == pytest.approx(expected["interval"], abs=1e-9)
    assert (found.p_value, found.df) == pytest.approx([expected["p"], expected["df"]], abs=1e-9)
    assert found.method == "Welch's t" and found.teams == 0 and found.d_z is None


def test_waves_by_team_are_compared_as_rs_club_sandwich_does():
    first, second = halves()
    found = compare_waves(Side(ONE, first[["x"]], first["team"]), Side(ONE, second[["x"]], second["team"]))
    found, expected = found["C-Ps"], R["by_teams"]
    assert (found.change, found.df, found.p_value) == pytest.approx(
        [expected["change"], expected["df"], expected["p"]], abs=1e-8
    )
    assert found.teams == 12 and "CR2" in found.method


def test_linked_change_agrees_with_rs_paired_test_and_noncentral_t():
    found, expected = linked_change("x", (), O.x.to_numpy(float), O.y.to_numpy(float)), R["paired"]
    assert (found.low, found.high) == pytest.approx(expected["interval"], abs=1e-9)
    assert found.p_value == pytest.approx(expected["p"], rel=1e-9)
    assert (found.d_z, found.d_z_low, found.d_z_high) == pytest.approx(expected["d_z"], abs=1e-7)


def test_linked_change_by_team_agrees_with_rs_club_sandwich():
    expected = R["paired_by_teams"]
    found = linked_change("x", (), O.x.to_numpy(float), O.y.to_numpy(float), teams=O.team.to_numpy(object))
    assert (found.change, found.df, found.p_value) == pytest.approx(
        [expected["change"], expected["df"], expected["p"]], rel=1e-7
    )
    assert (
        found.teams == 12 and found.high - found.low > R["paired"]["interval"][1] - R["paired"]["interval"][0]
    )


def test_linked_pairs_without_a_team_are_left_out_and_counted():
    teams = O.team.to_numpy(object).copy()
    teams[:9] = None
    links = [(i, i) for i in range(len(O))]
    y = O[["y"]].rename(columns={"y": "x"})
    found = compare_waves(Side(ONE, O[["x"]], teams), Side(ONE, y), linked=links)["C-Ps"]
    assert (found.without_team, found.n_before) == (9, len(O) - 9)


def test_linked_waves_follow_the_links_and_not_the_order_of_rows():
    first = TABLES["five"]().head(60).set_axis([f"a{i}" for i in range(60)])
    second = (first + 1).clip(upper=10).set_axis([f"b{i}" for i in range(60)]).iloc[::-1]
    links = [(f"a{i}", f"b{i}") for i in range(50)]
    found = compare_waves(Side(FIVE, first), Side(FIVE, second), linked=links)["C-Ps"]
    assert found.n_before == 50 and 0.9 < found.change <= 1 and found.method == "paired t"


def test_reliable_change_is_what_error_of_measurement_rarely_gives():
    """Jacobson and Truax's own formula by hand: 1.96 sd sqrt(2 (1 - alpha))."""
    first = TABLES["five"]().head(100)
    second = first.copy()
    second.iloc[:7] = (first.iloc[:7] + 5).clip(upper=10)
    second.iloc[7:9] = 0
    links = [(i, i) for i in range(100)]
    found = compare_waves(Side(FIVE, first), Side(FIVE, second), linked=links)["C-Ps"].reliable
    trust = R["five"]["alpha"]
    sd = first.mean(axis=1).std()
    assert found.reliability == pytest.approx(trust, abs=0.05)
    assert found.needed == pytest.approx(1.96 * sd * (2 * (1 - found.reliability)) ** 0.5)
    moved = (second - first).mean(axis=1)
    assert (found.up, found.down) == (int((moved > found.needed).sum()), int((moved < -found.needed).sum()))


def test_reliable_change_of_one_item_is_refused_in_words():
    links = [(i, i) for i in range(len(O))]
    y = O[["y"]].rename(columns={"y": "x"})
    found = compare_waves(Side(ONE, O[["x"]]), Side(ONE, y), linked=links)["C-Ps"]
    assert not found.reliable and "one item" in str(found.reliable)


def test_p_values_are_adjusted_over_the_components_compared():
    two = instrument({"x": "C-Ps", "y": "M-Au"})
    first, second = halves()
    found = compare_waves(Side(two, first[["x", "y"]]), Side(two, second[["x", "y"]] * 0.9))
    smallest = min(found.values(), key=lambda change: change.p_value)
    assert smallest.p_holm == pytest.approx(min(1, 2 * smallest.p_value))
    assert all(change.p_holm >= change.p_value for change in found.values())


def test_version_that_changed_an_item_is_refused_without_a_bridge():
    other = replace(FIVE, version=2, items=(replace(FIVE.items[0], text="Otherwise."), *FIVE.items[1:]))
    table = TABLES["five"]()
    assert changed_items(FIVE, other) == ["i1"]
    with pytest.raises(SurveyRefused, match=r"differ in what they ask \(items i1\)"):
        compare_waves(Side(FIVE, table), Side(other, table))
    bridge = {f"i{n}": f"i{n}" for n in (2, 3, 4, 5)}
    found = compare_waves(Side(FIVE, table), Side(other, table - table % 2), bridge=bridge)["C-Ps"]
    assert found.items == ("i2", "i3", "i4", "i5")


@pytest.mark.parametrize("field, value", [("reversed", True), ("polarity", "need"), ("component", "M-Au")])
def test_scoring_that_changed_counts_as_a_changed_item(field, value):
    other = replace(FIVE, items=(replace(FIVE.items[0], **{field: value}), *FIVE.items[1:]))
    assert changed_items(FIVE, other) == ["i1"]


def test_item_that_is_asked_of_other_officers_counts_as_a_changed_item():
    other = replace(FIVE, items=(*FIVE.items[:4], replace(FIVE.items[4], relevant="${i1} > 3")))
    assert changed_items(FIVE, other) == changed_items(other, FIVE) == ["i5"]


def test_items_added_or_taken_out_are_changes():
    assert changed_items(FIVE, replace(FIVE, items=FIVE.items[1:])) == ["i1"]
    assert changed_items(replace(FIVE, items=FIVE.items[1:]), FIVE) == ["i1"]


@pytest.mark.parametrize(
    "bridge, words",
    [
        ({}, "The bridge map is empty"),
        ({"i9": "i1"}, "names an item that is not there (i9)"),
        ({"i1": "i2", "i2": "i2"}, "Two items lead to the same one"),
    ],
)
def test_faulty_bridge_is_refused(bridge, words):
    with pytest.raises(SurveyRefused) as refused:
        compare_waves(Side(FIVE, TABLES["five"]()), Side(FIVE, TABLES["five"]()), bridge=bridge)
    assert words in str(refused.value)


def test_bridge_between_components_and_other_scales_are_refused():
    other = replace(FIVE, items=(replace(FIVE.items[0], component="M-Au"), *FIVE.items[1:]))
    table = TABLES["five"]()
    with pytest.raises(SurveyRefused, match="different components"):
        compare_waves(Side(FIVE, table), Side(other, table), bridge={"i1": "i1"})
    longer = replace(FIVE, scale=replace(FIVE.scale, high=11))
    for bridge in (None, {"i1": "i1"}):
        with pytest.raises(SurveyRefused, match="different scales"):
            compare_waves(Side(FIVE, table), Side(longer, table), bridge=bridge)


@pytest.mark.parametrize("links", [[(0, 999)], [(0, 0), (0, 1)], [(-5, 0)]])
def test_link_to_nobody_or_to_one_response_twice_is_refused(links):
    with pytest.raises(SurveyRefused, match="A link names a response"):
        compare_waves(Side(FIVE, TABLES["five"]()), Side(FIVE, TABLES["five"]()), linked=links)


def test_too_few_or_too_like_are_refusals_in_words():
    one = pd.DataFrame({"x": [4]})
    same = pd.DataFrame({"x": [4, 4, 4]})
    assert "1 and 3 responses" in str(compare_waves(Side(ONE, one), Side(ONE, same))["C-Ps"])
    assert "alike" in str(compare_waves(Side(ONE, same), Side(ONE, same))["C-Ps"])
    linked = compare_waves(Side(ONE, same), Side(ONE, same + 1), linked=[(0, 0), (1, 1), (2, 2)])["C-Ps"]
    assert "by the same amount" in str(linked)


def test_three_teams_are_too_few_and_responses_without_a_team_are_counted():
    x = [O.x.to_numpy(float)[:100], O.x.to_numpy(float)[100:]]
    labels = [np.array(list("abc") * 80, dtype=object)[:100], np.array(list("abc") * 80, dtype=object)[100:]]
    assert "3 teams answered" in str(by_teams(x, labels, 0.05))
    teams = [O.team.to_numpy(object)[:100].copy(), O.team.to_numpy(object)[100:]]
    teams[0][:6] = None
    found = by_teams(x, teams, 0.05)
    assert (found.without_team, found.n_before) == (6, 94)


def test_shipped_training_instrument_is_compared_on_its_occasions():
    training = load_instrument("oocr_training")
    answers = pd.DataFrame({i.id: O.x % 11 for i in training.items})
    found = compare_waves(
        Side(training, answers), Side(training, answers.iloc[::2] // 2), occasion=("before", "after")
    )
    assert list(found) == ["C-Ps", "M-Re", "M-Au"]


def test_welch_is_unmoved_by_gaps():
    x = O.x.to_numpy(float)
    gapped = np.insert(x[:100], [3, 50], np.nan)
    assert welch([gapped, x[100:]], 0.05) == welch([x[:100], x[100:]], 0.05)


@pytest.mark.parametrize("t, n", [(0.0, 5), (2.0, 12), (-8.0, 30), (40.0, 300), (3.0, 2)])
def test_noncentral_interval_holds_the_value_and_mirrors(t, n):
    changes = np.linspace(-1, 1, n)
    changes = changes / changes.std(ddof=1) + t / n**0.5
    d, low, high = paired.d_z(changes, 0.05)
    assert low < d < high
    assert paired.d_z(-changes, 0.05) == pytest.approx((-d, -high, -low), abs=1e-6)
