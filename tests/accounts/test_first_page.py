"""Where a person lands, and what a force's first page tells each role."""

import pytest
from django.urls import reverse

from cjnudge.accounts import awaiting, checklist
from cjnudge.accounts.checklist import State, Status, Step
from cjnudge.accounts.models import Membership, Unit
from cjnudge.accounts.permissions import Permission, Role
from tests.people import NOW, make_force, make_person

pytestmark = pytest.mark.django_db


def first_page(client, force):
    return client.get(reverse("accounts:force", args=[force.slug])).content.decode()


def test_person_of_one_force_goes_straight_there(client, lead, force):
    client.force_login(lead)
    assert client.get("/").headers["Location"] == reverse("accounts:force", args=[force.slug])


def test_person_of_two_forces_chooses(client, lead, force, other_force):
    Membership.objects.create(force=other_force, user=lead, role=Role.OFFICER, starts_at=NOW)
    make_force("kent")
    client.force_login(lead)
    page = client.get("/").content.decode()
    assert "/forces/hertfordshire/" in page and "/forces/bedfordshire/" in page
    assert "kent" not in page


def test_person_of_no_force_reads_what_to_do(client):
    client.force_login(make_person("nobody"))
    page = client.get("/").content.decode()
    assert "You belong to no force" in page and "Ask an administrator" in page


def test_ended_access_leads_nowhere(client, lead, force):
    Membership.objects.update(ended_at=NOW)
    client.force_login(lead)
    assert "You belong to no force" in client.get("/").content.decode()
    assert client.get(reverse("accounts:force", args=[force.slug])).status_code == 404


def test_each_step_has_its_state_and_link(client, administrator, force):
    client.force_login(administrator)
    page = first_page(client, force)
    assert "No units yet: add them one by one or from a CSV file" in page
    assert f'href="{reverse("accounts:units", args=[force.slug])}"' in page
    Unit.objects.create(force=force, key="w", name="W", level="area", starts_on=NOW.date())
    assert "1 unit" in first_page(client, force)


def test_people_step_follows_the_lead(force, administrator):
    state = next(step.state for step in checklist.steps() if step.key == "people")
    assert state(force).status == Status.TO_DO
    make_person("lea", force, Role.LEAD)
    assert state(force).status == Status.DONE


def test_step_of_another_role_is_shown_without_its_link(client, officer, force, monkeypatch):
    step = Step(
        "s", 1, "Do it", Permission.MANAGE_UNITS, lambda force: State(Status.DOING, "Half.", "/there/")
    )
    monkeypatch.setattr(checklist, "_steps", {"s": step})
    client.force_login(officer)
    page = first_page(client, force)
    assert "Do it" in page and "Half. Your role does not include this step." in page
    assert "/there/" not in page


def test_what_awaits_is_asked_for_the_role_that_may_do_it(client, officer, administrator, force, monkeypatch):
    asked = []

    def items(force, user, at):
        asked.append(user)
        return [awaiting.Item("Look at this", "/there/")]

    source = awaiting.Source("s", 1, Permission.MANAGE_PEOPLE, items)
    monkeypatch.setattr(awaiting, "_sources", {"s": source})
    client.force_login(officer)
    assert "Nothing at the moment." in first_page(client, force)
    client.force_login(administrator)
    assert "Look at this" in first_page(client, force)
    assert asked == [administrator]


def test_practice_space_says_what_it_is_and_has_no_people(client, administrator, force, practice):
    client.force_login(administrator)
    page = first_page(client, practice)
    assert "Practice space: everything here is synthetic" in page
    assert reverse("accounts:people", args=[practice.slug]) not in page
    assert reverse("accounts:force", args=[practice.slug]) in first_page(client, force)


def test_menu_has_what_the_role_may_use(client, officer, lead, administrator, force):
    people, units = (reverse(f"accounts:{name}", args=[force.slug]) for name in ("people", "units"))
    for person, expected in ((officer, (False, False)), (lead, (False, True)), (administrator, (True, True))):
        client.force_login(person)
        menu = client.get(reverse("accounts:force", args=[force.slug])).context["nav"]
        urls = [url for _, url, _ in menu]
        assert (people in urls, units in urls) == expected


def test_menu_marks_where_one_is(client, lead, force):
    client.force_login(lead)
    menu = client.get(reverse("accounts:unit_add", args=[force.slug])).context["nav"]
    assert [label for label, _, current in menu if current] == ["Units"]


def test_page_without_a_force_has_no_menu(client, lead):
    client.force_login(lead)
    assert client.get(reverse("privacy")).context["nav"] == []
