"""What is no allocation of the units it names is not confirmed, neither by the engine nor by the file alone."""

import json

import pytest

from tests.trials.stats.allocation.test_verification import published, run_alone
from trials.stats import InputRefused, verify_allocation
from trials.stats.verify_alone import METHODS, VERSION, differences, stream

UNITS = ["a", "a", "b", "c", "d", "e"]


def sound(method="simple", **options) -> dict:
    """What is published of an allocation of eight units."""
    return json.loads(published(method, options).to_json())


def one_unit_in_twice() -> dict:
    """A list in which one unit stands twice, drawn until both fall into one arm: the rest is then chosen."""
    base = {"algorithm": VERSION, "method": "simple", "units": UNITS, "ratio": [1, 1], "attributes": {}}
    for seed in range(100):
        drawn, _ = METHODS["simple"](base, stream(seed, "arms"))
        if drawn[0] == drawn[1]:
            break
    arms = ["control", "treated"]
    assignment = {unit: arms[arm] for unit, arm in zip(UNITS, drawn, strict=True)}
    return {**base, "seed": seed, "arms": arms, "assignment": assignment, "scheme_hash": "0" * 64}


def test_unit_named_twice_is_seen():
    assert any("twice" in found for found in differences(one_unit_in_twice()))
    with pytest.raises(InputRefused, match="twice"):
        verify_allocation(one_unit_in_twice())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"units": [], "assignment": {}, "attributes": {}}, "no units"),
        ({"arms": ["control", "control"]}, "arms"),
        ({"ratio": [1, 1, 1]}, "ratio"),
        ({"ratio": [1, 0]}, "ratio"),
        ({"seed": "11"}, "seed"),
        ({"seed": True}, "seed"),
        ({"scheme_hash": "0" * 64}, "another hash"),
        ({"schemes": 70}, "schemes"),
        ({"assignment": [["team 00", "control"]]}, "assignment"),
        ({"assignment": None}, "assignment"),
    ],
)
def test_file_alone_names_what_is_wrong(change, words):
    assert any(words in found for found in differences({**sound(), **change}))


@pytest.mark.parametrize("gone", ["units", "arms", "ratio", "seed", "assignment", "attributes"])
def test_file_alone_says_what_is_missing(gone):
    values = sound()
    del values[gone]
    assert any(gone in found for found in differences(values))


def test_file_alone_reads_no_name_that_stands_twice(tmp_path):
    """A person reads the first entry, a parser takes the last."""
    text = json.dumps(sound())
    name, arm = next(iter(sound()["assignment"].items()))
    other = "treated" if arm == "control" else "control"
    forged = text.replace('"assignment": {', f'"assignment": {{"{name}": "{other}", ', 1)
    assert json.loads(forged) == sound()
    done = run_alone(forged, tmp_path)
    assert done.returncode == 1 and name in done.stdout


def test_engine_reads_the_published_units_and_no_column_of_that_name():
    values = sound()
    names = [name.upper() for name in values["units"]]
    forged = {**values, "units": names, "attributes": {**values["attributes"], "unit": values["units"]}}
    with pytest.raises(InputRefused, match="unit"):
        verify_allocation(forged)


@pytest.mark.parametrize("method", ["simple", "constrained"])
def test_engine_counts_the_schemes(method):
    assert not verify_allocation({**sound(method), "schemes": 3}).holds
    assert any("schemes" in found for found in differences({**sound(method), "schemes": 3}))


def test_share_kept_outside_1_to_100_is_seen():
    assert any("best_percent" in found for found in differences({**sound("constrained"), "best_percent": 0}))
    assert any(
        "coin_percent" in found for found in differences({**sound("minimisation"), "coin_percent": 101})
    )
