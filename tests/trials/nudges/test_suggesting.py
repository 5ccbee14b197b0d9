import csv

import pytest

from cjnudge.behaviour import COMPONENTS
from tests.trials.published import FOLDER, needs_published_figures
from trials.nudges.lines import FUNCTIONS, POLICIES, choices_of, words_of
from trials.nudges.record import NudgeRecord
from trials.nudges.reference import reference
from trials.nudges.suggesting import draft_from_survey, draft_from_training, functions_for, ideas_for

FRAMEWORKS = FOLDER.parent / "frameworks"


def test_technique_labels_are_those_of_the_shared_list():
    needs_published_figures()
    with (FRAMEWORKS / "bcttv1_labels.csv").open() as file:
        rows = list(csv.DictReader(file))
    found = reference("techniques")
    assert found.labels == {row["code"]: row["label"] for row in rows}
    assert len(found.labels) == 93 and len(found.groups) == 16


def test_what_was_not_read_again_at_its_source_says_so():
    for name in ("techniques", "tags", "apease", "evidence"):
        assert reference(name).named.endswith("(not checked at its source)")
        assert reference(name).licence and reference(name).source


def test_there_are_nine_functions_and_seven_policies():
    assert len(FUNCTIONS) == 9 and len(POLICIES) == 7


def test_each_function_names_the_editions_that_suggest_it():
    modelling = next(one for one in functions_for("O-So") if one.name == "Modelling")
    assert modelling.editions == ("Behaviour Change Wheel, 2014 edition (not checked at its source)",)
    assert not modelling.ticked
    enablement = next(one for one in functions_for("O-So") if one.name == "Enablement")
    assert enablement.ticked and len(enablement.editions) == 2


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_has_functions_and_ideas_with_known_techniques(component):
    assert any(one.ticked for one in functions_for(component))
    for _, title, idea in ideas_for(component):
        assert title in idea.nudges
        assert set(idea.techniques) <= set(choices_of("techniques"))
    assert ideas_for(component) or component == "C-Ph"  # almost never at issue: no idea is listed


def drafted(**changes):
    values = {
        "component": "C-Ps",
        "functions": ["Education"],
        "idea": ideas_for("C-Ps")[0][0],
        "wave_id": "w",
        "wave_title": "Autumn",
        "behaviour": "Consider it.",
        "synthetic": False,
    }
    return draft_from_survey(**{**values, **changes})


def test_draft_from_a_barrier_carries_where_each_part_came_from():
    draft = drafted()
    assert draft.origin.suggestions[0][0] == "Education"
    assert draft.origin.suggestions[0][1][0] == "Behaviour Change Wheel, 2011 edition"
    assert (draft.components, draft.behaviour, draft.techniques) == (
        ("C-Ps",),
        "Consider it.",
        ("4.1", "11.3", "7.1", "8.1"),
    )
    assert NudgeRecord.from_json(draft.to_json()) == draft


def test_draft_without_an_idea_has_no_technique_and_no_reason():
    assert drafted(idea="").techniques == () and drafted(idea="").why == ""


def test_function_that_no_edition_names_is_the_persons_own():
    assert drafted(functions=["Coercion"]).origin.suggestions == ()
    assert drafted(functions=["Coercion"]).functions == ("Coercion",)


def test_training_session_is_a_nudge_by_training():
    draft = draft_from_training(session_id="s", title="Knowing the options")
    assert draft.functions == ("Training",) and draft.origin.kind == "training"


def test_words_name_the_code_beside_its_label():
    assert words_of("techniques", ("7.1",)) == "7.1 Prompts/cues"
    assert words_of("components", ("C-Ps",)) == "Psychological capability (C-Ps)"
    assert words_of("notice_in_trial", False) == "No"
