"""Authors at the same instant: one text of a part is stored and the others are told; nothing comes about twice."""

from threading import Barrier

import pytest

from cjnudge.accounts.models import Force
from cjnudge.accounts.permissions import Role
from surveys.instruments.draft_content import print_of, value_at
from surveys.models import InstrumentVersion
from surveys.operations import authoring, publishing
from tests.people import NOW, make_force, make_person
from tests.surveys.authoring.drafts import copied, next_version, published
from tests.surveys.operations.test_at_once import all_at_once, counted

pytestmark = pytest.mark.django_db(transaction=True)
AUTHORS = 6


@pytest.fixture
def lead():
    force = make_force()
    return make_person("lead", force, Role.LEAD)


@pytest.fixture
def draft(lead):
    return copied(Force.objects.get(), lead)


def writing(write, draft, lead):
    """What became of so many authors who saw the same and save at once, and the title that is stored."""
    seen = print_of(value_at(draft.content, "about"))

    def call(number):
        def save():
            values = {"title": f"Title {number}"}
            write(draft=draft, part="about", values=values, seen=seen, by=lead, at=NOW)
            return "stored"

        return save

    return counted(all_at_once([call(number) for number in range(AUTHORS)]))


def test_of_six_who_save_one_part_at_once_one_is_stored_and_five_are_told(draft, lead):
    assert writing(authoring.write_part, draft, lead) == {"stored": 1, "ChangedMeanwhile": AUTHORS - 1}


def test_a_look_before_the_write_would_lose_five_texts(draft, lead):
    """What the part looks like is read first and believed later."""
    everyone = Barrier(AUTHORS)

    def careless(*, draft, part, values, seen, by, at):
        held = InstrumentVersion.objects.get(pk=draft.pk)
        fresh = print_of(value_at(held.content, part)) == seen
        everyone.wait(timeout=30)
        if not fresh:
            raise authoring.ChangedMeanwhile({}, by)
        held.content |= values
        held.save(update_fields=["content"])

    assert writing(careless, draft, lead) == {"stored": AUTHORS}


def test_copies_made_at_once_have_keys_of_their_own(draft, lead):
    results = all_at_once([lambda: copied(draft.force, lead).key for _ in range(AUTHORS)])
    assert len(set(results)) == AUTHORS and InstrumentVersion.objects.count() == AUTHORS + 1


def test_next_version_asked_for_at_once_is_one_draft(draft, lead):
    done = published(draft, lead)
    results = all_at_once([lambda: next_version(done, lead).pk for _ in range(AUTHORS)])
    assert len(set(results)) == 1 and InstrumentVersion.objects.count() == 2


def test_published_at_once_is_published_once(draft, lead):
    seen = print_of(draft.content)

    def publish():
        publishing.publish_instrument(draft=draft, seen=seen, by=lead, at=NOW)
        return "published"

    results = counted(all_at_once([publish] * AUTHORS))
    assert results == {"published": 1, "Refused": AUTHORS - 1}
