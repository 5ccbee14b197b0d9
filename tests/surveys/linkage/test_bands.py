"""Holding what officers said of their work against the list of people says no more than chance of whose row is whose.

The list has unit and role of everybody, and whether their link was used. Were area and role to stand in the rows, the
only inspector of an area would be known by theirs, and everybody else be one of the few of their unit and role.
"""

import random

import pytest
from django.db import connection

from cjnudge.accounts.permissions import Role
from cjnudge.jobs.kinds import JobProblem
from surveys.identity.tokens import token_of
from surveys.master import master
from surveys.models import SurveyInvitation
from surveys.operations import inviting
from surveys.operations.batching import take_batch
from surveys.operations.closing import close_wave
from surveys.operations.fielding import launch_wave
from surveys.operations.handing_in import HandIn, find_door, hand_in
from surveys.operations.releasing import prepare_release
from tests.people import NOW, make_force, make_person
from tests.safeguards.records import make_record
from tests.surveys.linkage.attack import by_what_both_say
from tests.surveys.linkage.dumping import dump
from tests.surveys.linkage.test_linkage import (
    CHANCE,
    INVITATIONS,
    RESPONSES,
    answers_of,
    behind_answer,
    behind_invitation,
)
from tests.surveys.waves import TODAY, Listed, draft, entry, units

pytestmark = pytest.mark.django_db(transaction=True)
UNITS = ("north", "south", "east", "west")
ROLES = ("constable",) * 8 + ("sergeant",) * 2
WORST = 1 / 10
SAID = ("unit", "role_band")  # columns of the list whose values a row might hold


def listed():
    """80 people of four units, and one inspector."""
    people = [Listed(f"officer{n}@example.org", UNITS[n % 4], ROLES[n % 10]) for n in range(79)]
    return [*people, Listed("boss@example.org", "north", "inspector_or_above")]


def answered_with_bands():
    """(wave, lead, {id of the invitation: who}) after all but ten answered and said truly where they work, as what."""
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    units(force, *UNITS)
    roles = ["constable", "sergeant", "inspector_or_above"]
    wave = draft(force, lead, people=0, mode="confidential", units=list(UNITS), role_bands=roles)
    inviting.list_people(wave=wave, people=listed(), by=lead, at=NOW, on=TODAY)
    make_record(force, lead, kind="survey")
    wave = launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)
    order = list(SurveyInvitation.objects.filter(wave=wave).order_by("address"))[:70]
    random.Random(7).shuffle(order)
    for person, invitation in enumerate(order):
        door = find_door(token=token_of(invitation.seed, master=master()), on=TODAY)
        said = {"area": invitation.unit, "role": invitation.role_band, "service": "under_2"}
        given = {"answers": answers_of(person), "texts": {}, "bands": said}
        assert hand_in(door=door, entry_id=entry(person), on=TODAY, **given) is HandIn.STORED
    return wave, lead, {str(one.pk).replace("-", ""): person for person, one in enumerate(order)}


def links_by_bands(who):
    """(links that guessing gets right on average, the surest of them) of whoever has a dump."""
    found = dump()
    people = [row for row in found[INVITATIONS] if row["done"]]
    return by_what_both_say(people, found[RESPONSES], SAID, behind_invitation(who), behind_answer)


def test_rows_of_a_closed_survey_are_not_found_by_unit_and_role():
    wave, lead, who = answered_with_bands()
    close_wave(wave=wave, by=lead, at=NOW)
    right, surest = links_by_bands(who)
    assert right <= 2 * CHANCE and surest <= WORST


def test_rows_of_a_batch_are_not_found_by_unit_and_role(monkeypatch):
    monkeypatch.setattr("surveys.operations.batching.batches_due", lambda wave, on: wave.batches_taken + 1)
    wave, _, who = answered_with_bands()
    assert take_batch(wave=wave, by="worker", at=NOW, on=TODAY) == 50
    right, surest = links_by_bands(who)
    assert right <= 2 * CHANCE and surest <= WORST


def test_rows_that_said_area_and_role_in_clear_would_be_found(monkeypatch):
    monkeypatch.setattr("surveys.operations.storing.seal_bands", lambda bands, key: bands)
    wave, lead, who = answered_with_bands()
    close_wave(wave=wave, by=lead, at=NOW)
    right, surest = links_by_bands(who)
    assert right > 8 and surest == 1


def test_results_are_refused_in_words_under_another_master_key(settings):
    wave, lead, _ = answered_with_bands()
    close_wave(wave=wave, by=lead, at=NOW)
    wave.refresh_from_db()
    settings.MASTER_KEY = "another key of thirty-two characters"
    with pytest.raises(
        JobProblem, match="CJNUDGE_MASTER_KEY is not the one with which the survey was closed"
    ):
        prepare_release(wave)


def test_stored_answers_stand_in_one_order_whatever_order_they_were_asked_in():
    """On SQLite a value in JSON keeps the order of its keys, and chance put the questions to each officer."""
    wave, lead, _ = answered_with_bands()
    mixed = {"s1": 3, "k2": 1, "a1": 5}
    token = token_of(SurveyInvitation.objects.filter(done=False).first().seed, master=master())
    given = {"answers": mixed, "texts": {}, "bands": {}}
    hand_in(door=find_door(token=token, on=TODAY), entry_id=entry(999), on=TODAY, **given)
    close_wave(wave=wave, by=lead, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(answers AS text) FROM surveys_response")
        kept = [row[0] for row in cursor.fetchall() if '"s1"' in row[0]]
    places = {tuple(text.index(f'"{key}"') for key in ("k2", "s1")) for text in kept}
    assert len(kept) == 71 and all(first < second for first, second in places)
