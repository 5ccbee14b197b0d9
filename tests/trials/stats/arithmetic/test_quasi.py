"""Quasi-likelihood fits against R and the published Sicilian smoking ban."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.reference import reference_file, reference_json
from trials.stats.arithmetic.quasi import fit_quasi


def sicily() -> tuple[pd.DataFrame, np.ndarray]:
    """Admissions by month, and the design of the paper: step, time, two seasonal pairs."""
    table = pd.read_csv(reference_file("reference", "sicily", "data.csv"))
    angle = 2 * np.pi * table["month"] / 12
    columns = [np.ones(len(table)), table["smokban"], table["time"], np.sin(angle), np.cos(angle)]
    return table, np.column_stack([*columns, np.sin(2 * angle), np.cos(2 * angle)])


def test_two_harmonics_give_the_published_step():
    table, design = sicily()
    found = fit_quasi(table["aces"].to_numpy(), table["stdpop"].to_numpy(), design, family="poisson")
    ratios = np.exp(found.beta[1] + np.array([0, -1.959964, 1.959964]) * found.se[1])
    assert ratios.round(4).tolist() == [0.8851, 0.8394, 0.9332]
    assert round(found.dispersion, 4) == 2.2622


def test_two_harmonics_equal_r_to_six_digits():
    table, design = sicily()
    found = fit_quasi(table["aces"].to_numpy(), table["stdpop"].to_numpy(), design, family="poisson")
    expected = reference_json("sicily", "expected_R.json")["model3_quasi_seasonal"]
    assert found.beta[1] == pytest.approx(expected["b"], rel=1e-6)
    assert found.se[1] == pytest.approx(expected["se"], rel=1e-6)


def test_step_without_season_equals_r():
    table, design = sicily()
    found = fit_quasi(table["aces"].to_numpy(), table["stdpop"].to_numpy(), design[:, :3], family="poisson")
    expected = reference_json("sicily", "expected_R.json")["model2_quasi"]
    assert found.beta[1] == pytest.approx(expected["b"], rel=1e-6)
    assert found.se[1] == pytest.approx(expected["se"], rel=1e-6)
    # R stops a step earlier, which its phi shows in the sixth digit: held to the published four decimals
    assert round(found.dispersion, 4) == round(expected["phi"], 4)
