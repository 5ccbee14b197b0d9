"""Columns that may never be kept are known by their names; labels that may be a person are not shown."""

import pytest

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import tables
from cjnudge.cases.extract.personal import holds_identifier, looks_identifying, looks_personal


@pytest.mark.parametrize(
    "column",
    [
        *(
            "Suspect Name",
            "SUSPECT_SURNAME",
            "SuspectForename",
            "Victim name",
            "First Name",
            "FullName",
            "Alias",
        ),
        *("OIC Name", "Officer name", "Reporting person name", "Team leader surname", "Date of Birth", "DOB"),
        *(
            "suspect_dob",
            "Address",
            "Home address line 1",
            "Postcode",
            "Post Code",
            "Crime location",
            "Easting",
        ),
        *("Phone No", "Mobile", "E-mail", "EmailAddress", "Notes", "Free Text", "MO", "Summary", "Comments"),
        *(
            "Outcome rationale",
            "Suspect description",
            "NI number",
            "NHS Number",
            "Passport",
            "VRM",
            "Occupation",
        ),
    ],
)
def test_personal_column_is_known_by_its_name(column):
    assert looks_personal(column)


@pytest.mark.parametrize(
    "column",
    [
        *(
            "entry_on",
            "Team name",
            "Station Name",
            "Offence description",
            "Outcome Description",
            "Ethnicity code",
        ),
        *(
            "Suspect PNC ID",
            "Crime Reference Number",
            "OIC collar number",
            "Gravity",
            "Sex",
            "Hate flag",
            "Unit",
        ),
        *(
            "Date suspect identified",
            "Outcome date",
            "Age",
            "Conditions completed date",
            "Minutes",
            "Force name",
        ),
    ],
)
def test_column_about_the_case_is_not_personal(column):
    assert looks_personal(column) == ""


@pytest.mark.parametrize(
    "column", ["Suspect PNC ID", "PNCID", "Crime Ref", "OIC collar number", "URN", "Nominal ref"]
)
def test_identifying_column_is_known_by_its_name(column):
    assert looks_identifying(column)


@pytest.mark.parametrize(
    "column", ["Offence code", "Outcome type", "Team", "Suspect sex", "Suspect age", "Unit ID"]
)
def test_other_column_is_not_identifying(column):
    assert not looks_identifying(column)


@pytest.mark.parametrize(
    "text",
    [
        *("12/345678A", "2012/0345678A", "QQ 12 34 56 C", "943 476 5919", "07700 900123", "+44 7700 900123"),
        *("a.b@example.org", "SG1 1AA", "41/123456/25", "PC 4321", "Mr Smith", "01/02/1990"),
    ],
)
def test_text_with_an_identifier_is_known(text):
    assert holds_identifier(text)


@pytest.mark.parametrize(
    "text", ["Watford", "Team 3", "8N", "Area 12 South", "Community resolution", "W1", "=1+1"]
)
def test_label_holds_no_identifier(text):
    assert not holds_identifier(text)


@pytest.mark.parametrize(
    "column",
    [
        *("Owner", "OIC", "Allocated To", "Supervisor", "Offender", "Dealt with by", "Unit owner"),
        *("Reviewing officer", "CaseOfficer", "assigned_to", "Authorised By", "Officer in charge"),
    ],
)
def test_column_that_says_who_is_identifying(column):
    assert looks_identifying(column)


def test_no_column_that_is_commonly_of_another_field_is_identifying():
    names = [
        name for key, names in tables()["columns"].items() if not FIELDS[key].is_person for name in names
    ]
    assert [name for name in names if looks_identifying(name)] == []
