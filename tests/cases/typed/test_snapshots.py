"""A typed grid becomes a snapshot like any other, marked as typed, and bears what its basis can bear."""

import datetime
import hashlib

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.counting.maturity import maturity
from cjnudge.cases.measures import measure
from cjnudge.cases.models import TypedCounts
from cjnudge.cases.operations import clear_practice
from cjnudge.cases.operations import typed as operations
from cjnudge.cases.presenters import snapshots as presenters
from cjnudge.cases.problems import ImportRefused
from cjnudge.cases.sources import file_feeds, typed_counts
from cjnudge.cases.storage import snapshots
from tests.cases.typed.grids import HOW, VALUES, again, cell, grid, snapshot_of
from tests.people import NOW


def test_counts_by_entry_answer_the_trial_primary(practice, lead):
    snapshot = snapshot_of(grid(practice, lead), lead)
    for key, above in (("oocr_of_eligible_within_w", 12), ("charge_within_w", 15), ("nfa_within_w", 10)):
        frame = count(measure(key), snapshot)
        assert list(frame.numerator) == [above] * 8
        assert list(frame.denominator) == [40] * 8


def test_parts_are_those_the_measures_count():
    for key, part in (
        ("oocr_of_eligible_within_w", "oocr"),
        ("charge_within_w", "charge"),
        ("nfa_within_w", "nfa"),
    ):
        assert typed_counts.PARTS[part] == measure(key).numerator


def test_months_entered_too_late_for_the_follow_up_are_left_out(practice, lead):
    snapshot = snapshot_of(grid(practice, lead, as_at=datetime.date(2024, 7, 10)), lead)
    asked = measure("oocr_of_eligible_within_w")
    assert {month.month for month in count(asked, snapshot).period} == {1, 2}
    seen = maturity(asked, snapshot)
    assert (seen.entered, seen.immature) == (320, 160)


def test_follow_up_other_than_the_measures_is_refused(practice, lead):
    snapshot = snapshot_of(grid(practice, lead, follow_up_days=90), lead)
    with pytest.raises(MeasureRefused, match="90 days"):
        count(measure("oocr_of_eligible_within_w"), snapshot)


@pytest.mark.parametrize("basis", ["recorded", "closed"])
def test_counts_on_another_basis_describe_and_know_no_follow_up(practice, lead, basis):
    snapshot = snapshot_of(grid(practice, lead, basis=basis, follow_up_days=None), lead)
    assert snapshots.follow_up_days(snapshot) is None
    frame = count(measure("oocr_share_positive"), snapshot)
    assert set(frame.numerator) == {12} and set(frame.denominator) == {27}
    with pytest.raises(MeasureRefused):
        count(measure("oocr_of_eligible_within_w"), snapshot)


def test_eligible_cases_may_stay_empty_on_another_basis(practice, lead):
    typed = grid(practice, lead, basis="closed", follow_up_days=None, fill=lambda: cell(eligible=None))
    frame = count(measure("oocr_share_decided"), snapshot_of(typed, lead))
    assert set(frame.denominator) == {37}


def test_empty_month_is_left_out_and_not_taken_for_nought(practice, lead):
    typed = grid(practice, lead, fill=None)
    operations.save_table(typed=typed, cells={"Watford": {"2024-02": cell()}}, by=lead, at=NOW)
    snapshot = snapshot_of(again(typed), lead)
    frame = count(measure("oocr_of_eligible_within_w"), snapshot)
    assert [(row.place, row.period.month) for row in frame.itertuples()] == [("Watford", 2)]
    assert snapshot.rows == 4


@pytest.mark.parametrize(
    "fill, how, words",
    [
        (lambda: cell(charge=None), HOW, "charged missing"),
        (None, HOW, "No month of any unit is complete yet"),
        (cell, " ", "Say how the counts were made"),
    ],
)
def test_unfinished_grid_becomes_no_snapshot(practice, lead, fill, how, words):
    typed = grid(practice, lead, fill=fill, how_counted=how)
    with pytest.raises(operations.TypedRefused, match=words):
        snapshot_of(typed, lead)


def test_snapshot_says_everywhere_that_it_was_typed(practice, lead):
    snapshot = snapshot_of(grid(practice, lead), lead)
    facts = dict(presenters.facts(snapshot))
    assert snapshot.title == "Two teams (typed)"
    assert facts["How counted"] == HOW and "typed" in facts["Feed"]
    assert presenters.line(snapshot)["typed"]
    assert '"feed":"typed_counts"' in snapshot.manifest
    assert hashlib.sha256(HOW.encode()).hexdigest() in snapshot.manifest


def test_practice_counts_are_synthetic_and_real_ones_need_a_safeguards_record(force, practice, lead):
    assert snapshot_of(grid(practice, lead), lead).synthetic
    real = grid(force, lead)
    with pytest.raises(ImportRefused, match="No safeguards record covers"):
        snapshot_of(real, lead, rehearsal_only=False)
    assert again(real).snapshot is None
    rehearsed = snapshot_of(real, lead, rehearsal_only=True)
    assert (rehearsed.synthetic, rehearsed.published, rehearsed.rehearsal_only) == (False, False, True)


def test_grid_of_a_snapshot_stays_as_it_was(practice, lead):
    typed = grid(practice, lead)
    snapshot_of(typed, lead)
    with pytest.raises(operations.TypedRefused, match="snapshot already"):
        operations.save_table(typed=typed, cells={"Watford": {"2024-01": cell(41)}}, by=lead, at=NOW)
    with pytest.raises(operations.TypedRefused, match="snapshot already"):
        operations.discard_typed(typed=typed, by=lead, at=NOW)


def test_correction_is_a_new_snapshot_and_the_old_one_stays(practice, lead):
    typed = grid(practice, lead)
    first = snapshot_of(typed, lead)
    copy = operations.copy_typed(typed=again(typed), by=lead, at=NOW)
    operations.save_table(typed=copy, cells={"Watford": {"2024-01": cell(50)}}, by=lead, at=NOW)
    second = snapshot_of(again(copy), lead)
    asked = measure("oocr_of_eligible_within_w")
    assert first.hash != second.hash
    assert count(asked, first, by=()).denominator[0] == 320
    assert count(asked, second, by=()).denominator[0] == 330


def test_same_counts_again_make_no_second_snapshot(practice, lead):
    typed = grid(practice, lead)
    first = snapshot_of(typed, lead)
    copy = operations.copy_typed(typed=again(typed), by=lead, at=NOW)
    assert snapshot_of(copy, lead) == first


def test_other_words_on_how_they_were_counted_make_another_snapshot(practice, lead):
    first = snapshot_of(grid(practice, lead), lead)
    other = snapshot_of(grid(practice, lead, how_counted="By hand."), lead)
    assert first.hash != other.hash


def test_two_people_typing_different_units_do_not_meet_and_the_same_unit_is_kept_from_the_second(
    practice, lead
):
    typed = grid(practice, lead)
    bases = {unit: operations.unit_token(typed, unit) for unit in typed.units}
    rows = {"2024-01": cell(44)}
    for unit in typed.units:
        operations.save_unit(typed=typed, unit=unit, base=bases[unit], rows=rows, by=lead, at=NOW)
    with pytest.raises(operations.TypedRefused, match="meanwhile"):
        operations.save_unit(typed=typed, unit="Watford", base=bases["Watford"], rows={}, by=lead, at=NOW)
    assert again(typed).cells["Watford"] == {"2024-01": cell(44)}


def test_counts_changed_after_the_last_look_become_no_snapshot(practice, lead):
    typed = grid(practice, lead)
    seen = operations.grid_token(typed)
    operations.save_table(typed=typed, cells={"Watford": {"2024-01": cell(50)}}, by=lead, at=NOW)
    with pytest.raises(operations.TypedRefused, match="changed meanwhile"):
        operations.make_typed_snapshot(typed=again(typed), base=seen, rehearsal_only=False, by=lead, at=NOW)
    assert again(typed).snapshot is None


def test_shorter_grid_drops_what_lies_outside_it(practice, lead):
    typed = grid(practice, lead)
    values = {**VALUES, "units": ["Watford"], "first_month": datetime.date(2024, 3, 1)}
    base = operations.settings_token(typed)
    operations.change_typed(typed=typed, base=base, values=values, by=lead, at=NOW)
    assert {unit: sorted(rows) for unit, rows in again(typed).cells.items()} == {
        "Watford": ["2024-03", "2024-04"]
    }


def test_practice_space_is_cleared_of_its_typed_counts_too(practice, lead):
    snapshot_of(grid(practice, lead), lead)
    assert clear_practice(force=practice, by=lead, at=NOW) == (1, [])
    assert not TypedCounts.scoped.for_force(practice).exists()


def test_every_step_is_in_the_audit_trail_as_collection(practice, lead):
    snapshot_of(grid(practice, lead), lead)
    discarded = grid(practice, lead)
    operations.discard_typed(typed=discarded, by=lead, at=NOW)
    found = AuditEvent.objects.order_by("seq").values_list("action", "operation")
    assert set(found) >= {
        ("counts.typed", "collection"), ("cases.imported", "collection"), ("counts.discarded", "erasure"),
    }  # fmt: skip


def test_typed_counts_come_in_through_no_file():
    assert "typed_counts" not in file_feeds()
