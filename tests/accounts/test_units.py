"""Units of a force: every change leaves a sound tree, or is refused in words."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cjnudge.accounts.models import Unit
from cjnudge.accounts.operations.unit_files import add_units
from cjnudge.accounts.operations.units import (
    add_unit,
    close_unit,
    edit_unit,
    merge_unit,
    move_unit,
    reopen_unit,
)
from cjnudge.accounts.queries import unit_tree
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.unit_file import FileRefused, read_units
from cjnudge.audit.models import AuditEvent
from tests.people import NOW, make_force

pytestmark = pytest.mark.django_db
START, OCTOBER = date(2024, 4, 1), date(2026, 10, 1)


def add(force, key, level, parent=None, starts_on=START):
    values = {"name": key.title(), "level": level, "parent": parent, "starts_on": starts_on}
    return add_unit(force=force, key=key, by="test", at=NOW, **values)


@pytest.fixture
def tree(force):
    """{key: Unit}: two areas, a station in the west, a team in the station."""
    west, east = add(force, "west", "area"), add(force, "east", "area")
    watford = add(force, "watford", "station", west)
    return {"west": west, "east": east, "watford": watford, "team": add(force, "team", "team", watford)}


def shape(force, on):
    return [(depth, unit.key) for depth, unit in unit_tree(force).rows_on(on)]


def test_move_keeps_the_past_and_takes_what_is_below_along(force, tree):
    after = move_unit(unit=tree["watford"], parent=tree["east"], from_on=OCTOBER, by="test", at=NOW)
    assert shape(force, date(2026, 9, 30)) == [(0, "east"), (0, "west"), (1, "watford"), (2, "team")]
    assert shape(force, OCTOBER) == [(0, "east"), (1, "watford"), (2, "team"), (0, "west")]
    assert after.key == "watford"


def test_unit_can_move_back_and_forth(force, tree):
    there = move_unit(unit=tree["watford"], parent=tree["east"], from_on=OCTOBER, by="test", at=NOW)
    move_unit(unit=there, parent=tree["west"], from_on=date(2026, 12, 1), by="test", at=NOW)
    assert shape(force, date(2027, 1, 1)) == [(0, "east"), (0, "west"), (1, "watford"), (2, "team")]


def test_move_on_the_first_day_is_a_correction(force, tree):
    move_unit(unit=tree["watford"], parent=tree["east"], from_on=START, by="test", at=NOW)
    assert Unit.objects.count() == 4
    assert shape(force, START)[1] == (1, "watford")


def test_merge_takes_what_is_below_along(force, tree):
    other = add(force, "stevenage", "station", tree["east"])
    merge_unit(unit=tree["watford"], into=other, from_on=OCTOBER, by="test", at=NOW)
    assert shape(force, OCTOBER) == [(0, "east"), (1, "stevenage"), (2, "team"), (0, "west")]


def test_unit_merges_with_one_of_its_own_level_only(force, tree):
    for into in (tree["east"], tree["watford"], tree["team"]):
        with pytest.raises(Refused, match="another station"):
            merge_unit(unit=tree["watford"], into=into, from_on=OCTOBER, by="test", at=NOW)


def test_unit_with_others_below_it_is_not_closed(force, tree):
    with pytest.raises(Refused, match="“Team” would have no parent from 1 October 2026"):
        close_unit(unit=tree["watford"], last_on=date(2026, 9, 30), by="test", at=NOW)
    assert Unit.objects.get(key="watford").ends_on is None


def test_closed_unit_can_be_reopened(force, tree):
    close_unit(unit=tree["team"], last_on=date(2026, 9, 30), by="test", at=NOW)
    assert "team" not in dict(map(reversed, shape(force, OCTOBER)))
    reopen_unit(unit=tree["team"], by="test", at=NOW)
    assert (2, "team") in shape(force, OCTOBER)


def test_moved_unit_is_moved_back_and_not_reopened(force, tree):
    move_unit(unit=tree["watford"], parent=tree["east"], from_on=OCTOBER, by="test", at=NOW)
    with pytest.raises(Refused, match="move it back"):
        reopen_unit(unit=tree["watford"], by="test", at=NOW)


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2020, 1, 1)])
def test_change_before_the_first_day_is_refused(tree, day):
    with pytest.raises(Refused, match="exists from 1 April 2024"):
        move_unit(unit=tree["watford"], parent=tree["east"], from_on=day, by="test", at=NOW)
    with pytest.raises(Refused):
        close_unit(unit=tree["team"], last_on=day, by="test", at=NOW)


def test_correction_that_breaks_the_tree_is_refused(tree):
    with pytest.raises(Refused, match="cannot stand under"):
        edit_unit(unit=tree["watford"], name="Watford", level="area", starts_on=START, by="test", at=NOW)
    with pytest.raises(Refused, match="no parent from"):
        edit_unit(unit=tree["west"], name="West", level="area", starts_on=OCTOBER, by="test", at=NOW)


def test_one_key_means_one_unit_on_any_day(force, tree):
    with pytest.raises(Refused, match="key"):
        add(force, "watford", "station", starts_on=OCTOBER)


def test_unit_of_another_force_is_no_parent(force, tree):
    stranger = add(make_force("kent"), "elsewhere", "area")
    with pytest.raises(Refused, match="of this force"):
        add(force, "new", "team", stranger)
    with pytest.raises(Refused, match="of this force"):
        move_unit(unit=tree["watford"], parent=stranger, from_on=OCTOBER, by="test", at=NOW)


def test_changes_of_units_are_in_the_trail(tree):
    move_unit(unit=tree["watford"], parent=tree["east"], from_on=OCTOBER, by="test", at=NOW)
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions == ["unit.created"] * 4 + ["unit.changed"]


HEADER = "key,name,level,parent,starts_on,ends_on\n"
FILE = HEADER + "team-a,Team A,team,hatfield,2024-04-01,\nhatfield,Hatfield,station,,01/04/2024,\n"


def upload(force, text):
    return add_units(force=force, rows=read_units(text.encode()), by="test", at=NOW)


def test_file_adds_units_whatever_the_order_of_its_lines(force):
    assert upload(force, FILE) == (2, 0)
    assert shape(force, START) == [(0, "hatfield"), (1, "team-a")]


def test_same_file_twice_changes_nothing(force):
    upload(force, FILE)
    assert upload(force, FILE) == (0, 2)
    assert Unit.objects.count() == 2


def test_file_with_one_bad_line_adds_nothing(force, tree):
    bad = (
        FILE
        + "watford,Other,station,,2024-04-01,\nx,X,team,nowhere,2024-04-01,\ny,Y,station,team-a,2024-04-01,\n"
    )
    with pytest.raises(FileRefused) as refused:
        upload(force, bad)
    assert [(p.line, p.column) for p in refused.value.problems] == [(4, "key"), (5, "parent"), (6, "parent")]
    assert Unit.objects.count() == 4


def test_file_whose_parent_ends_too_early_is_refused(force):
    with pytest.raises(FileRefused) as refused:
        upload(force, HEADER + "s,S,station,,2024-04-01,2025-03-31\nt,T,team,s,2024-04-01,\n")
    assert [(p.line, p.column) for p in refused.value.problems] == [(3, "ends_on")]
    assert "no parent from 1 April 2025" in refused.value.problems[0].reason


def address(name, force, *args):
    return reverse(f"accounts:{name}", args=[force.slug, *args])


@pytest.mark.parametrize(("person", "status"), [("officer", 403), ("other_lead", 404), ("evaluator", 403)])
def test_units_are_set_up_by_leads_and_administrators(client, force, tree, person, status, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get(address("units", force)).status_code == status
    assert client.post(address("unit_close", force, tree["team"].pk)).status_code == status


def test_unit_of_another_force_is_not_there(client, lead, force):
    stranger = add(make_force("kent"), "elsewhere", "area")
    client.force_login(lead)
    for page in ("unit", "unit_edit", "unit_move", "unit_merge", "unit_close"):
        assert client.get(address(page, force, stranger.pk)).status_code == 404


def test_empty_list_says_what_to_do(client, lead, force):
    client.force_login(lead)
    page = client.get(address("units", force)).content.decode()
    assert "No units yet" in page
    assert address("unit_add", force) in page and address("unit_upload", force) in page


def test_tree_is_shown_as_it_stood_on_a_day(client, lead, force, tree):
    move_unit(unit=tree["watford"], parent=tree["east"], from_on=OCTOBER, by="test", at=NOW)
    client.force_login(lead)
    days = {"on_day": "1", "on_month": "5", "on_year": "2026"}
    assert "Units on 1 May 2026" in client.get(address("units", force), days).content.decode()
    wrong = client.get(address("units", force), {"on_day": "31", "on_month": "2", "on_year": "2026"})
    assert "Enter a real date" in wrong.content.decode()


def test_unit_is_added_moved_and_closed_on_its_pages(client, lead, force, tree):
    client.force_login(lead)
    first = {"starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2024"}
    parent = str(tree["east"].pk)
    client.post(
        address("unit_add", force),
        {"name": "Hitchin", "key": "hitchin", "level": "station", "parent": parent, **first},
    )
    hitchin = Unit.objects.get(key="hitchin")
    day = {"from_on_day": "1", "from_on_month": "10", "from_on_year": "2026"}
    page = client.post(
        address("unit_move", force, hitchin.pk), {"parent": str(tree["west"].pk), **day}, follow=True
    )
    assert "The change is saved." in page.content.decode()
    moved = Unit.objects.get(key="hitchin", ends_on__isnull=True)
    last = {"last_on_day": "1", "last_on_month": "11", "last_on_year": "2026"}
    client.post(address("unit_close", force, moved.pk), last)
    assert Unit.objects.get(pk=moved.pk).ends_on == date(2026, 11, 1)


def test_refused_change_is_explained_on_the_page(client, lead, force, tree):
    client.force_login(lead)
    last = {"last_on_day": "1", "last_on_month": "11", "last_on_year": "2026"}
    page = client.post(address("unit_close", force, tree["watford"].pk), last).content.decode()
    assert "would have no parent from 2 November 2026" in page


def test_upload_page_lists_the_problems_and_escapes_the_cells(client, lead, force):
    client.force_login(lead)
    text = HEADER + "<script>alert(1)</script>,X,area,,2024-04-01,\n"
    file = SimpleUploadedFile("<b>.csv", text.encode())
    page = client.post(address("unit_upload", force), {"file": file}).content.decode()
    assert "No unit was added: the file has 1 problem" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_uploaded_file_adds_units(client, lead, force):
    client.force_login(lead)
    file = SimpleUploadedFile("units.csv", FILE.encode())
    page = client.post(address("unit_upload", force), {"file": file}, follow=True).content.decode()
    assert "Units added: 2." in page


def test_template_is_the_header_alone(client, lead, force):
    client.force_login(lead)
    answer = client.get(address("unit_template", force))
    assert answer.content.decode() == HEADER.replace("\n", "\r\n")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_units_of_the_practice_space_do_not_mix_with_the_forces(client, lead, force, practice, tree):
    client.force_login(lead)
    assert "No units yet" in client.get(address("units", practice)).content.decode()
    assert client.get(address("unit", practice, tree["west"].pk)).status_code == 404
