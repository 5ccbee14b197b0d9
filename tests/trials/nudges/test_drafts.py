"""The title of a nudge before it is approved, and a further draft that is discarded alone."""

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from tests.people import NOW, make_person
from tests.trials.nudges_world import approve, make_draft, with_picture
from trials.lifecycle import WrongState
from trials.models import Nudge, NudgePicture, NudgeVersion
from trials.nudges.record import digest_of
from trials.operations.nudge_drafts import discard_draft, retitle_nudge
from trials.operations.nudges import start_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(force, lead):
    return make_draft(force, lead)


@pytest.fixture
def second_draft(draft, force, lead):
    """The draft of version 2 of a nudge whose first version is approved with a picture."""
    approve(with_picture(draft, lead), make_person("second", force, "lead"))
    return start_version(nudge=draft.nudge, by=lead, at=NOW)


def discard(version, lead):
    return discard_draft(version=version, draft=digest_of(version.body), by=lead, at=NOW)


def at(name, nudge, *more):
    return reverse(f"trials:{name}", args=[nudge.force.slug, nudge.pk, *more])


def test_title_of_a_nudge_that_is_not_approved_is_corrected_and_its_key_stays(draft, lead):
    key = draft.nudge.key
    retitle_nudge(nudge=draft.nudge, title="Prompt before a charge request", by=lead, at=NOW)
    held = Nudge.objects.get(pk=draft.nudge_id)
    assert (held.title, held.key) == ("Prompt before a charge request", key)
    assert AuditEvent.objects.filter(action="nudge.retitled").count() == 1


def test_title_under_which_a_version_was_approved_stays(second_draft, lead):
    with pytest.raises(WrongState, match="plans and results print it"):
        retitle_nudge(nudge=second_draft.nudge, title="Other", by=lead, at=NOW)


def test_discarded_draft_goes_alone(second_draft, lead):
    kept = NudgePicture.objects.exclude(version=second_draft).count()
    assert NudgePicture.objects.filter(version=second_draft).exists()
    discard(second_draft, lead)
    assert [one.version for one in NudgeVersion.objects.filter(nudge=second_draft.nudge)] == [1]
    assert NudgePicture.objects.count() == kept > 0
    assert start_version(nudge=second_draft.nudge, by=lead, at=NOW).version == 2


def test_first_draft_is_not_discarded(draft, lead):
    with pytest.raises(WrongState, match="only version"):
        discard(draft, lead)


def test_approved_version_is_not_discarded(draft, force, lead):
    approve(draft, make_person("second", force, "lead"))
    with pytest.raises(WrongState):
        discard(draft, lead)


def test_draft_that_changed_since_it_was_read_is_not_discarded(second_draft, lead):
    with pytest.raises(WrongState, match="look at it again"):
        discard_draft(version=second_draft, draft="0" * 64, by=lead, at=NOW)


def test_page_names_what_will_be_lost_before_it_is(client, second_draft, lead):
    client.force_login(lead)
    there = at("nudge_discard", second_draft.nudge, 2)
    assert there in client.get(at("nudge", second_draft.nudge)).content.decode()
    page = client.get(there).content.decode()
    assert "everything that was written in this draft" in page and "the picture “" in page
    assert "Every approved version stays" in page and NudgeVersion.objects.filter(version=2).exists()
    client.post(there, {"draft": digest_of(second_draft.body)})
    assert not NudgeVersion.objects.filter(version=2).exists()


def test_lead_corrects_the_title_on_a_page(client, draft, lead):
    client.force_login(lead)
    there = at("nudge_retitle", draft.nudge)
    assert there in client.get(at("nudge", draft.nudge)).content.decode()
    client.post(there, {"title_of_nudge": "Better"})
    assert Nudge.objects.get(pk=draft.nudge_id).title == "Better"
