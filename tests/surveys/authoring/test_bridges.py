"""A new version says of every changed item what it stands for, and waves are compared by that."""

import pandas as pd
import pytest

from surveys.instruments import bridges
from surveys.operations import authoring
from surveys.operations.authoring import PartRefused
from surveys.queries.instruments import bridge_between, load_for
from surveys.refusals import Refused
from surveys.scales import Side, SurveyRefused, compare_waves
from tests.people import NOW
from tests.surveys.authoring.drafts import copied, decided, next_version, published, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(force, lead):
    return published(copied(force, lead), lead)


def test_version_without_a_changed_item_needs_no_map(first, lead):
    second = next_version(first, lead)
    written(second, "about", lead, title="The same, renamed")
    assert published(second, lead).bridge == {i: i for i in ("cph", "cps", "oph", "oso", "mre", "mau")}


def test_changed_item_keeps_a_version_from_being_published_until_something_is_said_of_it(first, lead):
    second = next_version(first, lead)
    second = written(second, "items/cps", lead, text="I know how to do this.")
    with pytest.raises(Refused, match="Say what these stand for in version 1: cps"):
        published(second, lead)
    decided(second, lead, cps="cps")
    assert published(second, lead).bridge["cps"] == "cps"
    assert bridge_between(first.force, first.key, 1, 2)["cps"] == "cps"


def test_item_that_gained_a_condition_is_a_changed_one():
    plain = {
        "id": "a",
        "component": "C-Ps",
        "text": "A.",
        "definition": "",
        "reversed": False,
        "polarity": "enabler",
    }
    asked_of_some = plain | {"relevant": "${b} > 3"}
    assert bridges.unchanged({"items": [plain]}, {"items": [plain | {"relevant": ""}]}) == {"a": "a"}
    assert bridges.unchanged({"items": [plain]}, {"items": [asked_of_some]}) == {}


def test_change_after_the_decision_asks_for_a_new_one(first, lead):
    second = written(next_version(first, lead), "items/cps", lead, text="I know how to do this.")
    second = decided(second, lead, cps="cps")
    second = written(second, "items/cps", lead, text="I never know.")
    assert second.bridge == {}


def test_two_items_cannot_stand_for_one(first, lead):
    second = next_version(first, lead)
    values = {"text": "I know the law.", "component": "C-Ps", "polarity": "enabler"}
    added = authoring.add_entry(draft=second, name="items", values=values, by=lead, at=NOW)
    second = written(second, "items/cps", lead, text="I know how to do this.")
    for wrong in (
        {"cps": "cps", added: "cps"},
        {"cps": "mre", added: ""},
        {"cps": "cps"},
        {"cps": "x", added: ""},
    ):
        with pytest.raises(PartRefused):
            decided(second, lead, **wrong)
    assert published(decided(second, lead, cps="", **{added: "cps"}), lead)
    assert bridge_between(first.force, first.key, 1, 2) == {
        **{i: i for i in ("cph", "oph", "oso", "mre", "mau")}, "cps": added,
    }  # fmt: skip


def test_decision_that_a_later_change_made_wrong_is_asked_for_again(first, lead):
    """Something new stood for cps, and then cps was put back as it was: both cannot."""
    second = next_version(first, lead)
    values = {"text": "I know the law.", "component": "C-Ps", "polarity": "enabler"}
    added = authoring.add_entry(draft=second, name="items", values=values, by=lead, at=NOW)
    old = next(item["text"] for item in first.content["items"] if item["id"] == "cps")
    second = written(second, "items/cps", lead, text="I know how to do this.")
    second = decided(second, lead, cps="", **{added: "cps"})
    second = written(second, "items/cps", lead, text=old)
    assert bridges.undecided(first.content, second.content, second.bridge) == [added]


def test_map_over_several_versions_goes_both_ways(first, lead):
    second = written(next_version(first, lead), "items/cps", lead, text="I know how to do this.")
    second = published(decided(second, lead, cps="cps"), lead)
    third = next_version(second, lead)
    authoring.remove_entry(draft=third, name="items", entry_id="cph", by=lead, at=NOW)
    third = written(third, "items/mre", lead, text="I mean to.")
    published(decided(third, lead, mre=""), lead)
    same = {i: i for i in ("cps", "oph", "oso", "mau")}
    assert bridge_between(first.force, first.key, 1, 3) == same
    assert bridge_between(first.force, first.key, 3, 1) == same
    assert bridge_between(first.force, first.key, 1, 1) is None
    assert bridge_between(first.force, first.key, 1, 9) is None
    assert bridge_between(first.force, "com_b_brief", 1, 2) is None


def test_waves_of_two_versions_are_compared_by_the_map_and_refused_without(first, lead):
    second = written(next_version(first, lead), "items/cps", lead, text="I know how to do this.")
    published(decided(second, lead, cps="cps"), lead)
    sides = [load_for(first.force, first.key, n) for n in (1, 2)]
    ids = [item.id for item in sides[0].items]
    answers = pd.DataFrame([{i: (n * 3 + k) % 11 for k, i in enumerate(ids)} for n in range(40)])
    waves = [Side(one, answers) for one in sides]
    with pytest.raises(SurveyRefused, match="differ in what they ask"):
        compare_waves(*waves)
    found = compare_waves(*waves, bridge=bridge_between(first.force, first.key, 1, 2))
    assert set(found) == {"C-Ph", "C-Ps", "O-Ph", "O-So", "M-Re", "M-Au"}


def test_asking_twice_for_a_new_version_gives_one_draft(first, lead):
    assert next_version(first, lead) == next_version(first, lead)
