"""Each allocation method keeps its promise, repeats from its seed, and refuses what it cannot follow."""

import csv
from collections import Counter
from hashlib import sha256

import numpy as np
import pytest
from scipy.stats import chisquare

from tests.trials.stats.reference import reference_file, reference_json
from trials.stats import InputRefused, Plan, allocate, analyse
from trials.stats.allocation.constrained import candidates, score_scale, scores
from trials.stats.allocation.constrained import listed as listed_schemes
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_method import Request, all_methods

UNITS = [f"team {number:02d}" for number in range(16)]
TABLE = [
    {"unit": unit, "area": "north" if n % 3 else "south", "pair": f"p{n // 2:02d}", "size": 20 + 7 * n % 31}
    for n, unit in enumerate(UNITS)
]
OPTIONS = {
    "simple": {},
    "stratified": {"stratum": "area"},
    "matched_pairs": {"pair": "pair"},
    "constrained": {"covariates": ("size",)},
    "minimisation": {"factors": ("area", "size")},
    "stepped": {"arms": ("3", "5", "7", "9")},
}


def counts(allocated):
    return Counter(arm for _, arm in allocated.assignment)


def drawn(method, **options):
    return allocate(TABLE, method=method, **{"seed": 7, **OPTIONS[method], **options})


def test_every_method_is_tried():
    assert set(OPTIONS) == set(all_methods())


@pytest.mark.parametrize("method", OPTIONS)
def test_same_seed_gives_the_same_bytes_whatever_the_order_of_units(method):
    rows = TABLE[:8]
    again = allocate(rows[::-1], method=method, seed=7, **OPTIONS[method])
    assert again.to_json() == allocate(rows, method=method, seed=7, **OPTIONS[method]).to_json()
    others = {allocate(rows, method=method, seed=seed, **OPTIONS[method]).assignment for seed in range(5)}
    assert others != {again.assignment}


def test_draws_are_the_documented_hash():
    digest = sha256(b"cjnudge allocation 1|42|arms|0").digest()
    assert Stream(42, "arms").number() == int.from_bytes(digest[:8], "big")
    # computed with sha256sum on the command line, so that a changed spelling cannot pass
    assert digest[:8].hex() == "2a718544a5d0c8fe"


def test_draws_below_a_bound_are_even():
    stream = Stream(1, "even")
    assert chisquare(np.bincount([stream.below(6) for _ in range(6000)])).pvalue > 0.001


def test_shuffles_reach_every_order_evenly():
    stream = Stream(1, "orders")
    found = Counter(tuple(stream.shuffled("abc")) for _ in range(3000))
    assert len(found) == 6 and chisquare(list(found.values())).pvalue > 0.001


@pytest.mark.parametrize("ratio", [(1, 1), (1, 2), (3, 1)])
def test_simple_holds_the_ratio_as_nearly_as_units_allow(ratio):
    found = counts(allocate(UNITS, seed=3, arms=("control", "prompt"), ratio=ratio))
    for arm, times in zip(("control", "prompt"), ratio, strict=True):
        assert abs(found[arm] - 16 * times / sum(ratio)) <= 1


def test_several_arms_are_filled_evenly():
    assert sorted(counts(allocate(UNITS, seed=3, arms=("control", "a", "b", "c"))).values()) == [4, 4, 4, 4]
    assert sorted(counts(allocate(UNITS, seed=3, arms=("control", "a", "b"))).values()) == [5, 5, 6]


def test_simple_gives_every_unit_every_arm_alike():
    first = Counter(dict(allocate(UNITS[:4], seed=seed).assignment)["team 00"] for seed in range(400))
    schemes = Counter(allocate(UNITS[:4], seed=seed).assignment for seed in range(400))
    assert chisquare(list(first.values())).pvalue > 0.001
    assert len(schemes) == 6 and chisquare(list(schemes.values())).pvalue > 0.001


def test_strata_are_balanced_within_and_odd_ones_against_each_other():
    for seed in range(20):
        found = dict(drawn("stratified", seed=seed).assignment)
        for area in ("north", "south"):
            inside = Counter(found[row["unit"]] for row in TABLE if row["area"] == area)
            assert abs(inside["control"] - inside["treated"]) <= 1
        odd = allocate(
            [{"unit": n, "s": n // 3} for n in range(12)], seed=seed, method="stratified", stratum="s"
        )
        assert sorted(counts(odd).values()) == [6, 6]


def test_pairs_are_split_and_odd_sets_refused():
    found = dict(drawn("matched_pairs").assignment)
    for n in range(8):
        assert {found[UNITS[2 * n]], found[UNITS[2 * n + 1]]} == {"control", "treated"}
    with pytest.raises(InputRefused, match="a matched set has 1 units"):
        allocate(TABLE[:-1], seed=1, method="matched_pairs", pair="pair")


def test_stepped_gives_each_start_its_share():
    assert sorted(counts(drawn("stepped")).items()) == [("3", 4), ("5", 4), ("7", 4), ("9", 4)]
    assert drawn("stepped").as_plan().sequences[0][1] in (3, 5, 7, 9)
    with pytest.raises(InputRefused, match="not periods"):
        allocate(UNITS, seed=1, method="stepped", arms=("early", "late"))


def dickinson():
    with reference_file("reference", "randomisation", "dickinson_design.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    plain = ("inciis", "uptodateonimmunizations", "hispanic")
    levels = (("rural", "location", "Rural"), ("low", "incomecat", "Low"), ("med", "incomecat", "Med"))
    columns = {name: tuple(row[name] for row in rows) for name in plain}
    columns |= {key: tuple(str(int(row[name] == value)) for row in rows) for key, name, value in levels}
    return Request(
        units=tuple(f"{int(row['county']):02d}" for row in rows),
        arms=("a", "b"),
        ratio=(1, 1),
        attributes=columns,
        covariates=tuple(columns),
    )


def test_balance_scores_are_those_documented_for_the_published_design():
    request, expected = dickinson(), reference_json("randomisation", "expected.json")
    schemes, all_of_them = listed_schemes(request, 0)
    assert all_of_them and len(schemes) == expected["n_schemes"]
    scale = float(score_scale(request))
    found = np.array([score * scale for score in scores(request, schemes)])
    ours = {"Mean": found.mean(), "SD": found.std(ddof=1), "Min": found.min(), "Max": found.max()}
    ours |= {f"{q}%": np.quantile(found, q / 100) for q in (5, 10, 20, 25, 50, 75, 95)}
    assert ours == pytest.approx({name: expected["numpy"][name] for name in ours}, rel=1e-8)
    # the documentation sums over units instead of averaging: 4 units squared
    assert [round(16 * ours[name], 3) for name in ours] == [expected["documented"][name] for name in ours]
    assert len(candidates(request, 0)) == expected["constrained_size_le_10pct"]


def test_constrained_draws_only_from_the_best_tenth():
    table = [{"unit": UNITS[n], "size": 2**n} for n in range(10)]  # no two schemes but mirrors tie
    found = [allocate(table, seed=seed, method="constrained", covariates=("size",)) for seed in range(30)]
    allowed = set(candidates(found[0].request, 0))
    assert found[0].schemes == len(allowed) == 26  # of 252
    drawn_schemes = {tuple(int(arm == "treated") for _, arm in each.assignment) for each in found}
    assert drawn_schemes <= allowed and len(drawn_schemes) > 10


def test_constrained_draws_schemes_where_there_are_too_many_to_list():
    table = [{"unit": n, "size": (n * 37) % 41} for n in range(100, 122)]
    found = allocate(table, seed=2, method="constrained", covariates=("size",))
    assert sorted(counts(found).values()) == [11, 11]
    assert 4000 < found.schemes < 5100
    with pytest.raises(InputRefused, match="cannot be split"):
        allocate(table[:-1], seed=2, method="constrained", covariates=("size",))


def test_minimisation_balances_its_factors_better_than_chance():
    def spread(method, **options):
        found = [dict(allocate(TABLE, seed=s, method=method, **options).assignment) for s in range(60)]
        south = [[arms[row["unit"]] for row in TABLE if row["area"] == "south"] for arms in found]
        return np.mean([abs(2 * arms.count("treated") - len(arms)) for arms in south])

    assert spread("minimisation", factors=("area",)) < 0.6 * spread("simple")


def test_minimisations_redraws_are_spread_as_its_draws():
    request = Request(
        units=tuple(UNITS),
        arms=("a", "b"),
        ratio=(1, 1),
        attributes={"area": tuple(row["area"] for row in TABLE)},
        factors=("area",),
    )
    method = all_methods()["minimisation"]
    south = np.array([row["area"] == "south" for row in TABLE])
    drawn_schemes = np.array([method.draw(request, Stream(seed, "arms")).arms for seed in range(400)])
    redrawn, added = method.space(request, 1)
    shares = [
        np.bincount(schemes[:, south].sum(axis=1), minlength=7) / len(schemes)
        for schemes in (drawn_schemes, redrawn)
    ]
    assert added == 1
    assert np.abs(shares[0] - shares[1]).max() < 0.08  # three standard errors of 400 draws


def test_randomisation_test_runs_over_the_schemes_the_method_allowed():
    from tests.trials.stats.arms import arm_frame

    for method in ("constrained", "minimisation"):
        plan = drawn(method).as_plan()
        arms = dict(plan.arms)
        frame = arm_frame({"control": 8, "treated": 8})
        names = dict(zip(sorted(frame["unit"].unique()), UNITS, strict=True))
        frame = frame.assign(unit=frame["unit"].map(names))
        frame = frame.assign(arm=frame["unit"].map(arms))
        frame = frame.assign(treated=(frame["arm"] == "treated").astype(int))
        sealed = Plan("cluster_randomised", control="control", allocation=plan)
        report = analyse(Plan.from_json(sealed.to_json()), frame)
        found = report.estimates["randomisation"]
        assert found.details["schemes"] == (drawn(method).schemes or 9999)
        assert found.low < found.value < found.high
        assert report.finding("allocation_kept").status == "passes"


def test_balance_table_shows_means_counts_and_distance():
    rows = {(row["attribute"], row["level"]): row for row in drawn("stratified").balance}
    assert sum(rows["units", None]["arms"].values()) == 16
    assert sum(rows["area", "south"]["arms"].values()) == 6
    means = rows["size", None]["arms"].values()
    spread = np.std([row["size"] for row in TABLE], ddof=1)
    assert rows["size", None]["difference"] == pytest.approx((max(means) - min(means)) / spread)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"method": "lottery"}, "no method"),
        ({"method": "stratified"}, "needs stratum"),
        ({"method": "stratified", "stratum": "colour"}, "no column colour"),
        ({"stratum": "area"}, "does not read stratum"),
        ({"arms": ("a", "a")}, "two or more different names"),
        ({"ratio": (1, 0)}, "whole number above 0"),
        ({"ratio": (1,)}, "one number an arm"),
        ({"seed": -1}, "the seed is -1"),
        ({"colour": 1}, "unknown option colour"),
        ({"method": "constrained", "covariates": ("area",)}, "not a number"),
        ({"method": "constrained", "covariates": ("size",), "best_percent": 0}, "best_percent"),
        ({"arms": tuple("abcdefghijklmnopq")}, "16 units for 17 arms"),
    ],
)
def test_what_a_method_cannot_follow_is_refused(options, words):
    with pytest.raises(InputRefused, match=words):
        allocate(TABLE, **{"seed": 1, **options})


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([], "no units"),
        (["a", "a"], "named twice"),
        ("abc", "no list"),
        ([{"unit": "a"}, {"unit": "b", "x": 1}], "same columns"),
        ([{"unit": "a", "x": float("nan")}, {"unit": "b", "x": 1.0}], "missing"),
    ],
)
def test_units_that_are_no_sound_list_are_refused(units, words):
    with pytest.raises(InputRefused, match=words):
        allocate(units, seed=1)
