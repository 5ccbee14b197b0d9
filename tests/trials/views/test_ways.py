"""Pages that nobody would find by themselves have a way to them."""

import pytest
from django.urls import reverse

from tests.trials.planning_world import approved_nudge

pytestmark = pytest.mark.django_db


def test_list_of_trials_leads_to_the_finished_ones(client, force, lead):
    client.force_login(lead)
    page = client.get(reverse("trials:trials", args=[force.slug])).content.decode()
    there = reverse("trials:finished_trials", args=[force.slug])
    assert there in page and client.get(there).status_code == 200


def test_nudge_leads_to_all_its_trials(client, force, lead):
    client.force_login(lead)
    nudge = approved_nudge(force, lead).nudge
    page = client.get(reverse("trials:nudge", args=[force.slug, nudge.pk])).content.decode()
    there = reverse("trials:nudge_trials", args=[force.slug, nudge.pk])
    assert there in page and client.get(there).status_code == 200
