"""A copy of the database after a batch says no more of whose answer is whose than chance, and no batch from another."""

import pytest
from django.db import connection

from surveys.models import Response
from surveys.operations import storing
from surveys.operations.batching import take_batch
from surveys.operations.closing import close_wave
from tests.people import NOW
from tests.surveys.linkage.attack import attempts, comparable
from tests.surveys.linkage.dumping import dump
from tests.surveys.linkage.test_linkage import (
    CHANCE,
    INVITATIONS,
    MOST_RIGHT,
    RESPONSES,
    answered_wave,
    behind_answer,
    behind_invitation,
)
from tests.surveys.waves import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def day(monkeypatch):
    """The day of a batch has come, whatever the notice of the wave says."""
    monkeypatch.setattr("surveys.operations.batching.batches_due", lambda wave, on: wave.batches_taken + 1)


def take(wave):
    return take_batch(wave=wave, by="worker", at=NOW, on=TODAY)


def test_batch_links_no_better_than_twice_chance_while_the_survey_is_open(day):
    wave, _, who = answered_wave(120)
    assert take(wave) == 100
    found = dump()
    tried = attempts(found[INVITATIONS], found[RESPONSES], behind_invitation(who), behind_answer)
    ordered = {one.matching: one for one in tried if one.how.startswith("order")}.values()
    assert max(one.right for one in tried) <= MOST_RIGHT
    assert sum(one.right for one in ordered) / len(ordered) <= 2 * CHANCE


def runs_of(rows, first):
    """For every column, how often rows of the first batch and others take turns in its order; ties as they lie."""
    found = {}
    for name in rows[0]:
        in_order = sorted(rows, key=lambda row: comparable(row[name]))
        ordered = [behind_answer(row) in first for row in in_order]
        found[name] = sum(a != b for a, b in zip(ordered, ordered[1:], strict=False))
    return found


def batches_and_rows():
    wave, lead, _ = answered_wave(120)
    take(wave)
    first = {behind_answer({"answers": row.answers}) for row in Response.objects.all()}
    assert len(first) == 100
    close_wave(wave=wave, by=lead, at=NOW)
    return first, dump()[RESPONSES]


# 100 of one kind and 20 of the other in random order change 33 times, give or take 4; two blocks change once. The
# least in some ten columns is under 15 about once in 100,000 tries; a column in which all are alike shows how they lie.
FEWEST_TURNS = 15


def test_rows_of_a_batch_cannot_be_told_from_those_of_the_close(day):
    first, rows = batches_and_rows()
    turns = runs_of(rows, first)
    assert min(turns.values()) >= FEWEST_TURNS, turns


def test_rows_that_were_only_added_would_show_the_batch(day, monkeypatch):
    """The control: a close that leaves the earlier rows where they lie."""

    def added(wave, entries):
        kept = [{name: entry[name] for name in storing.KEPT} for entry in entries]
        Response.objects.bulk_create(Response(wave=wave, instrument_version=1, **one) for one in kept)
        return Response.objects.filter(wave=wave).count()

    monkeypatch.setattr("surveys.operations.closing.store_answers", added)
    first, rows = batches_and_rows()
    turns = runs_of(rows, first)
    assert turns["xmin" if connection.vendor == "postgresql" else "rowid"] == 1
