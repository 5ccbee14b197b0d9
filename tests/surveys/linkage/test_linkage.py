"""Whoever has a copy of the whole database cannot tell whose answer is whose, while a survey is open or after it.

Chance is one right link in any random matching of n rows with n rows, whatever n is. A single way of matching is
allowed eight: more than that by chance comes once in a million tries, and some hundreds are made. All ways together,
columns of the same order counted once, may be right at most twice as often as chance.
"""

import json
import logging
import random
from functools import cache
from unittest import mock

import pytest
from django.db import connection, transaction

from cjnudge.accounts.permissions import Role
from surveys.identity.pool import BLOCK
from surveys.identity.tokens import token_of
from surveys.master import master
from surveys.models import Pool, SurveyInvitation
from surveys.operations.closing import close_wave
from surveys.operations.handing_in import HandIn, find_door, hand_in
from tests.people import NOW, make_force, make_person
from tests.surveys.linkage.attack import attempts
from tests.surveys.linkage.dumping import changed_tables, dump
from tests.surveys.waves import TODAY, entry, launched

pytestmark = pytest.mark.django_db(transaction=True)
MOST_RIGHT = 8
CHANCE = 1
NUMBERS = [100, pytest.param(1000, marks=pytest.mark.on_demand)]
INVITATIONS, RESPONSES, TEXTS = "surveys_surveyinvitation", "surveys_response", "surveys_freetext"


def answered_wave(number):
    """(wave, lead, {id of the invitation: who}) after everybody has answered, in an order unlike that of the list."""
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = launched(force, lead, people=number, mode="confidential")
    order = list(SurveyInvitation.objects.filter(wave=wave))
    random.Random(7).shuffle(order)  # the order in which people come: known, so that a failure comes again
    who = {}
    for person, invitation in enumerate(order):
        who[str(invitation.pk).replace("-", "")] = person
        give(find_door(token=token_of(invitation.seed, master=master()), on=TODAY), person)
    return wave, lead, who


def give(door, person):
    given = {"answers": answers_of(person), "texts": {"o1": words_of(person)}, "bands": {}}
    assert hand_in(door=door, entry_id=entry(person), on=TODAY, **given) is HandIn.STORED


# What a person answers and writes follows from their number in ways that give no order: only the judge knows them.
def answers_of(person):
    drawn = random.Random(f"answers {person}")
    return {item: drawn.randint(0, 10) for item in ("k1", "k2", "k3", "p1", "p2", "p3", "s1", "s2", "s3")}


def words_of(person):
    return f"Something easier: {random.Random(f'words {person}').getrandbits(60):x}"


@cache
def judge():
    """({answers: person}, {text: person}) of everybody there may be."""
    people = range(1000)
    return {repr(answers_of(one)): one for one in people}, {words_of(one): one for one in people}


def behind_answer(row):
    found = row["answers"] if isinstance(row["answers"], dict) else json.loads(row["answers"])
    return judge()[0][repr({item: found[item] for item in answers_of(0)})]


def behind_text(row):
    return judge()[1][row["text"]]


def behind_invitation(who):
    return lambda row: who[str(row["id"]).replace("-", "")]


@pytest.mark.parametrize("number", NUMBERS)
def test_dump_of_a_closed_survey_links_no_better_than_twice_chance(number):
    wave, lead, who = answered_wave(number)
    close_wave(wave=wave, by=lead, at=NOW)
    found = dump()
    people, answers, texts = found[INVITATIONS], found[RESPONSES], found[TEXTS]
    assert len(people) == len(answers) == len(texts) == number
    for tried in (
        attempts(people, answers, behind_invitation(who), behind_answer),
        attempts(people, texts, behind_invitation(who), behind_text),
        attempts(answers, texts, behind_answer, behind_text),
    ):
        report = f"{max(tried, key=lambda one: one.right)} is the best of {len(tried)}"
        ordered = {
            one.matching: one for one in tried if one.how.startswith("order")
        }.values()  # each order once
        assert max(one.right for one in tried) <= MOST_RIGHT, report
        assert sum(one.right for one in ordered) / len(ordered) <= 2 * CHANCE, report


def test_dump_of_an_open_survey_holds_no_answer():
    wave, _, _ = answered_wave(30)
    found = dump()
    assert found[RESPONSES] == found[TEXTS] == []
    everything = repr(found)
    assert not any(words_of(person) in everything for person in range(30))
    sealed = bytes(Pool.objects.get(wave=wave).ciphertext)
    assert b'"k1"' not in sealed and len(sealed) > 30 * BLOCK


def test_two_dumps_around_a_hand_in_differ_in_the_link_and_the_pool_alone(caplog):
    caplog.set_level(logging.DEBUG)
    force = make_force()
    wave = launched(force, make_person("lead", force, Role.LEAD))
    first, second = SurveyInvitation.objects.filter(wave=wave)[:2]
    give(find_door(token=token_of(first.seed, master=master()), on=TODAY), 1)
    before, records = dump(), len(own(caplog))
    with mock.patch("cjnudge.jobs.waking.wake") as waking:
        give(find_door(token=token_of(second.seed, master=master()), on=TODAY), 2)
    assert changed_tables(before, dump()) == {INVITATIONS, "surveys_pool"}
    assert len(own(caplog)) == records
    assert not waking.called


def own(caplog):
    """What was logged, without the statements that a database driver shows in debugging."""
    return [record for record in caplog.records if record.name not in ("django.db.backends", "asyncio")]


def test_sequences_count_no_answers():
    """No table of a survey has a counting key, which would number answers in the order of their coming."""
    for table, rows in dump().items():
        assert not table.startswith("surveys_") or rows == []
    with connection.cursor() as cursor:
        counted = [
            sequence
            for table in connection.introspection.table_names(cursor)
            if table.startswith("surveys_")
            for sequence in connection.introspection.get_sequences(cursor, table)
        ]
    named = [
        one for one in counted if one.get("name")
    ]  # SQLite names none, and counts by the column it reports
    keys = [one["column"] for one in counted if one["column"] != "id"]
    assert named == [] and keys == []


def naive_tables(number):
    """What a naive build leaves: an answer stored when it is handed in, and a line of who handed in, likewise."""
    with connection.cursor() as cursor:
        for name in ("naive_answer", "naive_log"):
            cursor.execute(f"CREATE TABLE {name} (id varchar(40) PRIMARY KEY, who integer)")
        order = list(range(number))
        random.Random(7).shuffle(order)
        for person in order:
            with transaction.atomic():
                for name in ("naive_answer", "naive_log"):
                    key = random.Random(f"{name} {person}").getrandbits(120)
                    cursor.execute(f"INSERT INTO {name} VALUES (%s, %s)", [f"{key:x}", person])  # noqa: S608
    found = dump()
    with connection.cursor() as cursor:
        for name in ("naive_answer", "naive_log"):
            cursor.execute(f"DROP TABLE {name}")
    return found["naive_log"], found["naive_answer"]


def test_naive_build_is_linked_row_by_row():
    log, answers = naive_tables(200)
    blind = [[{k: v for k, v in row.items() if k != "who"} for row in rows] for rows in (log, answers)]
    who = [{row["id"]: row["who"] for row in rows} for rows in (log, answers)]
    tried = attempts(*blind, lambda row: who[0][row["id"]], lambda row: who[1][row["id"]])
    assert max(one.right for one in tried) == 200


def test_answers_left_in_the_order_of_their_coming_would_be_linked(monkeypatch):
    """Without any shuffle, on PostgreSQL the transactions that spent the links give the order of the people."""
    monkeypatch.setattr("surveys.identity.pool.SystemRandom.shuffle", lambda self, entries: None)
    wave, lead, who = answered_wave(40)
    close_wave(wave=wave, by=lead, at=NOW)
    found = dump()
    tried = attempts(found[RESPONSES], found[TEXTS], behind_answer, behind_text)
    assert max(one.right for one in tried) == 40
    if connection.vendor == "postgresql":
        tried = attempts(found[INVITATIONS], found[RESPONSES], behind_invitation(who), behind_answer)
        assert max(one.right for one in tried) == 40
