"""The pages show every item as an officer would read it."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from surveys.scales import all_instruments


@pytest.fixture
def as_evaluator(client, evaluator):
    client.force_login(evaluator)
    return client


def test_list_offers_every_instrument(as_evaluator, force):
    page = as_evaluator.get(reverse("surveys:instruments", args=[force.slug])).content.decode()
    for one in all_instruments():
        assert reverse("surveys:instrument", args=[force.slug, one.key, one.version]) in page
        assert escape(one.standing) in page


@pytest.mark.parametrize("found", all_instruments(), ids=lambda found: found.key)
def test_preview_shows_every_word_an_officer_would_read(as_evaluator, force, found):
    page = as_evaluator.get(reverse("surveys:instrument", args=[force.slug, found.key, 1])).content.decode()
    texts = [found.behaviour.statement, *vars(found.notice).values(), *found.scale.outside]
    texts += [text for item in found.items for text in (item.text, item.definition, item.component)]
    texts += [part.text for question in found.questions for part in question.parts]
    texts += [scenario.text for scenario in found.scenarios]
    assert [text for text in texts if escape(text) not in page] == []


def test_unknown_version_is_not_found(as_evaluator, force):
    assert (
        as_evaluator.get(reverse("surveys:instrument", args=[force.slug, "oocr_com_b", 9])).status_code == 404
    )


def test_officer_and_another_forces_lead_cannot_read_them(client, force, officer, other_lead):
    address = reverse("surveys:instruments", args=[force.slug])
    for person, status in ((officer, 403), (other_lead, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
