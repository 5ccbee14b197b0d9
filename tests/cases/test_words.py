import pytest

from cjnudge.cases import checks, glossary
from cjnudge.cases.sources._police_uk import label_map


def test_data_files_have_no_faults():
    assert checks.check_measures(None) == checks.check_glossary(None) == checks.check_labels(None) == []


def test_glossary_has_the_terms_of_the_design():
    wanted = (
        "force unit case outcome_type oocr positive_outcome diversion_rate entry_date basis follow_up_window"
    )
    wanted += " snapshot maturity instrument scale item wave invitation response com_b barrier"
    wanted += (
        " intervention_function nudge trial arm allocation cluster period washout intervention plan seal"
    )
    wanted += (
        " design estimand estimator check primary secondary guardrail run report finding verdict measure"
    )
    wanted += " extract mapping pseudonym eligibility typed_counts"
    assert set(wanted.split()) == set(glossary.terms())


def test_unknown_term_fails_instead_of_showing_nothing():
    with pytest.raises(glossary.UnknownTerm, match="glossary.toml"):
        glossary.term("rate")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("terms = 1 =", "TOML"),
        ('[[terms]]\nkey = "a"\nterm = "A"', "fields"),
        ('[[terms]]\nkey = "A b"\nterm = "A"\nmeaning = "An A."', "key"),
        ('[[terms]]\nkey = "a"\nterm = "A"\nmeaning = "no sentence"', "meaning"),
        ('[[terms]]\nkey = "a"\nterm = "A"\nmeaning = "An A."\n' * 2, "key"),
    ],
)
def test_faulty_glossary_is_named_with_its_field(text, field):
    assert field in {found[1] for found in glossary.problems(text)}


def test_faulty_label_is_named():
    faults = list(
        checks.label_faults([{"label": "X", "outcome_types": "3+2", "stage": "later", "certainty": "sure"}])
    )
    assert {field for _, field, _ in faults} == {"stage", "certainty", "outcome_types"}


def test_label_of_type_22_is_marked_as_not_certain():
    label = label_map()[1]["Further action is not in the public interest"]
    assert (label.outcome_types, label.certainty) == ("22", "medium")
    assert label.note


def test_outcome_type_says_that_the_subset_codes_are_parts():
    assert "1A, 2A and 3A are parts of 1, 2 and 3" in glossary.terms()["outcome_type"].meaning
