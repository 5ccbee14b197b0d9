"""The pages of typed counts: begun, typed, pasted, made a snapshot, corrected."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.models import Unit
from cjnudge.cases.models import Snapshot, TypedCounts
from cjnudge.cases.operations import typed as operations
from tests.cases.typed.grids import HOW, again, cell, grid, snapshot_of
from tests.people import NOW


@pytest.fixture
def asks(practice):
    """asks(person, name, *args, data=None, force=practice) -> the page."""

    def ask(person, name, *args, data=None, force=practice):
        client = Client()
        client.force_login(person)
        address = reverse(f"cases:{name}", args=[force.slug, *args])
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return ask


SETTINGS = {
    "title_field": "Two teams", "more_units": "Watford\r\nStevenage", "first_month": "2024-01",
    "last_month": "Apr-24", "basis": "entry", "follow_up_days": "120", "as_at_day": "1", "as_at_month": "10",
    "as_at_year": "2024", "how_counted": HOW,
}  # fmt: skip


def words_of(page):
    return page.content.decode()


def typed_cells(typed, unit, **changes):
    """What a browser sends for a unit: all months filled."""
    data = {"base": operations.unit_token(typed, unit)}
    for number in range(4):
        data |= {f"{key}_{number}": str(count) for key, count in cell().items()}
    return data | changes


def only_grid(force):
    return TypedCounts.scoped.for_force(force).get()


def test_lead_types_two_units_and_makes_a_snapshot(asks, practice, lead):
    asks(lead, "typed_new", data=SETTINGS)
    typed = only_grid(practice)
    assert (typed.units, typed.last_month.month) == (["Watford", "Stevenage"], 4)
    next_page = asks(lead, "typed_unit", typed.pk, 1, data=typed_cells(typed, "Watford", next="1"))
    assert "unit 2 of 2" in words_of(next_page)
    asks(lead, "typed_unit", typed.pk, 2, data=typed_cells(typed, "Stevenage"))
    page = asks(lead, "typed_snapshot", typed.pk, data={"base": operations.grid_token(again(typed))})
    snapshot = Snapshot.scoped.for_force(practice).get()
    assert snapshot.rows == 32 and "Two teams (typed)" in words_of(page) and HOW in words_of(page)


def test_unit_page_shows_what_was_typed_and_keeps_an_empty_box_empty(asks, practice, lead):
    typed = grid(practice, lead)
    data = typed_cells(typed, "Watford", eligible_1="", oocr_1="", charge_1="", nfa_1="", nfa_2="")
    asks(lead, "typed_unit", typed.pk, 1, data=data)
    kept = again(typed).cells["Watford"]
    assert "2024-02" not in kept and kept["2024-03"]["nfa"] is None
    assert 'value="40"' in words_of(asks(lead, "typed_unit", typed.pk, 1))


@pytest.mark.parametrize(
    "box, text, words",
    [
        ("oocr_0", "-1", "Resolved out of court, January 2024: it is below nought"),
        ("nfa_3", "1.5", "No further action, April 2024: it is not a whole number"),
        ("charge_1", "30", "February 2024: its parts are 52 together, more than the 40 eligible cases"),
        ("base", "other", "Somebody changed the counts of this unit meanwhile"),
    ],
)
def test_faulty_unit_page_names_the_box_and_keeps_nothing(asks, practice, lead, box, text, words):
    typed = grid(practice, lead, fill=None)
    page = asks(lead, "typed_unit", typed.pk, 1, data=typed_cells(typed, "Watford", **{}) | {box: text})
    assert words in words_of(page)
    assert again(typed).cells == {}


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"more_units": ""}, "Name at least one unit"),
        ({"more_units": "A\nA"}, "A unit is named twice"),
        ({"more_units": "\n".join(f"U{n}" for n in range(101))}, "At most 100 units"),
        ({"first_month": "soon"}, "Write the month like 2025-03"),
        ({"last_month": "2023-12"}, "must not come before the first"),
        ({"first_month": "2019-01"}, "At most 60 months"),
        ({"last_month": "2024-10"}, "was not over on the day"),
        ({"as_at_year": "2099"}, "cannot lie ahead"),
        ({"follow_up_days": ""}, "a follow-up is needed"),
        ({"follow_up_days": "9999"}, "a follow-up is needed"),
        ({"basis": "closed"}, "Only counts by month of entry have a follow-up"),
        ({"title_field": ""}, "Enter title"),
    ],
)
def test_settings_that_cannot_be_used_say_what_to_do(asks, practice, lead, changes, words):
    page = asks(lead, "typed_new", data=SETTINGS | changes)
    assert words in words_of(page)
    assert not TypedCounts.scoped.for_force(practice).exists()


def test_units_of_the_register_are_offered_and_the_narrowest_chosen(asks, force, lead):
    given = {"force": force, "level": "station", "starts_on": NOW.date()}
    station = Unit.objects.create(key="w", name="Watford", **given)
    Unit.objects.create(key="wa", name="Watford A", parent=station, **given | {"level": "team"})
    form = asks(lead, "typed_new", force=force).context["form"]
    assert [name for name, _ in form.fields["units"].choices] == ["Watford", "Watford A"]
    assert form.initial["units"] == ["Watford A"]


def test_settings_come_back_as_they_were_and_are_changed(asks, practice, lead):
    typed = grid(practice, lead)
    form = asks(lead, "typed_change", typed.pk).context["form"]
    shown = {
        name: form[name].value()
        for name in ("base", "title_field", "more_units", "first_month", "last_month")
    }
    assert (
        asks(lead, "typed_change", typed.pk, data=SETTINGS | shown | {"title_field": "Renamed"}).status_code
        == 200
    )
    assert (again(typed).title, again(typed).cells) == ("Renamed", typed.cells)
    old = asks(lead, "typed_change", typed.pk, data=SETTINGS | shown | {"title_field": "From an old page"})
    assert "Somebody changed these settings meanwhile" in words_of(old)
    assert again(typed).title == "Renamed"


def test_pasted_rows_are_put_in(asks, practice, lead):
    typed = grid(practice, lead)
    asks(lead, "typed_table", typed.pk, data={"pasted": "Watford\t2024-01\t50\t12\t15\t10\r\n"})
    assert again(typed).cells["Watford"]["2024-01"]["eligible"] == 50
    assert again(typed).cells["Stevenage"] == typed.cells["Stevenage"]


def test_template_is_filled_in_and_uploaded_back(asks, practice, lead):
    typed = grid(practice, lead, fill=None, units=["Watford", "=Stevenage"])
    text = asks(lead, "typed_template", typed.pk).content.decode("utf-8-sig")
    filled = text.replace(",,,,", ",40,12,15,10")
    file = SimpleUploadedFile("typed-counts.csv", ("\ufeff" + filled).encode())
    asks(lead, "typed_table", typed.pk, data={"pasted": "", "file": file})
    assert {unit: len(rows) for unit, rows in again(typed).cells.items()} == {"Watford": 4, "=Stevenage": 4}


def test_template_holds_no_figure_that_was_typed(asks, practice, lead):
    typed = grid(practice, lead, fill=lambda: cell(777, 111, 222, 333))
    assert not any(figure in asks(lead, "typed_template", typed.pk).content for figure in (b"777", b"111"))


@pytest.mark.parametrize(
    "data, words",
    [
        ({"pasted": ""}, "Paste rows or choose a file"),
        ({"pasted": "Watford\t2024-01\tx\t1\t1\t1"}, "It is not a whole number"),
        ({"pasted": "", "file": b"\xff\xfe"}, "not text in UTF-8"),
        ({"pasted": "", "file": b"unit;month\nWatford;2024-01"}, "The row has 1 cells"),
    ],
)
def test_faulty_table_is_shown_with_its_problems_and_nothing_is_put_in(asks, practice, lead, data, words):
    typed = grid(practice, lead, fill=None)
    if "file" in data:
        data = {**data, "file": SimpleUploadedFile("a.csv", data["file"])}
    assert words in words_of(asks(lead, "typed_table", typed.pk, data=data))
    assert again(typed).cells == {}


def test_real_counts_need_a_safeguards_record_or_the_mark(asks, force, lead):
    typed = grid(force, lead)
    data = {"base": operations.grid_token(typed)}
    refused = asks(lead, "typed_snapshot", typed.pk, data=data, force=force)
    assert "No safeguards record covers this data set" in words_of(refused)
    assert not Snapshot.scoped.for_force(force).exists()
    made = asks(lead, "typed_snapshot", typed.pk, data=data | {"rehearsal_only": "on"}, force=force)
    assert "Rehearsal only" in words_of(made) and Snapshot.scoped.for_force(force).get().rehearsal_only


def test_grid_of_a_snapshot_can_only_be_copied(asks, practice, lead):
    typed = grid(practice, lead)
    snapshot_of(typed, lead)
    for name, more in (("typed_unit", [1]), ("typed_table", []), ("typed_change", []), ("typed_discard", [])):
        assert asks(lead, name, typed.pk, *more).status_code == 404
    page = asks(lead, "typed_correct", typed.pk, data={})
    assert "copy to correct" in words_of(page)
    assert TypedCounts.scoped.for_force(practice).count() == 2


def test_grid_of_another_force_is_not_there(asks, practice, lead, other_force, other_lead):
    typed = grid(practice, lead)
    assert asks(other_lead, "typed_counts", typed.pk, force=other_force).status_code == 404
    assert asks(other_lead, "typed_counts", typed.pk).status_code == 404


def test_page_without_month_of_entry_says_that_there_will_be_no_verdict(asks, practice, lead):
    typed = grid(practice, lead, basis="closed", follow_up_days=None)
    assert "no comparison made from them gets a verdict" in words_of(asks(lead, "typed_snapshot", typed.pk))


def test_page_names_the_months_that_entered_too_late(asks, practice, lead):
    typed = grid(practice, lead, as_at=NOW.date().replace(year=2024, month=7, day=10))
    assert "Cases that entered from March 2024 on" in words_of(asks(lead, "typed_snapshot", typed.pk))
