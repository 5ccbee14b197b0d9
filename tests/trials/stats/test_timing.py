"""Cumulative incidence of competing outcomes, against R's survival and statsmodels, and what it must refuse."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from trials.stats import InputRefused, cumulative_incidence

# (lag, cause, cases): ties between outcomes, and outcomes and censoring at one lag.
CASES = [
    (0, "censored", 1),
    (0, "oocr", 3),
    (1, "censored", 2),
    (1, "charge", 2),
    (1, "oocr", 4),
    (2, "nfa", 1),
    (2, "oocr", 8),
    (3, "censored", 2),
    (3, "charge", 3),
    (5, "censored", 1),
    (5, "oocr", 7),
    (8, "censored", 3),
    (8, "charge", 4),
    (8, "nfa", 2),
    (8, "oocr", 2),
    (9, "oocr", 5),
    (12, "charge", 3),
    (12, "nfa", 2),
    (12, "oocr", 1),
    (14, "censored", 11),
    (14, "charge", 2),
]
# R 4.2.2, survival 3.5.3, one row a case (r), printed to 15 digits:
#   event <- factor(r$cause, levels = c("censored", "charge", "nfa", "oocr"))
#   f <- survfit(Surv(r$lag, event) ~ 1);  f$pstate[, -1];  f$std.err[, -1]
LAGS = [0, 1, 2, 3, 5, 8, 9, 12, 14]
INCIDENCE = {
    "charge": [
        0,
        0.0294314381270903,
        0.0294314381270903,
        0.0751276183770463,
        0.0751276183770463,
        0.1407115049816343,
        0.1407115049816343,
        0.1960479093042554,
        0.2329388455193362,
    ],
    "nfa": [
        0,
        0,
        0.0152320600833187,
        0.0152320600833187,
        0.0152320600833187,
        0.0480240033856127,
        0.0480240033856127,
        0.0849149396006934,
        0.0849149396006934,
    ],
    "oocr": [
        0.0434782608695652,
        0.1023411371237458,
        0.2241976177902951,
        0.2241976177902951,
        0.3357813137494900,
        0.3685732570517840,
        0.4608005975894859,
        0.4792460656970263,
        0.4792460656970263,
    ],
}
STANDARD_ERROR = {
    "charge": [
        0,
        0.0205024169274938,
        0.0205024169274938,
        0.0323232864174428,
        0.0323232864174428,
        0.0435622722042968,
        0.0435622722042968,
        0.0510076522222047,
        0.0547457038384946,
    ],
    "nfa": [
        0,
        0,
        0.0151149278663345,
        0.0151149278663345,
        0.0151149278663345,
        0.0270623851005563,
        0.0270623851005563,
        0.0363936696185184,
        0.0363936696185184,
    ],
    "oocr": [
        0.0245504218510121,
        0.0366569058129332,
        0.0510640647803245,
        0.0510640647803245,
        0.0585825834549964,
        0.0600902739212123,
        0.0637650527357011,
        0.0641291932614253,
        0.0641291932614253,
    ],
}
CLOSED_FORM = {"rel": 1e-8, "abs": 1e-12}


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(CASES, columns=["lag_days", "cause", "count"])


def curve(found, cause, column="incidence"):
    return found.loc[found["cause"] == cause, column].to_numpy()


@pytest.mark.parametrize("cause", INCIDENCE)
def test_incidence_and_variance_equal_survfit(table, cause):
    found = cumulative_incidence(table)
    assert found["lag_days"].unique().tolist() == LAGS
    assert curve(found, cause) == pytest.approx(INCIDENCE[cause], **CLOSED_FORM)
    assert np.sqrt(curve(found, cause, "variance")) == pytest.approx(STANDARD_ERROR[cause], **CLOSED_FORM)


@pytest.mark.filterwarnings("ignore::RuntimeWarning:statsmodels")  # its own variance divides by nought
@pytest.mark.parametrize("seed", range(5))
def test_incidence_equals_statsmodels(seed):
    drawn = drawn_table(seed)
    rows = drawn.loc[drawn.index.repeat(drawn["count"])]
    status = rows["cause"].map({"censored": 0, "charge": 1, "nfa": 2, "oocr": 3})
    other = CumIncidenceRight(rows["lag_days"].to_numpy(dtype=float), status.to_numpy())
    found = cumulative_incidence(drawn)
    for number, cause in enumerate(("charge", "nfa", "oocr")):
        assert curve(found, cause) == pytest.approx(other.cinc[number], **CLOSED_FORM)


def drawn_table(seed):
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame(
        {
            "lag_days": rng.integers(0, 30, 300),
            "cause": rng.choice(["oocr", "charge", "nfa", "censored"], 300, p=[0.4, 0.2, 0.2, 0.2]),
        }
    )
    return rows.value_counts().rename("count").reset_index()


def test_one_less_kaplan_meier_is_another_and_higher_number(table):
    rows = table.sort_values("lag_days")
    risk = rows["count"].sum() - rows.groupby("lag_days")["count"].sum().cumsum().shift(fill_value=0)
    events = rows[rows["cause"] == "oocr"].set_index("lag_days")["count"].reindex(risk.index, fill_value=0)
    naive = 1 - (1 - events / risk).prod()
    found = curve(cumulative_incidence(table), "oocr")[-1]
    assert naive > found + 0.05


def test_without_censoring_it_is_the_share_of_cases_with_a_binomial_variance(table):
    known = table[table["cause"] != "censored"]
    found = cumulative_incidence(known, at=[14])
    whole = known["count"].sum()
    for cause, events in known.groupby("cause")["count"].sum().items():
        share = events / whole
        assert curve(found, cause) == pytest.approx([share])
        assert curve(found, cause, "variance") == pytest.approx([share * (1 - share) / whole])


def test_value_between_two_lags_is_the_one_before_and_nought_before_the_first(table):
    found = cumulative_incidence(table[table["lag_days"] > 0], at=[0, 4, 3], causes=["charge"])
    assert found["lag_days"].tolist() == [0, 4, 3]
    first, between, at = found["incidence"]
    assert first == 0 and between == at > 0


def test_causes_chosen_still_compete_with_the_others(table):
    alone = cumulative_incidence(table, causes="oocr")
    assert curve(alone, "oocr").tolist() == curve(cumulative_incidence(table), "oocr").tolist()
    assert set(alone["cause"]) == {"oocr"}


def test_rows_may_be_split_and_shuffled(table):
    halves = pd.concat([table.assign(unit="a"), table.assign(unit="b")]).sample(frac=1, random_state=1)
    split, whole = cumulative_incidence(halves), cumulative_incidence(table.assign(count=2 * table["count"]))
    pd.testing.assert_frame_equal(split, whole)


def test_curves_rise_and_share_no_case_twice():
    for seed in range(50):
        found = cumulative_incidence(drawn_table(seed)).pivot(index="lag_days", columns="cause")
        assert (found["incidence"].diff().dropna() >= 0).all().all()
        assert found["incidence"].sum(axis=1).max() <= 1 + 1e-12
        assert (found["variance"] >= 0).all().all()


def test_nobody_with_an_outcome_gives_an_empty_table_and_a_named_outcome_nought(table):
    censored = table[table["cause"] == "censored"]
    assert cumulative_incidence(censored).empty
    none = pd.concat([censored, pd.DataFrame([(3, "oocr", 0)], columns=table.columns)])
    assert (cumulative_incidence(none)["incidence"] == 0).all()


def test_a_lag_nobody_was_followed_to_is_refused(table):
    with pytest.raises(InputRefused, match="no case was followed for 15 days"):
        cumulative_incidence(table, at=[15])
    ended = table[(table["cause"] != "censored") & (table["lag_days"] < 14)]
    assert cumulative_incidence(ended, at=[90])["incidence"].sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.drop(columns="cause"), "lacks cause"),
        (lambda table: table.assign(count=-1), "count is below 0"),
        (lambda table: table.assign(count=0), "holds no case"),
        (lambda table: table.iloc[:0], "holds no case"),
        (lambda table: table.assign(lag_days=-1), "lag_days is below 0"),
        (lambda table: table.assign(lag_days=np.nan), "lag_days is missing"),
        (lambda table: table.assign(count="many"), "not a number"),
        (lambda table: table.assign(cause=None), "has no cause"),
        (lambda table: [table], "not a table"),
    ],
)
def test_table_outside_the_rules_is_refused_in_words(table, change, words):
    with pytest.raises(InputRefused, match=words) as refusal:
        cumulative_incidence(change(table))
    assert refusal.value.remedy


def test_outcome_no_case_has_is_refused_by_name(table):
    with pytest.raises(InputRefused, match="outcome ooocr") as refusal:
        cumulative_incidence(table, causes=["ooocr"])
    assert "charge, nfa, oocr" in refusal.value.remedy
