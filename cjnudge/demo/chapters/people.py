"""The force of the demonstration, and one person for each role that configures or reads."""

import json
import os
import secrets
from datetime import date

from django.conf import settings
from django.utils.text import slugify

from cjnudge.accounts.models import Force, Unit, User
from cjnudge.accounts.operations.forces import create_force
from cjnudge.accounts.operations.people import create_person, grant_role
from cjnudge.accounts.operations.units import add_unit
from cjnudge.accounts.permissions import Role
from cjnudge.demo.cast import Chapter

BY = "demonstration"
SLUG = "hertfordshire"
NAME = "Hertfordshire Constabulary (demonstration)"
CAST = {Role.LEAD: "Lena Lead", Role.EVALUATOR: "Evan Evaluator", Role.ADMINISTRATOR: "Ada Administrator"}
# The ten community safety partnerships, which are the county's ten districts.
DISTRICTS = (
    "Broxbourne", "Dacorum", "East Herts", "Hertsmere", "North Herts", "St Albans", "Stevenage", "Three Rivers",
    "Watford", "Welwyn Hatfield",
)  # fmt: skip
DISTRICTS_SINCE = date(1974, 4, 1)  # the Local Government Act 1972 made them on this day


def tell(cast):
    cast.force = Force.objects.filter(slug=SLUG).first() or create_force(
        name=NAME, slug=SLUG, by=BY, at=cast.at
    )
    cast.practice = cast.force.practice_space
    passwords = stored_passwords()
    for role, name in CAST.items():
        email = f"{role}@demonstration.example"
        cast.people[role] = person(email, name, passwords[role], role, cast)
        cast.sign_ins.append({"role": role.label, "email": email, "password": passwords[role]})
    add_districts(cast)


def person(email, name, password, role, cast):
    user = User.objects.filter(email=email).first() or create_person(
        email=email,
        name=name,
        password=password,
        by=BY,
        at=cast.at,
        runs_installation=role == Role.ADMINISTRATOR,
    )
    grant_role(force=cast.force, user=user, role=role, by=BY, at=cast.at)
    return user


def stored_passwords():
    """{role: password}, made at the first start and kept beside the other secrets of this data folder."""
    path = settings.DATA_DIR / "demonstration-people.json"
    if not path.exists():
        made = {role.value: secrets.token_urlsafe(12) for role in CAST}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(made, file)
    return {role: json.loads(path.read_text())[role.value] for role in CAST}


def add_districts(cast):
    there = set(Unit.scoped.for_force(cast.force).values_list("name", flat=True))
    for name in sorted(set(DISTRICTS) - there):
        add_unit(
            force=cast.force, key=slugify(name), name=name, level="area", parent=None, starts_on=DISTRICTS_SINCE,
            by=BY, at=cast.at,
        )  # fmt: skip


CHAPTER = Chapter(order=10, title="A force and its people", tell=tell)
