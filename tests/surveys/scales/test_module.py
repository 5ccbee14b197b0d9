"""Optional modules: their words, their balance, their refusals; released files never change."""

import hashlib
import re

import pytest

from surveys.scales import (
    InstrumentRefused,
    all_modules,
    draw_vignettes,
    knowledge,
    load_instrument,
    load_module,
    with_scenarios,
)
from surveys.scales.module import FOLDER, parse_module

RELEASED = {
    "knowledge.v1.toml": "5d83c5bc33a94bfe5d0e5dbcc9691c5af2e63fa55b645f9cb7f796a3724519e3",
    "vignettes.v1.toml": "b19f486eaada61a649f3fa42c459349212986feb00f5e698b3705b8352e69460",
}
CASES = load_module("vignettes")
THREE = load_module("knowledge")


def test_released_files_never_change():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.toml")}
    assert found == RELEASED  # a mismatch: undo the edit, and write the change as a new version


def test_six_details_vary_and_ethnicity_is_audited():
    assert [a.key for a in CASES.attributes] == [
        "age",
        "ethnicity",
        "record",
        "injury",
        "admission",
        "victim",
    ]
    assert CASES.audited == ("ethnicity",) and CASES.levels["ethnicity"] == ("white", "black", "asian")
    assert len(CASES.stories) == 12


def test_officer_is_shown_four_different_cases_with_every_detail_told():
    shown = draw_vignettes(CASES, 31)
    assert len({one.id for one in shown}) == 4
    for one in shown:
        assert "{" not in one.text and set(one.details) == {a.key for a in CASES.attributes}
        for attribute in CASES.attributes:
            assert dict(attribute.levels)[one.details[attribute.key]] in one.text


def test_draws_differ_between_seeds_and_details_between_cases():
    drawn = [draw_vignettes(CASES, seed) for seed in range(60)]
    assert len({tuple(one.id for one in shown) for shown in drawn}) > 40
    assert any(shown[0].details != shown[1].details for shown in drawn)
    assert draw_vignettes(CASES, 5) == draw_vignettes(CASES, 5)


def test_details_of_one_officer_do_not_go_hand_in_hand():
    drawn = [one for seed in range(400) for one in draw_vignettes(CASES, seed)]
    both = [(one.details["ethnicity"], one.details["record"]) for one in drawn]
    share = [both.count((e, "one")) / sum(e == x for x, _ in both) for e in ("white", "black", "asian")]
    assert max(share) - min(share) < 0.12  # about 530 a level: four standard errors of a difference


def test_notice_and_debrief_say_what_they_must():
    assert "Details differ between officers, to learn what sways decisions" in CASES.notice
    assert "100 officers" in CASES.notice and "never for a unit" in CASES.notice
    assert "drawn by chance" in CASES.debrief


@pytest.mark.parametrize("module", all_modules(), ids=lambda module: module.key)
def test_officer_never_reads_the_names_of_the_model(module):
    words = " ".join([module.notice, module.debrief, *(s.text for s in (*module.scenarios, *module.stories))])
    assert not re.search(r"COM-B|capability|component|motivation|nudge|diver", words, re.I)
    assert "not validated in policing" in module.standing


def test_extra_minutes_are_shown_by_the_formula():
    assert (THREE.extra_minutes, CASES.extra_minutes) == (2, 4)


def test_scenarios_are_added_to_an_instrument_and_scored_against_the_forces_rules():
    sample = with_scenarios(load_instrument("oocr_com_b"), THREE)
    assert [s.id for s in sample.scenarios] == ["c1", "c2", "c3"]
    import pandas as pd

    yes, _, no, _ = sample.scenarios[0].choices
    answers = pd.DataFrame({i.id: [5] * 12 for i in sample.items} | {"c1": [yes] * 12, "c3": [yes, no] * 6})
    assert knowledge(sample, answers, {"c1": yes, "c3": no}).agreement.mean == 0.75


def test_scenario_whose_id_is_taken_is_refused():
    sample = with_scenarios(load_instrument("oocr_com_b"), THREE)
    with pytest.raises(InstrumentRefused, match="stands in both"):
        with_scenarios(sample, THREE)


def test_unknown_module_is_answered_with_those_there_are():
    with pytest.raises(LookupError, match="knowledge version 1, vignettes version 1"):
        load_module("cases")


TEXT = (FOLDER / "vignettes.v1.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "old, new, words",
    [
        ('id = "v12"\n', 'id = "v12"\nlevel = 1\n', "there is no such field"),
        ('[[vignette]]\nid = "v1"', '[[other]]\nid = "v1"', "11 cases: the balanced sets need 12"),
        ("{victim}", "", "v1: name each detail once in braces"),
        ("audited = true", "audited = false", "mark the detail that no decision should turn on"),
        (
            'levels = { none = "Nobody is hurt.", bruise',
            "levels = { bruise",
            "injury: write two levels or more",
        ),
        ('kind = "vignettes"', 'kind = "cases"', "is not known here"),
        ("debrief = ", "ignored = ", "explain afterwards what was varied"),
        ('kind = "vignettes"', "kind =", "mend the TOML"),
    ],
)
def test_faulty_module_is_refused_with_its_remedy(old, new, words):
    assert old in TEXT
    with pytest.raises(InstrumentRefused) as refused:
        parse_module("own.v1.toml", TEXT.replace(old, new, 1))
    assert words in str(refused.value)


def test_module_without_a_version_or_without_scenarios_is_refused():
    with pytest.raises(InstrumentRefused, match="key>.v<version>"):
        parse_module("own.toml", TEXT)
    with pytest.raises(InstrumentRefused, match="at least one"):
        parse_module(
            "own.v1.toml", 'kind = "scenarios"\ntitle = "x"\nabout = "x"\nstanding = "x"\nnotice = "x"'
        )
