import pytest
from django.urls import reverse

from tests.surveys.results.released import closed, release

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(force, lead):
    return closed(force, lead)


def read(client, name, wave, *more):
    return client.get(reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more]))


def test_lead_reads_results_from_the_top(client, lead, wave):
    release(wave)
    client.force_login(lead)
    page = read(client, "results", wave)
    assert page.status_code == 200
