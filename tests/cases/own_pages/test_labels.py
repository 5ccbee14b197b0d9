"""Saying what the labels of a field mean."""

import pytest
from django.urls import reverse

from cjnudge.accounts.models import Unit
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.label_guesses import guess
from cjnudge.cases.models import Upload
from cjnudge.cases.queries.mappings import newest_version
from tests.people import NOW

from .conftest import Lead, body_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapping(at_desk):
    return at_desk.ready()


def refused_upload(mapping, **unmatched):
    """An upload of the mapping that was refused for labels it does not know."""
    findings = {"total": 1, "problems": [], "unmatched": unmatched}
    return Upload.objects.create(
        force=mapping.force, feed="case_extract", mapping_version=newest_version(mapping), door="page",
        state="refused", findings=findings, started_at=NOW, heard_at=NOW,
    )  # fmt: skip


def shown_rows(response):
    """{label: name of its select} on a page of labels."""
    form = response.context["form"]
    return {row.label: f"means_{number}" for number, row in enumerate(form.rows)}


def sent_back(response, **changed):
    """What the page's form would send as it is shown, with changes by label."""
    form, names = response.context["form"], shown_rows(response)
    sent = {name: form[name].value() for name in names.values()}
    own = {name: form[name].value() for name in ("base", "shown")}
    return own | sent | {names[label]: value for label, value in changed.items()}


def test_index_lists_every_field_with_labels(at_desk, mapping):
    page = text(at_desk.get("mapping_labels", mapping.pk))
    assert "Outcome" in page and "Unit as written" in page and "Sex" not in page


def test_labels_of_an_upload_come_first_with_counts_and_a_guess(at_desk, mapping):
    upload = refused_upload(
        mapping, outcome={"08 - Comm Res": 12, "Community  RESOLUTION (RJ)": 2, "Zzz": 40}
    )
    answer = at_desk.get("mapping_label_field", mapping.pk, "outcome", upload=str(upload.pk))
    rows = answer.context["form"].rows
    assert [(row.label, row.means, row.count) for row in rows[:2]] == [
        ("Zzz", None, 40),
        ("08 - Comm Res", "8", 12),
    ]
    assert "40 rows in the file" in text(answer)


def test_mapped_labels_are_kept_with_the_others(at_desk, mapping):
    upload = refused_upload(mapping, outcome={"Zzz": 40})
    before = body_of(mapping).labels["outcome"]
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome", upload=str(upload.pk))
    sent = at_desk.post(
        "mapping_label_field",
        mapping.pk,
        "outcome",
        query=f"?upload={upload.pk}",
        **sent_back(shown, Zzz="22"),
    )
    assert sent.status_code == 302
    assert body_of(mapping).labels["outcome"] == before | {"Zzz": "22"}
    assert newest_version(mapping).reason == "Labels of outcome"


def test_label_may_stand_for_an_empty_cell_and_may_be_forgotten(at_desk, mapping):
    upload = refused_upload(mapping, outcome={"Zzz": 40})
    query = f"?upload={upload.pk}"
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome", upload=str(upload.pk))
    at_desk.post("mapping_label_field", mapping.pk, "outcome", query=query, **sent_back(shown, Zzz="(empty)"))
    assert body_of(mapping).labels["outcome"]["Zzz"] == ""
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome")
    assert shown.context["form"][shown_rows(shown)["Zzz"]].value() == "(empty)"
    at_desk.post("mapping_label_field", mapping.pk, "outcome", **sent_back(shown, Zzz=""))
    assert "Zzz" not in body_of(mapping).labels["outcome"]


def test_next_page_is_the_next_field_that_has_unknown_labels(at_desk, mapping):
    upload = refused_upload(mapping, outcome={"Zzz": 40}, unit={"A Team": 3})
    shown = at_desk.get("mapping_label_field", mapping.pk, "unit", upload=str(upload.pk))
    sent = at_desk.post(
        "mapping_label_field",
        mapping.pk,
        "unit",
        query=f"?upload={upload.pk}",
        **sent_back(shown, **{"A Team": "A"}),
    )
    own = at_desk.address("mapping_label_field", mapping.pk, "outcome")
    assert sent["Location"] == f"{own}?upload={upload.pk}"


def test_labels_can_be_typed_without_a_file(at_desk, mapping):
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome")
    typed = {
        "new_label_0": "Restorative",
        "new_means_0": "8",
        "new_label_3": "Dealt with",
        "new_means_3": "1",
    }
    at_desk.post("mapping_label_field", mapping.pk, "outcome", **sent_back(shown), **typed)
    labels = body_of(mapping).labels["outcome"]
    assert labels["Restorative"] == "8" and labels["Dealt with"] == "1"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"new_label_0": "Restorative"}, "Say what the label before it means"),
        ({"new_means_0": "8"}, "Enter the label as the file writes it"),
        ({"new_label_0": "community resolution", "new_means_0": "1"}, "in the list already"),
        ({"new_label_0": "R", "new_means_0": "23"}, "Select a valid choice"),
        ({"new_label_0": "R\x00", "new_means_0": "8"}, "Null characters"),
        ({"new_label_0": "R\u202e", "new_means_0": "8"}, "cannot be seen"),
    ],
)
def test_half_typed_labels_are_asked_for_in_words(at_desk, mapping, typed, words):
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome")
    answer = at_desk.post("mapping_label_field", mapping.pk, "outcome", **sent_back(shown), **typed)
    assert answer.status_code == 200 and words in text(answer)
    assert newest_version(mapping).number == 2


def test_units_are_those_of_the_force_or_as_the_file_writes_them(at_desk, mapping):
    assert "The force has no units yet" in text(at_desk.get("mapping_label_field", mapping.pk, "unit"))
    Unit.objects.create(force=at_desk.force, key="a", name="Watford A", starts_on=NOW.date())
    answer = at_desk.get("mapping_label_field", mapping.pk, "unit")
    assert "Watford A" in text(answer) and answer.context["form"]["as_written"].value() is True
    typed = {"new_label_0": "WA", "new_means_0": "Watford A"}
    at_desk.post("mapping_label_field", mapping.pk, "unit", **sent_back(answer), **typed)
    body = body_of(mapping)
    assert body.as_written == () and body.labels["unit"] == {"WA": "Watford A"}


def test_field_that_is_not_mapped_or_has_no_labels_has_no_page(at_desk, mapping):
    for key in ("sex", "suspect", "entry_on", "nothing"):
        assert at_desk.get("mapping_label_field", mapping.pk, key).status_code == 404


def test_upload_of_another_force_or_mapping_shows_none_of_its_labels(
    at_desk, mapping, client, lead, other_force, other_lead
):
    other = at_desk.ready("Niche")
    client.force_login(other_lead)
    theirs = Lead(client, other_force).ready()
    client.force_login(lead)
    for upload in (
        refused_upload(other, outcome={"Secret": 1}),
        refused_upload(theirs, outcome={"Secret": 1}),
    ):
        page = at_desk.get("mapping_label_field", mapping.pk, "outcome", upload=str(upload.pk))
        assert page.status_code == 200 and "Secret" not in text(page)
    assert at_desk.get("mapping_labels", mapping.pk, upload="nonsense").status_code == 200


def test_labels_of_the_last_upload_are_found_without_being_named(at_desk, mapping):
    upload = refused_upload(mapping, outcome={"Zzz": 40})
    assert f"?upload={upload.pk}" in at_desk.get("mapping_labels", mapping.pk).content.decode()
    Upload.objects.filter(pk=upload.pk).update(state="imported")
    assert "?upload=" not in at_desk.get("mapping_labels", mapping.pk).content.decode()


def test_choices_made_on_another_list_of_labels_are_refused(at_desk, mapping):
    """What is chosen belongs to a row by its place: on another list it would be another label."""
    upload = refused_upload(mapping, outcome={"Zzz": 40})
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome", upload=str(upload.pk))
    answer = at_desk.post("mapping_label_field", mapping.pk, "outcome", **sent_back(shown, Zzz="8"))
    assert "The labels have changed since you opened this page" in text(answer)
    assert newest_version(mapping).number == 2


def test_more_labels_than_a_page_shows_are_kept(at_desk, mapping, monkeypatch):
    monkeypatch.setattr("cjnudge.cases.forms.labels.MOST_ROWS", 5)
    before = body_of(mapping).labels["outcome"]
    assert len(before) > 5
    shown = at_desk.get("mapping_label_field", mapping.pk, "outcome")
    at_desk.post(
        "mapping_label_field", mapping.pk, "outcome", **sent_back(shown), new_label_0="R", new_means_0="8"
    )
    assert body_of(mapping).labels["outcome"] == before | {"R": "8"}


@pytest.mark.parametrize(
    ("key", "label", "means"),
    [
        ("outcome", "Type 8: Community resolution", "8"),
        ("outcome", "O16", "16"),
        ("outcome", "outcome 22", "22"),
        ("outcome", "1A", None),
        ("outcome", "2a - Caution", None),
        ("outcome", "23", None),
        ("outcome", "2024", None),
        ("outcome", "Charge or summons", "1"),
        ("outcome", "Something else", None),
        ("hate", "Y", "yes"),
        ("sex", "F", "female"),
        ("ethnicity", "W1", "white"),
        ("offence", "8N", None),
    ],
)
def test_guess_is_what_the_label_says_or_nothing(key, label, means):
    assert guess(FIELDS[key], label) == means


def test_unit_of_the_same_name_is_guessed():
    assert guess(FIELDS["unit"], "watford  A", ["Watford A", "Watford B"]) == "Watford A"


def test_page_of_labels_is_of_the_force_alone(client, at_desk, mapping, other_force, other_lead):
    client.force_login(other_lead)
    for slug in (at_desk.force.slug, other_force.slug):
        assert client.get(reverse("cases:mapping_labels", args=[slug, mapping.pk])).status_code == 404
