"""Saying what each column is, and what the versions of a mapping keep."""

import hashlib

import pytest

from cjnudge.cases.queries.mappings import newest_version

from .conftest import CHOSEN, COLUMNS, body_of, columns_sent, text

pytestmark = pytest.mark.django_db


def test_chosen_columns_make_the_mapping_ready(at_desk):
    mapping = at_desk.set_up()
    assert "Not finished" in text(at_desk.get("mapping", mapping.pk))
    assert at_desk.say_columns(mapping).status_code == 302
    body = body_of(mapping)
    assert body.faults() == [] and newest_version(mapping).number == 2
    assert body.days == {"entry_on": "uk", "outcome_on": "uk"}
    assert body.confirmed_drops == ("Suspect Surname",)
    page = text(at_desk.get("mapping", mapping.pk))
    assert "Ready" in page and "Upload with this mapping" in page and "Written as 31/12/2025" in page


def test_personal_column_must_be_confirmed_as_dropped(at_desk):
    mapping = at_desk.set_up()
    answer = at_desk.say_columns(mapping, {**CHOSEN, "Suspect Surname": ""})
    assert answer.status_code == 200
    assert "Tick the box: Drop “Suspect Surname”, never store it" in text(answer)
    assert "This looks like a name. It can only be dropped." in text(answer)
    assert newest_version(mapping).number == 1


def test_personal_column_cannot_be_mapped_by_a_made_up_request(at_desk):
    mapping = at_desk.set_up()
    at_desk.say_columns(mapping, {**CHOSEN, "Suspect Surname": "suspect", "Suspect ID": "drop"})
    assert body_of(mapping).columns["Suspect Surname"] == "drop"


def test_identifier_can_be_nothing_but_an_identifier(at_desk):
    mapping = at_desk.set_up()
    answer = at_desk.say_columns(mapping, {**CHOSEN, "Suspect ID": "gravity"})
    assert answer.status_code == 200 and "Select a valid choice" in text(answer)


def test_two_columns_cannot_be_the_same_field(at_desk):
    mapping = at_desk.set_up()
    answer = at_desk.say_columns(mapping, {**CHOSEN, "Result Date": "entry_on"})
    assert answer.status_code == 200
    assert "cannot both be the entry date" in text(answer)


def test_unfinished_columns_are_kept_and_the_page_says_what_is_missing(at_desk):
    mapping = at_desk.set_up()
    at_desk.say_columns(mapping, {**CHOSEN, "Result": "drop"})
    for page in ("mapping", "mapping_columns"):
        assert "No column is the outcome: choose the one that is." in text(at_desk.get(page, mapping.pk))


def test_newly_mapped_field_starts_with_the_labels_it_usually_has(at_desk):
    mapping = at_desk.set_up()
    assert "outcome" not in body_of(mapping).labels
    at_desk.say_columns(mapping)
    assert body_of(mapping).labels["outcome"]["community resolution"] == "8"


def test_saving_without_a_change_writes_no_version(at_desk):
    mapping = at_desk.ready()
    at_desk.say_columns(mapping)
    assert newest_version(mapping).number == 2


def test_second_person_to_save_is_told_and_overwrites_nothing(at_desk):
    mapping = at_desk.set_up()
    sent = columns_sent(mapping, CHOSEN, "uk")
    at_desk.say_columns(mapping, {**CHOSEN, "Team": "drop"})
    answer = at_desk.post("mapping_columns", mapping.pk, **sent)
    assert answer.status_code == 200
    assert "Version 2 was written while you were changing this one" in text(answer)
    assert body_of(mapping).columns["Team"] == "drop"


@pytest.mark.parametrize("base", ["", "0", "-1", "9" * 30, "x", "99"])
def test_odd_base_version_breaks_nothing(at_desk, base):
    mapping = at_desk.set_up()
    sent = columns_sent(mapping, CHOSEN, "uk") | {"base": base}
    assert at_desk.post("mapping_columns", mapping.pk, **sent).status_code == 200
    assert newest_version(mapping).number == 1


def test_other_columns_keep_what_the_same_ones_were(at_desk):
    mapping = at_desk.ready()
    columns = [*COLUMNS[:-1], "Ward", "Date Recorded"]
    sent = at_desk.post(
        "mapping_header",
        mapping.pk,
        source="line",
        line=",".join(columns),
        base=newest_version(mapping).number,
    )
    assert sent.status_code == 302
    body = body_of(mapping)
    assert set(body.columns) == set(columns)
    assert body.columns["Result"] == "outcome" and body.days["entry_on"] == "uk"
    assert body.confirmed_drops == ("Suspect Surname",)


def test_versions_say_who_when_and_why_and_what_changed(at_desk):
    mapping = at_desk.ready()
    at_desk.say_columns(mapping, {**CHOSEN, "Team": "drop"}, reason="Teams are unreliable")
    page = text(at_desk.get("mapping", mapping.pk))
    assert "Version 3" in page and "by" in page and "Lead" in page and "Teams are unreliable" in page
    assert "Column “Team” Unit dropped" in page
    older = text(at_desk.get("mapping_version", mapping.pk, 2))
    assert "This is an older version" in older and "Upload with this mapping" not in older
    assert at_desk.get("mapping_version", mapping.pk, 9).status_code == 404


def test_download_has_the_bytes_of_the_hash(at_desk):
    mapping = at_desk.ready()
    version = newest_version(mapping)
    answer = at_desk.get("mapping_json", mapping.pk, version.number)
    assert hashlib.sha256(answer.content).hexdigest() == version.hash
    assert answer["Content-Disposition"] == 'attachment; filename="athena-2.json"'
