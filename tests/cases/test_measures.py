import shutil

import pytest

from cjnudge.cases import checks, measures
from cjnudge.cases.measures.reading import FOLDER, UnknownMeasure
from cjnudge.cases.outcomes import NOT_POSITIVE, OOCR, OUTCOME_TYPES, POSITIVE

KEYS = {
    "oocr_share_positive",
    "oocr_share_decided",
    "oocr_of_eligible_within_w",
    "oocr_share_assigned",
    "oocr_per_1000_crimes",
    "charge_within_w",
    "nfa_within_w",
    "repeat_suspect_12m",
    "oocr_per_100_outcomes",
    "charge_per_100_outcomes",
    "other_per_100_outcomes",
}


@pytest.fixture
def folder(tmp_path):
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def edit(folder, key, old, new):
    path = folder / f"{key}.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_measure_files_stand_for_the_measures_of_the_design():
    assert measures.problems() == []
    assert set(measures.all_measures()) == KEYS


def test_resolutions_are_types_2_3_6_7_8_and_22():
    for key in KEYS - {"charge_within_w", "nfa_within_w", "repeat_suspect_12m"}:
        if key.startswith("oocr"):
            assert measures.measure(key).numerator == OOCR == {2, 3, 6, 7, 8, 22}


def test_denominators_are_those_of_the_design():
    of = {key: measures.measure(key).denominator for key in KEYS}
    assert of["oocr_share_positive"] == POSITIVE
    assert of["oocr_share_decided"] == POSITIVE | {9, 10, 12, 13, 15, 16, 17, 21}
    assert of["oocr_share_assigned"] == OUTCOME_TYPES - {19, 20}


def test_three_parts_make_up_all_outcomes():
    parts = [measures.measure(f"{part}_per_100_outcomes") for part in ("oocr", "charge", "other")]
    assert sorted(code for part in parts for code in part.numerator) == sorted(OUTCOME_TYPES)
    assert parts[2].numerator == NOT_POSITIVE
    assert {part.denominator for part in parts} == {OUTCOME_TYPES}


def test_unknown_measure_names_those_there_are():
    with pytest.raises(UnknownMeasure, match="oocr_share_positive"):
        measures.measure("the_rate")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("numerator = [2, 3, 6, 7, 8, 22]", 'numerator = [2, 3, 6, 7, 8, "1A"]', "numerator"),
        ("numerator = [2, 3, 6, 7, 8, 22]", "numerator = [0, 2]", "numerator"),
        ("denominator = [1, 2, 3, 6, 7, 8, 22]", "denominator = [1, 2]", "denominator"),
        ('unit = "per_100"', 'unit = "per cent"', "unit"),
        ('better = "higher"', 'better = "more"', "better"),
        ("version = 1", "", "version"),
        ("version = 1", "version = true", "version"),
        ('basis = ["recorded", "closed"]', 'basis = ["month"]', "basis"),
        ("version = 1", "version = 1\ntarget = 50", "target"),
        ('"charge_per_100_outcomes"', '"no_such_measure"', "companions"),
    ],
)
def test_faulty_measure_file_is_named_with_its_field(folder, old, new, field):
    edit(folder, "oocr_share_positive", old, new)
    assert ("oocr_share_positive.toml", field) in {(p.file, p.field) for p in measures.problems(folder)}


def test_file_that_is_no_toml_is_named(folder):
    (folder / "broken.toml").write_text("= 1")
    assert [p.file for p in measures.problems(folder)] == ["broken.toml"]


def test_eligible_cases_without_follow_up_are_refused(folder):
    edit(folder, "charge_within_w", "follow_up_days = 120", "")
    assert [p.field for p in measures.problems(folder)] == ["follow_up_days"]


def test_start_is_refused_with_a_faulty_measure(folder, monkeypatch):
    edit(folder, "oocr_share_positive", 'unit = "per_100"', 'unit = "per cent"')
    faults = measures.problems(folder)
    monkeypatch.setattr(measures, "problems", lambda: faults)
    (error,) = checks.check_measures(None)
    assert "oocr_share_positive.toml" in error.msg and "unit" in error.msg and "per_100" in error.hint
