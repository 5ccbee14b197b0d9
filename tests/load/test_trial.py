"""A trial over millions of cases counts what a person's own statement counts, in little more time than that."""

import pytest

from cjnudge.cases.storage import snapshots, store
from tests.load import trial as load
from trials.queries.allocations import draw_json_of
from trials.trial_frames import read_trial_frames

pytestmark = pytest.mark.django_db


def test_look_counts_what_the_hand_written_statement_counts():
    snapshot, (trial,) = load.make_world(30_000, "stepped_wedge", 1)
    cells = read_trial_frames(load.the_plan("stepped_wedge"), draw_json_of(trial), snapshot)
    by_hand = load.counts_by_hand(store.local_path(snapshots.part_hashes(snapshot)[0]))
    assert load.counts_in(cells) == by_hand and len(by_hand) > 2_800
    assert sum(row[3] for row in cells.counts) == sum(row[-1] for row in by_hand.values()) > 10_000


def test_worst_of_a_run_is_told_apart_from_what_was_promised():
    runs = [{"seconds": seconds} for seconds in (9.0, 9.2, 30.0)]
    kept = load.judged(10, "stepped_wedge", runs, [0.6, 0.7, 0.8], 1_400_000_000)
    assert kept["kept"] and kept["worst_seconds"] == 30.0 and kept["allowed_seconds"] == 9.4
    assert not load.judged(10, "stepped_wedge", runs, [0.5, 0.5, 0.5], 1_400_000_000)["kept"]
    assert not load.judged(10, "stepped_wedge", runs, [0.6, 0.7, 0.8], 1_600_000_000)["kept"]
