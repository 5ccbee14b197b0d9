import json
from dataclasses import replace

import pytest

from tests.trials.nudges.records import FULL, scored
from trials.nudges.approval import blocks, lacking, refusals
from trials.nudges.comparing import changed, rows_of
from trials.nudges.finished_work import all_finished
from trials.nudges.lines import BY_NAME, PARTS, choices_of
from trials.nudges.record import NudgeRecord, Origin, Picture, digest_of
from trials.nudges.tidier import tidier_items


def test_record_comes_back_as_it_was_written():
    origin = Origin(kind="survey", id="1", component="C-Ps", suggestions=(("Education", ("2011",)),))
    record = replace(FULL, origin=origin, pictures=(Picture(sha256="a" * 64, alt="A card"),))
    assert NudgeRecord.from_json(record.to_json()) == record


def test_same_record_gives_the_same_text_and_another_word_another_digest():
    assert digest_of(FULL.to_json()) == digest_of(replace(FULL).to_json())
    assert digest_of(FULL.to_json()) != digest_of(replace(FULL, wording="Another").to_json())


def test_record_of_another_format_is_refused():
    with pytest.raises(ValueError, match="another version of the software"):
        NudgeRecord.from_json(json.dumps({**json.loads(FULL.to_json()), "format": "nudge-0"}))


def test_complete_record_lacks_nothing():
    assert lacking(FULL) == []
    assert refusals(FULL, writers=["1"], approver="2") == []


@pytest.mark.parametrize(
    "line", [line for line in BY_NAME.values() if line.needed], ids=lambda line: line.name
)
def test_every_needed_line_is_missed_when_it_is_empty(line):
    empty = () if line.kind in ("several", "codes") else ""
    assert [text for _, text in lacking(replace(FULL, **{line.name: empty}))] == [f"“{line.label}” is empty."]


def test_score_without_a_sentence_is_missed():
    assert lacking(scored("equity", 3, "")) == [("apease", "“Equity” has a score and no sentence.")]
    assert lacking(scored("equity", None)) == [("apease", "“Equity” has no score.")]


@pytest.mark.parametrize("key", ["safety", "equity"])
def test_nought_on_safety_or_equity_blocks(key):
    assert len(blocks(scored(key, 0))) == 1
    assert refusals(scored(key, 0), writers=[], approver="2") == blocks(scored(key, 0))


def test_nought_on_another_criterion_does_not_block():
    assert blocks(scored("affordability", 0)) == []


def test_whoever_wrote_any_of_it_cannot_approve_it():
    assert "You wrote part of this version" in refusals(FULL, writers=["1", "2"], approver=1)[0]


def test_comparison_names_what_changed_and_nothing_else():
    later = replace(scored("safety", 3), components=("C-Ps",), notice_in_trial=True)
    assert [label for label, _, _ in changed(FULL, later)] == [
        "Components of behaviour",
        "Side-effects and safety: could it harm anybody, or the wrong cases get through?",
        "Tell officers also while it is part of a trial",
    ]
    assert changed(FULL, FULL) == []


def test_every_line_has_a_label_a_sentence_and_a_place_in_the_record():
    assert all(line.label and line.hint for line in BY_NAME.values())
    assert {*BY_NAME, "apease", "origin", "pictures"} == set(NudgeRecord.__dataclass_fields__)
    assert [title for title, _ in rows_of(FULL)] == [part.title for part in PARTS]


def test_protocol_has_the_twelve_items_in_order():
    items = tidier_items("Card", 2, FULL)
    assert [number for number, _, _ in items] == list(range(1, 13))
    assert all(text for _, _, text in items)
    assert items[0][2] == "Card, version 2"


def test_finished_work_tells_no_figure_and_grades_nothing_it_does_not_know():
    entries = all_finished()
    assert list(entries) == ["court_text_reminders", "prison_leaver_identity_cards"]
    for entry in entries.values():
        assert entry.record.evidence_grade == "none"
        assert "No figure is known to us" in entry.figures
        texts = [entry.when, entry.figures, *(v for v in vars(entry.record).values() if isinstance(v, str))]
        digits = {
            word.strip("(),.;") for text in texts for word in text.split() if any(c.isdigit() for c in word)
        }
        assert digits <= {"2024", "2025"}  # years; no estimate, no count
        for name in ("components", "functions", "techniques"):
            assert set(getattr(entry.record, name)) <= set(choices_of(name))
