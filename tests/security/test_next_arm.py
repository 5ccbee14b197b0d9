"""The next arm is known to nobody: any role, any address, the database, the trail, the logs, the mail.

An attacker takes everything that there is but the master key, and looks in it for the seed and for the arms of cases
to come. Each search is first shown to find a list that a careless build would have kept.
"""

import base64
import json
import logging
import re
from itertools import islice

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cjnudge.accounts.permissions import Role
from tests.people import NOW, make_force, make_person
from tests.security.matrix import route_names
from tests.trials.allocation.made import make_sealed, start
from tests.trials.allocation.plans import in_turn_value
from trials.models import Change, Seed
from trials.operations.allocating import draw_allocation, master
from trials.operations.enrolling import enrol
from trials.planning.allocated import rule_in_turn
from trials.seeds import open_seed
from trials.stats.allocation_in_turn import arms_in_turn

ENROLLED, TO_COME = 12, 24  # by chance 24 arms in a row meet once in 17 million
CASE = {"unit": "Team 01", "stratum": "north"}


@pytest.fixture
def people(force):
    found = {role.value: make_person(role.value, force, role) for role in Role}
    found["other_lead"] = make_person("other-lead", make_force("bedfordshire"), Role.LEAD)
    return found


@pytest.fixture
def trial(force, people):
    return running(force, people["lead"], "checklist")


def running(force, person, slug):
    """A trial of simple draws with some cases in it: its next arms do not even depend on who comes."""
    made = make_sealed(force, person, in_turn_value("simple"), slug=slug)
    draw_allocation(trial=made, by=person, at=NOW)
    start(made)
    for number in range(ENROLLED):
        values = {"reference": f"case {number}", "attributes": {"unit": "Team 01"}, "by": person, "at": NOW}
        enrol(trial=made, **values)
    return made


def secrets_of(trial):
    """(seed, arms to come), which only this test and the master key know."""
    seed = open_seed(Seed.objects.get(trial=trial).secret, trial.pk, master=master())
    arms = arms_in_turn(rule_in_turn(in_turn_value("simple")), seed, [CASE] * (ENROLLED + TO_COME))
    return seed, list(islice(arms, ENROLLED, None))


def spellings_of(seed, arms):
    """How a careless build might have kept them: the seed in its notations, the arms as words, numbers, letters."""
    of_seed = [str(seed), f"{seed:x}", base64.b64encode(str(seed).encode()).decode()]
    numbers = "".join(str(int(arm != "control")) for arm in arms)
    letters = "".join(arm[:2] for arm in arms)
    return [*of_seed, numbers, letters]


def found_in(text, seed, arms):
    """What of the secret stands in a text, whatever stands between the arms."""
    hits = [one[:12] for one in spellings_of(seed, arms) if one.lower() in text.lower()]
    words = re.findall("control|checklist", text)
    packed = " ".join(words)
    digits = re.sub(r"[^01]", "", text) if len(text) < 5_000 else ""  # noqa: PLR2004 - long texts hold any digits
    hits += ["arms in words"] * (" ".join(arms) in packed)
    return hits + ["arms in numbers"] * (spellings_of(seed, arms)[3] in digits)


def database_dump():
    """Every row of every table as text, as a copy of the database would give it."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the database's own names
            rows += [" ".join(map(readable, row)) for row in cursor.fetchall()]
    return "\n".join(rows)


def readable(value):
    """A cell as text: bytes both as text and as hexadecimal."""
    if isinstance(value, bytes | memoryview):
        return f"{bytes(value).decode(errors='replace')} {bytes(value).hex()}"
    return str(value)


def addresses_of(trial):
    """Every address that names this trial and nothing below it: a new page is asked as soon as it is there."""
    found = []
    for name in route_names():
        try:
            found.append(reverse(name, kwargs={"force": trial.force.slug, "trial": trial.pk}))
        except NoReverseMatch:
            continue
    return found


def answers(trial, people):
    """Every answer to every person at every address, of GET and of an empty POST that changes nothing there."""
    for person in people.values():
        client = Client(raise_request_exception=False)
        client.force_login(person)
        for address in addresses_of(trial):
            yield client.get(address)
    client = Client(raise_request_exception=False)
    client.force_login(people["officer"])
    yield client.post(reverse("trials:enrol", args=[trial.force.slug, trial.pk]))


def text_of(response):
    headers = " ".join(f"{name}: {value}" for name, value in response.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{headers} {body.decode(errors='replace')}"


def test_no_page_of_any_role_shows_the_seed_or_an_arm_to_come(trial, people):
    seed, arms = secrets_of(trial)
    shown = [text_of(one) for one in answers(trial, people)]
    assert len(shown) > 100 and sum("Enrol" in one for one in shown) > 0
    assert [hit for one in shown for hit in found_in(one, seed, arms)] == []


def test_copy_of_the_database_holds_neither(trial):
    seed, arms = secrets_of(trial)
    assert found_in(database_dump(), seed, arms) == []


def test_neither_logs_nor_mail_hold_them(force, people, caplog):
    caplog.set_level(logging.DEBUG)
    made = running(force, people["lead"], "logged")
    list(answers(made, {name: people[name] for name in ("lead", "officer")}))
    said = caplog.text + " ".join(str(record.__dict__) for record in caplog.records)
    assert found_in(said + "".join(one.body for one in mail.outbox), *secrets_of(made)) == []


def test_page_before_an_enrolment_is_the_same_whatever_the_seed(force, people):
    """Two trials that differ in their seeds alone: what is read before the next case carries nothing of them."""
    pages = []
    for slug in ("first", "second"):
        made = running(force, people["lead"], slug)
        client = Client()
        client.force_login(people["officer"])
        page = client.get(reverse("trials:enrol", args=[force.slug, made.pk])).content.decode()
        pages.append(re.sub(r'value="[^"]{64}"', "", page).replace(str(made.pk), ""))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("spelling", ["list", "numbers", "seed", "base64"])
def test_list_that_a_careless_build_keeps_in_clear_is_found(trial, people, spelling):
    """The control: the same searches on a build that stored what was to come."""
    seed, arms = secrets_of(trial)
    kept = {
        "list": {"next": arms},
        "numbers": {"slots": [int(arm != "control") for arm in arms]},
        "seed": {"seed": str(seed)},
        "base64": {"state": base64.b64encode(str(seed).encode()).decode()},
    }[spelling]
    Change.objects.create(
        force=trial.force,
        trial=trial,
        kind="careless",
        on=NOW.date(),
        details=kept,
        by=people["lead"],
        at=NOW,
    )
    row = next(line for line in database_dump().splitlines() if "careless" in line)
    assert found_in(row, seed, arms) != []


def test_page_that_lists_the_slots_is_found(trial):
    """The control for pages: a table of unused slots, as some trial software shows its administrator."""
    seed, arms = secrets_of(trial)
    page = "".join(f"<tr><td>{place}</td><td>{arm}</td></tr>" for place, arm in enumerate(arms, ENROLLED + 1))
    assert found_in(page, seed, arms) == ["arms in words"]
    assert found_in(json.dumps({"after": arms}), seed, arms) == ["arms in words"]
