"""Three people and two forces, as most tests of access need them."""

import datetime

import pytest

from cjnudge.accounts.models import Force, Membership, User
from cjnudge.accounts.permissions import Role

NOW = datetime.datetime(2026, 11, 2, 9, 0, tzinfo=datetime.UTC)


def make_force(slug="hertfordshire", name=None, **kwargs):
    return Force.objects.create(slug=slug, name=name or slug.title(), created_at=NOW, **kwargs)


def make_person(name, force=None, role=None, **kwargs):
    """A person with the password "correct horse battery", and a membership where a force is given."""
    user = User(email=f"{name}@example.org", name=name.title(), created_at=NOW, **kwargs)
    user.set_password("correct horse battery")
    user.save()
    if force is not None:
        Membership.objects.create(force=force, user=user, role=role, starts_at=NOW)
    return user


@pytest.fixture
def force(db):
    return make_force()


@pytest.fixture
def other_force(db):
    return make_force("bedfordshire")


@pytest.fixture
def practice(force):
    return make_force("hertfordshire-practice", "Hertfordshire practice", kind="practice", practice_of=force)


@pytest.fixture
def lead(force):
    return make_person("lead", force, Role.LEAD)


@pytest.fixture
def officer(force):
    return make_person("officer", force, Role.OFFICER)


@pytest.fixture
def evaluator(force):
    return make_person("evaluator", force, Role.EVALUATOR)


@pytest.fixture
def administrator(force):
    return make_person("administrator", force, Role.ADMINISTRATOR)


@pytest.fixture
def other_lead(other_force):
    return make_person("other-lead", other_force, Role.LEAD)
