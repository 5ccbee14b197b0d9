"""Alpha, Feldt's interval, omega, item-rest correlations and Spearman-Brown, against R's psych."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from surveys.scales import load_instrument, reliability
from surveys.scales.arithmetic import minres
from tests.surveys.scales.answers_of_r import CLOSE, CLOSE_OMEGA, R
from tests.surveys.scales.made_up import TABLES, instrument, one_factor
from tests.surveys.scales.published import ATTITUDE


def consistency(table, low=0, high=10, **kept):
    sample = instrument(dict.fromkeys(table, "C-Ps"), low=low, high=high)
    return reliability(sample, table, **kept)["C-Ps"]


CASES = {"attitude": (ATTITUDE, 0, 100)} | {k: (TABLES[k](), 0, 10) for k in ("five", "gaps", "two", "weak")}


@pytest.mark.parametrize("name", CASES)
def test_figures_agree_with_psych(name):
    found, expected = consistency(*CASES[name]), R[name]
    for field in ("alpha", "low", "high"):
        assert getattr(found, field) == pytest.approx(expected[field], abs=CLOSE)
    assert list(found.item_rest.values()) == pytest.approx(expected["item_rest"], abs=CLOSE)
    if expected["omega"] is not None:
        assert found.omega == pytest.approx(expected["omega"], abs=CLOSE_OMEGA)
        dropped = [item.alpha_if_dropped for item in found.items]
        assert dropped == pytest.approx(expected["alpha_if_dropped"], abs=CLOSE)


def test_two_items_get_spearman_brown_and_neither_omega_nor_alpha_if_dropped():
    found = consistency(TABLES["two"]())
    assert found.spearman_brown == pytest.approx(R["two"]["spearman_brown"], abs=CLOSE)
    assert found.omega is None and found.items[0].alpha_if_dropped is None
    assert "Two items: read Spearman-Brown, not alpha." in found.notes


def test_alpha_of_the_attitude_data_is_the_one_in_print():
    assert round(consistency(ATTITUDE, 0, 100).alpha, 2) == 0.84  # psych's own documentation


def test_complete_responses_only_gives_what_psych_gives_without_gaps():
    table = TABLES["gaps"]()
    found, alone = consistency(table, missing="complete"), consistency(table.dropna())
    assert (found.alpha, found.low, found.n) == (alone.alpha, alone.low, alone.n)
    assert found.n == found.n_complete < len(table)


def test_one_item_has_no_consistency():
    found = reliability(instrument({"k1": "C-Ps"}), pd.DataFrame({"k1": range(10)}))["C-Ps"]
    assert str(found).startswith("n/a")


def test_under_30_is_refused_and_30_is_not():
    table = TABLES["five"]()
    assert "under 30" in str(consistency(table.head(29))) and consistency(table.head(30))


def test_gaps_that_leave_two_items_under_30_together_are_refused():
    table = TABLES["five"]().head(40).astype(float)
    table.loc[:15, "i1"] = np.nan
    assert "24 responses answered the items together" in str(consistency(table))


def test_item_that_the_factor_explains_wholly_is_told():
    """Correlations 0.8, 0.8 and 0.3 would need a loading of 0.8 x 0.8 / 0.3 > 1."""
    draw = np.random.default_rng(2)
    middle = draw.normal(size=300)
    others = [0.8 * middle + 0.6 * draw.normal(size=300) * sign for sign in (1, -1)]
    others[1] = others[1] + 0.3 * (others[1] - others[0])
    table = pd.DataFrame({"i1": middle, "i2": others[0], "i3": others[1]}).mul(1.2).add(5).round().clip(0, 10)
    found = consistency(table)
    assert found.heywood and "Heywood" in " ".join(found.notes)
    assert not consistency(TABLES["five"]()).heywood


WHOLLY = range(len(R["wholly"]))


def test_omega_agrees_with_psych_where_an_item_is_explained_wholly():
    """In Heywood cases psych stops between two optima, and where it does hangs on its route."""
    found = [consistency(TABLES[f"wholly{number}"]()) for number in WHOLLY]
    assert sum(one.heywood for one in found) == 16  # of forty; the others are near one
    assert [one.omega for one in found] == pytest.approx(R["wholly"], abs=CLOSE_OMEGA)


def test_a_later_optimiser_stops_elsewhere(monkeypatch):
    """The negative control: the same sums and slopes, least in another way, differ by more than is allowed."""

    def later(function, start, low, high):
        return minimize(
            function, start, jac=True, method="L-BFGS-B", bounds=list(zip(low, high, strict=True))
        ).x

    monkeypatch.setattr(minres, "minimise", later)
    found = [consistency(TABLES[f"wholly{number}"]()).omega for number in WHOLLY]
    assert max(abs(one - psych) for one, psych in zip(found, R["wholly"], strict=True)) > CLOSE_OMEGA


def test_item_that_never_varies_is_left_out_and_named():
    table = TABLES["five"]().assign(i6=7)
    found, without = consistency(table), consistency(TABLES["five"]())
    assert (found.alpha, found.omega, found.left_out) == (without.alpha, without.omega, ("i6",))
    assert found.items[5].item_rest is None and "i6" in " ".join(found.notes)


def test_nothing_that_varies_is_refused_in_words():
    table = pd.DataFrame({"i1": [5] * 40, "i2": [6] * 40, "i3": range(40)}).assign(i3=lambda t: t.i3 % 11)
    assert "All or all but one" in str(consistency(table))


def test_items_that_cancel_each_other_are_refused_in_words():
    table = pd.DataFrame({"i1": [k % 11 for k in range(44)]}).assign(i2=lambda t: 10 - t.i1)
    assert "run against each other" in str(consistency(table))


def test_reversed_item_counts_as_turned():
    table = TABLES["five"]()
    sample = instrument(dict.fromkeys(table, "C-Ps") | {"i2": ("C-Ps", "reversed = true")})
    found = reliability(sample, table.assign(i2=10 - table.i2))["C-Ps"]
    assert found.alpha == pytest.approx(R["five"]["alpha"], abs=CLOSE)


def test_item_forgotten_to_be_reversed_shows_as_a_negative_item_rest():
    table = TABLES["five"]()
    found = consistency(table.assign(i2=10 - table.i2))
    assert found.item_rest["i2"] < 0


def test_floor_and_ceiling_over_15_percent_are_flagged():
    table = one_factor(100, (0.7, 0.7, 0.7), seed=3)
    table.iloc[:, 0] = [0] * 16 + [5, 6] * 42
    table.iloc[:, 1] = [10] * 15 + [5, 6] * 42 + [5]
    found = consistency(table)
    assert (found.floor["i1"], found.items[0].flags) == (0.16, ("floor",))
    assert (found.ceiling["i2"], found.items[1].flags) == (0.15, ())


def test_every_result_says_that_a_low_alpha_proves_nothing():
    assert "no proof of a bad index" in consistency(TABLES["weak"]()).notes[0]


def test_brief_form_gives_spearman_brown_for_its_two_pairs_and_na_for_single_items():
    brief = load_instrument("com_b_brief")
    table = one_factor(60, (0.6,) * 6, seed=8).set_axis([i.id for i in brief.items], axis=1)
    found = reliability(brief, table)
    assert not found["C-Ps"] and found["opportunity"].spearman_brown > 0
    assert [key for key, value in found.items() if value] == ["opportunity", "motivation"]


@pytest.mark.parametrize("seed", range(40, 52))
def test_alpha_lies_under_omega_or_by_it_and_feldt_around_alpha(seed):
    found = consistency(one_factor(80, (0.8, 0.4, 0.6, 0.7), seed=seed))
    assert found.low < found.alpha < found.high <= 1
    assert found.omega is None or 0 <= found.omega <= 1


def test_feldts_interval_covers_at_its_stated_rate():
    """Five parallel items, alpha known: 1 000 samples of 60 normal answers."""
    from surveys.scales.arithmetic.alpha import alpha, feldt_interval

    rng, true, hits = np.random.default_rng(4), 5 * 0.4 / (1 + 4 * 0.4), 0
    for _ in range(1000):
        x = rng.normal(size=(60, 1)) * 0.4**0.5 + rng.normal(size=(60, 5)) * 0.6**0.5
        low, high = feldt_interval(alpha(np.cov(x.T)), 60, 5, 0.05)
        hits += low <= true <= high
    assert abs(hits / 1000 - 0.95) < 4 * (0.95 * 0.05 / 1000) ** 0.5  # four standard errors
