"""The mappings are those of the published tables, and what was not checked says so."""

import csv

import pytest

from cjnudge.behaviour import COMPONENTS
from surveys.scales import SurveyRefused, all_instruments, all_mappings, load_mapping
from tests.trials.stats.reference import reference_file

NINE = {
    "Education", "Persuasion", "Incentivisation", "Coercion", "Training", "Restriction",
    "Environmental restructuring", "Modelling", "Enablement",
}  # fmt: skip
TICKS_2011 = [2, 3, 4, 6, 3, 3]  # a row of the published table, sorted below


def rows(name):
    with reference_file("frameworks", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("edition", ["2011", "2014"])
def test_editions_hold_what_the_table_ticks(edition):
    mapping = load_mapping(f"behaviour_change_wheel_{edition}")
    for row in rows(f"comb_to_function_{edition}.csv"):
        assert set(mapping.row(row["comb"])) == {f for f in row if f != "comb" and row[f] == "1"}


def test_policies_are_those_of_the_table():
    mapping = load_mapping("function_to_policy_2014")
    for row in rows("function_to_policy_2014.csv"):
        assert set(mapping.row(row["function"])) == {p for p in row if p != "function" and row[p] == "1"}


def test_domains_are_those_of_the_table():
    mapping = load_mapping("theoretical_domains_2014")
    for row in rows("tdf_to_comb_and_function.csv"):
        assert mapping.row(row["tdf_domain"]) == tuple(row["functions"].split(";"))
        assert mapping.components[row["tdf_domain"]] == tuple(row["comb"].split(";"))


@pytest.mark.parametrize("key", ["behaviour_change_wheel_2011", "behaviour_change_wheel_2014"])
def test_every_component_leads_to_some_of_the_nine_functions(key):
    mapping = load_mapping(key)
    assert set(mapping.rows) == set(COMPONENTS)
    assert all(set(mapping.row(code)) <= NINE and mapping.row(code) for code in COMPONENTS)


def test_tick_counts_of_2011_are_the_published_ones():
    mapping = load_mapping("behaviour_change_wheel_2011")
    assert sorted(len(row) for row in mapping.rows.values()) == sorted(TICKS_2011)


def test_only_the_edition_of_2011_was_checked_at_its_source():
    assert [key for key, one in all_mappings().items() if one.verified] == ["behaviour_change_wheel_2011"]
    assert load_mapping("behaviour_change_wheel_2014").named.endswith("(not checked at its source)")
    assert load_mapping("behaviour_change_wheel_2011").named == "Behaviour Change Wheel, 2011 edition"


def test_every_mapping_names_its_source_and_how_it_was_checked():
    assert all(one.source and one.checked and one.edition for one in all_mappings().values())


def test_every_domain_name_of_an_item_is_known_but_habit():
    mapping = load_mapping("theoretical_domains_2014")
    names = {item.domain for one in all_instruments() for item in one.items} - {""}
    assert {name for name in names if not mapping.row(name)} == {"habit"}


def test_unknown_mapping_is_answered_with_those_there_are():
    with pytest.raises(SurveyRefused, match="behaviour_change_wheel_2011"):
        load_mapping("wheel")


@pytest.mark.parametrize(
    "text, words",
    [
        ('kind = "wheel"', "is of no known kind"),
        ('kind = "ideas"\ntitle = "x"', "lacks edition, source, verified, checked"),
        (
            'kind = "components to functions"\ntitle = "x"\nedition = "1"\nsource = "s"\nverified = true\n'
            'checked = "c"\n[functions]\n"C-Psy" = ["Education"]',
            "C-Psy",
        ),
    ],
)
def test_faulty_mapping_is_refused(tmp_path, text, words):
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(SurveyRefused, match=words):
        load_mapping("own", folder=tmp_path)
