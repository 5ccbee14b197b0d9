"""A mapping is a value: read, written, guessed from a header, and told what is missing from it."""

import json
from dataclasses import replace

import pytest

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import is_value, tables, usual_labels
from cjnudge.cases.extract.mapping import NoMapping, read_body, suggest
from tests.cases.extract.reader import BODY

COLUMNS = {"a": "entry_on", "b": "outcome", "c": "outcome_on", "d": "unit"}


def test_mapping_is_the_same_after_writing_and_reading():
    assert read_body(BODY.canonical()) == BODY
    assert BODY.faults() == []


def test_order_of_columns_and_labels_does_not_change_the_text():
    turned = replace(
        BODY, columns=dict(reversed(BODY.columns.items())), labels=dict(reversed(BODY.labels.items()))
    )
    assert turned.canonical() == BODY.canonical()


@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "[]",
            "nonsense",
            '{"format": 2}',
            '{"format": 1}',
            '{"format": 1, "columns": {"a": "nothing"}}',
        ),
        '{"format": 1, "columns": {"a": "drop"}, "extra": 1}',
        '{"format": 1, "columns": {"a": ["drop"]}}',
        '{"format": 1, "columns": {"a": "drop"}, "confirmed_drops": ["b"]}',
        '{"format": 1, "columns": {"a": "drop"}, "days": {"entry_on": "american"}}',
        '{"format": 1, "columns": {"a": "drop"}, "labels": {"entry_on": {}}}',
        '{"format": 1, "columns": {"a": "drop"}, "as_written": ["outcome"]}',
        '{"format": 1, "columns": {"a": "drop"}, "ages_in_years": 1}',
        "[" * 100_000,
    ],
)
def test_what_is_no_mapping_is_refused_in_words(said):
    with pytest.raises(NoMapping):
        read_body(said)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"columns": {**BODY.columns, "Team": "drop"}}, "No column is the unit"),
        ({"columns": {**BODY.columns, "Colour": "unit"}}, "More than one column is the unit"),
        ({"columns": {**BODY.columns, "Notes": "drop"}}, "“Notes” looks like free text: confirm"),
        (
            {"columns": {**BODY.columns, "Suspect Name": "suspect", "Suspect PNC ID": "drop"}},
            "it can only be dropped",
        ),
        (
            {"columns": {**BODY.columns, "Suspect PNC ID": "drop", "Nominal ref": "conditions"}},
            "looks like an identifier",
        ),
        ({"columns": {**BODY.columns, "Was": "first_outcome"}}, "First outcome needs first outcome date"),
        ({"columns": {**BODY.columns, "Tеam": "drop"}}, "look the same"),
        ({"days": {}}, "Say how the entry date is written"),
        ({"labels": {}, "as_written": ()}, "Say which unit each label means"),
        ({"labels": {"outcome": {"x": "99"}}}, "no value of it"),
        ({"labels": {"outcome": {"1A": "1"}}}, "would be counted twice"),
        ({"labels": {"sex": {"M": "male", "m ": "female"}}}, "mapped twice"),
    ],
)
def test_unfinished_mapping_says_what_is_missing(change, words):
    assert any(words in sentence for sentence in replace(BODY, **change).faults())


def test_guess_from_the_documented_layout_is_ready():
    body = suggest(list(FIELDS))
    assert body.columns == {key: key for key in FIELDS}
    assert body.faults() == []
    assert read_body(body.canonical()) == body


def test_guess_from_another_systems_header_drops_what_is_personal():
    header = ["Crime Ref", "Suspect PNC ID", "Suspect Surname", "OIC Collar Number", "Date Suspect Identified",
              "HO Outcome", "Outcome Date", "Team Name", "Team", "Something else"]  # fmt: skip
    body = suggest(header, units=["Watford"])
    assert list(body.columns.values()) == [
        *("crime", "suspect", "drop", "officer", "entry_on", "outcome", "outcome_on", "unit", "drop", "drop")
    ]
    assert body.labels["unit"] == {"Watford": "Watford"}
    assert body.faults() == [
        "“Suspect Surname” looks like a name: confirm that it is dropped and never stored."
    ]


def test_every_usual_label_stands_for_a_value():
    for key, field in FIELDS.items():
        assert all(is_value(key, value) for value in usual_labels(field).values()), key
    assert set(tables()["columns"]) <= set(FIELDS)


def test_ethnicity_codes_of_both_censuses_have_their_broad_group():
    codes = usual_labels(FIELDS["ethnicity"])
    assert {codes[f"w{n}"] for n in (1, 2, 3, 4, 9)} == {"white"}
    assert {codes[code] for code in ("a1", "a2", "a3", "a4", "a9", "o1")} == {"asian"}  # a4 and o1: Chinese
    assert {codes[code] for code in ("b1", "b2", "b9")} == {"black"} and codes["o2"] == codes["o9"] == "other"


def test_body_is_written_as_json_of_one_line():
    assert json.loads(BODY.canonical())["format"] == 1 and "\n" not in BODY.canonical()


def test_column_called_age_is_taken_to_hold_years_and_an_age_band_is_not():
    assert suggest(["Age"]).ages_in_years and suggest(["Suspect Age"]).ages_in_years
    assert not suggest(["Age Band"]).ages_in_years and not suggest(["Outcome"]).ages_in_years


def test_columns_that_are_kept_stand_first_in_the_order_of_the_fields():
    body = suggest(["Abode type", "Zone", "OIC Collar No", "Outcome Date", "Policing Team", "Recorded"])
    assert body.names == ["Outcome Date", "Policing Team", "Recorded", "OIC Collar No", "Abode type", "Zone"]
