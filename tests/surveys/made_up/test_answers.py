"""Made-up answers look like answers: every question gets its kind, the same seed gives the same, and they say so."""

import statistics

import pandas as pd
import pytest

from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.identity.codes import ELEMENTS
from surveys.made_up import make_up, officers
from surveys.made_up.answers import SWAYS, TEXTS
from surveys.scales import all_instruments, columns, load_instrument, load_module, score
from surveys.scales.methods.own_codes import link_own_codes

BANDS = {"area": {"north": "North", "south": "South"}, "role": ROLE_BANDS, "service": SERVICE_BANDS}
SITTINGS = [(one, occasion) for one in all_instruments() for occasion in one.occasions or ("",)]
MODULES = (load_module("knowledge"), load_module("vignettes"))


def table(instrument, contents):
    names = columns(instrument)
    return pd.DataFrame([{name: one.answers.get(name) for name in names} for one in contents], dtype=object)


@pytest.mark.parametrize("instrument, occasion", SITTINGS)
def test_scores_can_be_computed_of_every_instrument(instrument, occasion):
    made = make_up(instrument, occasion, officers(range(200), 1, BANDS), 1)
    found = score(instrument, table(instrument, made), occasion=occasion)
    assert all(2 < domain.mean < 9 for domain in found.values()) and len(made) == 200


def test_same_seed_gives_the_same_and_another_seed_others():
    instrument, people = load_instrument("oocr_com_b"), officers(range(20), 1, BANDS)
    first, again, other = (make_up(instrument, "", people, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_modules_are_answered_as_real_officers_do():
    people = officers(range(300), 1, BANDS)
    kept = [
        one.answers_to_keep for one in make_up(load_instrument("oocr_com_b"), "", people, 1, modules=MODULES)
    ]
    told = [answer for one in kept for key, answer in one.items() if key.startswith("v.")]
    assert len(told) > 1150 and all(set(answer) - {"details"} for answer in told)
    assert sum({"choice", "reason", "confidence"} <= set(answer) for answer in told) > 1000
    assert {key for one in kept for key in one} >= {"c1", "c2", "c3"}
    diverted = {
        level: statistics.mean(
            a["choice"] == "divert" for a in told if a["details"]["record"] == level and "choice" in a
        )
        for level in ("none", "one")
    }
    assert diverted["none"] > diverted["one"]
    assert not any(attribute == "ethnicity" for attribute, _ in SWAYS)


def test_every_text_says_that_it_is_made_up():
    made = make_up(load_instrument("oocr_com_b"), "", officers(range(200), 1, BANDS), 1)
    written = [text for one in made for text in one.texts.values()]
    assert len(written) > 30 and all(text.startswith("Made up: ") for text in [*written, *TEXTS])


def test_some_leave_things_out():
    made = make_up(load_instrument("oocr_com_b"), "", officers(range(200), 1, BANDS), 1)
    assert any("k1" not in one.answers for one in made)
    assert any(isinstance(one.answers.get("k1"), str) for one in made)
    assert any(not one.own_code for one in made) and any("area" not in one.bands for one in made)


def test_same_officer_gives_the_same_own_code_another_time():
    first, second = officers(range(150), 1, BANDS), officers(range(50, 200), 1, BANDS)
    assert first[50:] == second[:100]
    names = [element.key for element in ELEMENTS]
    tables = [
        pd.DataFrame([one.own_code for one in wave], columns=names, dtype=object) for wave in (first, second)
    ]
    assert 70 <= link_own_codes(*tables).exact <= 100  # of 100 in both, some 15 give no code
