"""Cumulative incidence of competing deaths after melanoma, as R's survival computes it."""

import pandas as pd
import pytest

from trials.stats import cumulative_incidence

# MASS::Melanoma (Andersen et al. 1993): days to death from melanoma, to another death, to the end of follow-up
MELANOMA = """185 204 210 232 279 295 386 426 469 529 621 629 659 667 718 752 779 793 817 833 858 869 872 967 977 982
1041 1055 1062 1075 1156 1228 1252 1271 1312 1435 1506 1516 1548 1560 1584 1621 1667 1690 1726 1933 2061 2062 2103 2108
2256 2388 2467 2565 2782 3042 3338"""
OTHER = "10 30 99 232 355 493 826 1427 1525 1860 2085 3154 3182 3458"
CENSORED = """
35 1499 1508 1510 1512 1542 1557 1563 1605 1627 1634 1641 1641 1648 1652 1654 1654 1678 1685 1710 1710 1745
1762 1779 1787 1787 1793 1804 1812 1836 1839 1839 1854 1856 1864 1899 1914 1919 1920 1927 1942 1955 1956 1958 1963 1970
2005 2007 2011 2024 2028 2038 2056 2059 2075 2102 2104 2112 2150 2156 2165 2209 2227 2227 2264 2339 2361 2387 2403 2426
2426 2431 2460 2492 2493 2521 2542 2559 2570 2660 2666 2676 2738 2787 2984 3032 3040 3067 3079 3101 3144 3152 3180 3185
3199 3228 3229 3278 3297 3328 3330 3383 3384 3385 3388 3402 3441 3459 3459 3476 3523 3667 3695 3695 3776 3776 3830 3856
3872 3909 3968 4001 4103 4119 4124 4207 4310 4390 4479 4492 4668 4688 4926 5565"""
# f <- survfit(Surv(time, event) ~ 1, Melanoma); summary(f, times): pstate and std.err of melanoma, of others
SURVIVAL = {
    365: ((0.029413185221, 0.0118299608353), (0.0244626901715, 0.0108055971526)),
    1095: ((0.147065926105, 0.0247974686467), (0.0342670852451, 0.0127281501221)),
    1825: ((0.223539598423, 0.0294304860716), (0.0441977897298, 0.0144049931724)),
    3000: ((0.309620165658, 0.0369524364583), (0.0581114290468, 0.0172572377807)),
}


def timing() -> pd.DataFrame:
    """One row a patient."""
    parts = {"melanoma": MELANOMA, "other": OTHER, "censored": CENSORED}
    rows = [(cause, int(day), 1) for cause, days in parts.items() for day in days.split()]
    return pd.DataFrame(rows, columns=["cause", "lag_days", "count"])


@pytest.mark.parametrize("day", SURVIVAL)
@pytest.mark.parametrize("cause", ["melanoma", "other"])
def test_incidence_and_its_error_are_survfits(day, cause):
    found = cumulative_incidence(timing(), at=[day], causes=[cause]).iloc[0]
    value, se = SURVIVAL[day][cause == "other"]
    assert found["incidence"] == pytest.approx(value, rel=1e-10)
    assert found["variance"] ** 0.5 == pytest.approx(se, rel=1e-9)


def test_deaths_that_compete_are_no_censoring():
    """One minus Kaplan-Meier, others censored, is too high: R's survfit of melanoma alone gives 0.3301 at 3,000."""
    rows = timing().replace({"cause": {"other": "censored"}})
    wrong = cumulative_incidence(rows, at=[3000], causes=["melanoma"])["incidence"].iloc[0]
    assert wrong > SURVIVAL[3000][0][0] + 0.005
