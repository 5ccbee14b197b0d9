import pytest

from trials.lifecycle import Action, State, WrongState, check_allowed, state_of


def facts(**changed):
    return {"archived": False, "has_unsealed": False, "has_sealed": False, "has_run": False} | changed


def test_trial_passes_from_draft_to_analysed():
    assert state_of(**facts()) == State.DRAFT
    assert state_of(**facts(has_unsealed=True)) == State.PLANNED
    assert state_of(**facts(has_sealed=True)) == State.SEALED
    assert state_of(**facts(has_sealed=True, has_run=True)) == State.ANALYSED


def test_new_version_under_way_keeps_the_old_one_from_being_analysed():
    state = state_of(**facts(has_unsealed=True, has_sealed=True, has_run=True))
    with pytest.raises(WrongState):
        check_allowed(state, Action.ANALYSE)


def test_unsealed_plan_cannot_be_analysed():
    with pytest.raises(WrongState, match="Seal its plan first"):
        check_allowed(State.PLANNED, Action.ANALYSE)


def test_archived_trial_can_only_be_handed_over():
    for action in set(Action) - {Action.HAND_OVER}:
        with pytest.raises(WrongState):
            check_allowed(State.ARCHIVED, action)
    check_allowed(State.ARCHIVED, Action.HAND_OVER)
