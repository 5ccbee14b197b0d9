import pytest

from trials.rules import equal_follow_up, maturity


def test_recorded_months_are_refused_without_known_follow_up():
    gate = equal_follow_up(basis="recorded", follow_up_days=None, changes={"recorded": 0.01})
    assert gate.blocks and gate.status == "fails"


def test_closed_months_cap_the_grade_and_do_not_refuse():
    gate = equal_follow_up(basis="closed", follow_up_days=None, changes={"closed": 0.01})
    assert not gate.blocks and gate.grade_at_most == 3 and "Follow-up unknown" in gate.text


def test_known_follow_up_passes_on_every_basis():
    assert equal_follow_up(basis="recorded", follow_up_days=120, changes={}).status == "passes"


def test_both_bases_are_named_also_where_the_sign_agrees():
    changes = {"recorded": 0.02, "closed": 0.01}
    gate = equal_follow_up(basis="recorded", follow_up_days=None, changes=changes)
    assert "up 2.0 points counted by recorded month, up 1.0 points counted by closed month" in gate.text
    assert "sign differs" not in gate.text


@pytest.mark.parametrize(
    ("before", "after", "blocks"),
    [
        ((1000, 1000), (1000, 1000), False),
        ((1000, 905), (1000, 905), False),
        ((1000, 895), (1000, 895), True),  # 10.5 % in all
        ((1000, 1000), (1000, 981), False),
        ((1000, 1000), (1000, 979), True),  # 2.1 points apart
        ((1000, 1000), (1000, 980), False),  # exactly 2 points apart is not over
        ((1000, 900), (1000, 900), False),  # exactly 10 % is not over
        ((0, 0), (0, 0), True),
    ],
)
def test_immature_cases_refuse_a_verdict_over_ten_per_cent_or_two_points_apart(before, after, blocks):
    assert maturity({"before": before, "after": after}).blocks is blocks


def test_one_badly_followed_place_does_not_hide_among_many():
    flow = {
        "places looked at, before": (100, 100),
        "places looked at, after": (100, 60),
        "comparison, before": (9000, 9000),
        "comparison, after": (9000, 9000),
    }
    gate = maturity(flow)
    assert gate.blocks
    assert "places looked at, after 40.0 %" in gate.text
    pooled = {side: tuple(map(sum, zip(*parts, strict=True))) for side, parts in by_side(flow).items()}
    assert not maturity(pooled).blocks  # pooled over places it would have passed


def by_side(flow):
    return {
        side: [counts for name, counts in flow.items() if name.endswith(side)] for side in ("before", "after")
    }


def test_maturity_gate_says_the_same_of_cells_that_were_stored_in_another_order():
    flow = {
        f"{group}, {side}": [100, 99]
        for group in ("places looked at", "comparison")
        for side in ("before", "after")
    }
    stored = dict(sorted(flow.items()))
    assert list(stored) != list(flow)
    assert maturity(stored).text == maturity(flow).text
    assert "(places looked at, before 1.0 %; places looked at, after" in maturity(flow).text
