"""What was typed of a unit in a running trial is stored, and shown to nobody while it is kept back."""

import hashlib
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.cases import withholding
from cjnudge.cases.operations import typed as operations
from tests.cases.typed.grids import VALUES, again, cell, grid, snapshot_of
from tests.people import NOW

HELD, OPEN = 1, 2  # Watford is in the trial, Stevenage is not
TYPED = cell(eligible=731)


@pytest.fixture
def hold():
    """Watford is kept back from March 2024 on."""
    given = {"number": 4, "first": date(2024, 3, 1), "title": "Prompt", "until": "until its analysis"}
    withholding.register("typed", lambda force, on: [withholding.Hold(units=frozenset({"Watford"}), **given)])
    yield
    withholding.unregister("typed")


@pytest.fixture
def typed(practice, lead):
    return grid(practice, lead, fill=lambda: TYPED)


def page_of(lead, typed, number=HELD):
    client = Client()
    client.force_login(lead)
    address = reverse("cases:typed_unit", args=[typed.force.slug, typed.pk, number])
    return client.get(address).content.decode()


def boxes(typed, **changes):
    """What a browser sends that leaves the boxes of March and April empty."""
    data = {"base": operations.unit_token(typed, "Watford")}
    for number in range(2):
        data |= {f"{key}_{number}": str(count) for key, count in TYPED.items()}
    return data | changes


def sends(lead, typed, data):
    client = Client()
    client.force_login(lead)
    return client.post(
        reverse("cases:typed_unit", args=[typed.force.slug, typed.pk, HELD]), data, follow=True
    )


def test_months_of_the_trial_are_not_shown_again(lead, typed, hold):
    page = page_of(lead, typed)
    assert page.count('value="731"') == 2 and page.count("kept back</span>") == 2
    assert "Counts of single units from March 2024 on are kept back while “Prompt” runs" in page


def test_unit_outside_the_trial_is_shown_whole(lead, typed, hold):
    page = page_of(lead, typed, OPEN)
    assert page.count('value="731"') == 4 and "kept back" not in page


def test_without_a_trial_the_same_page_shows_them(lead, typed):
    """The control of the first test."""
    assert page_of(lead, typed).count('value="731"') == 4


@pytest.mark.parametrize("basis", ["recorded", "closed"])
def test_on_another_basis_no_month_is_shown(practice, lead, hold, basis):
    typed = grid(practice, lead, fill=lambda: TYPED, basis=basis, follow_up_days=None)
    assert 'value="731"' not in page_of(lead, typed)


def test_copy_to_correct_is_no_way_to_read_them(lead, typed, hold):
    made = snapshot_of(typed, lead)
    copy = operations.copy_typed(typed=again(typed), by=lead, at=NOW)
    assert made.rows and page_of(lead, copy).count('value="731"') == 2


def test_boxes_left_empty_keep_what_is_stored(lead, typed, hold):
    assert "are saved" in sends(lead, typed, boxes(typed)).content.decode()
    assert again(typed).cells["Watford"]["2024-03"] == TYPED


def test_month_typed_again_replaces_what_is_stored(lead, typed, hold):
    new = {f"{key}_2": str(count) for key, count in cell(eligible=50).items()}
    sends(lead, typed, boxes(typed, **new))
    cells = again(typed).cells["Watford"]
    assert cells["2024-03"] == cell(eligible=50) and cells["2024-04"] == TYPED


def test_what_is_being_typed_stays_on_the_page_that_refuses_it(lead, typed, hold):
    page = sends(lead, typed, boxes(typed, eligible_2="4096", oocr_2="x")).content.decode()
    assert 'value="4096"' in page and page.count('value="731"') == 2


@pytest.mark.parametrize(
    "change", [{"basis": "recorded", "follow_up_days": None}, {"as_at": date(2024, 11, 1)}]
)
def test_counts_cannot_be_called_those_of_another_day_or_kind(lead, typed, hold, change):
    given = {"typed": typed, "base": operations.settings_token(typed), "by": lead, "at": NOW}
    with pytest.raises(operations.TypedRefused, match="begin other counts"):
        operations.change_typed(values={**VALUES, **change}, **given)
    operations.change_typed(values={**VALUES, "title": "Renamed"}, **given)


def test_no_hash_on_the_page_can_be_guessed_at(lead, typed, hold):
    """A plain hash of the unit's counts would tell who tried every count whether it is the right one."""
    page = page_of(lead, typed)
    plain = hashlib.sha256(json.dumps(typed.cells["Watford"], sort_keys=True).encode()).hexdigest()
    assert operations.unit_token(typed, "Watford") in page and plain[:32] not in page


def counts_page(lead, snapshot):
    client = Client()
    client.force_login(lead)
    address = reverse("cases:snapshot", args=[snapshot.force.slug, snapshot.pk])
    return client.get(f"{address}?measure=oocr_share_positive&basis=recorded&place=Watford").content.decode()


def test_counts_called_those_of_a_day_before_the_trial_are_kept_back_by_the_day_they_came_in(
    practice, lead, hold, monkeypatch
):
    given = {"basis": "recorded", "follow_up_days": None, "last_month": date(2024, 1, 31)}
    counts = cell(eligible=1300, oocr=1170, charge=15)
    made = snapshot_of(grid(practice, lead, as_at=date(2024, 2, 1), fill=lambda: counts, **given), lead)
    page = counts_page(lead, made)
    assert "are kept back while" in page and "1,170" not in page
    # The control: the day that was typed.
    monkeypatch.setattr(withholding, "shows_up_to", lambda source: source.as_at)
    assert "1,170" in counts_page(lead, made)
