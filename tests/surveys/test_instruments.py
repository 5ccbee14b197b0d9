"""The instruments that are shipped say what they should, and never change under their version."""

import hashlib
import re

import pytest

from cjnudge.behaviour import COMPONENTS
from surveys.scales import UnknownInstrument, all_instruments, estimate, load_instrument
from surveys.scales.shelf import FOLDER
from tests.surveys.samples import SOUND

# SHA-256 of each file. A mismatch means: undo the edit, and write the change as a new version.
RELEASED = {
    "com_b_brief.v1.toml": "46b0a04cc07b050335cc3fc8aec5da40a1294aa4b5766ad4d94f62f456690eaa",
    "oocr_com_b.v1.toml": "fb237209f4250a98513228524ded5f7779d61491d090ec4defae367dbab57d19",
    "oocr_training.v1.toml": "5129076ce8763cc5641eb09f3beef6626e1f3ffce1ce71bd18db790234f15f71",
}
CODES = {
    "k1": "C-Ps", "k2": "C-Ps", "k3": "C-Ps", "p1": "O-Ph", "p2": "O-Ph", "p3": "O-Ph", "s1": "O-So",
    "s2": "O-So", "s3": "O-So", "r1": "M-Re", "r2": "M-Re", "r3": "M-Re", "a1": "M-Au", "a2": "M-Au",
    "a3": "M-Au",
}  # fmt: skip


def test_released_files_never_change():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.toml")}
    assert {name: found.get(name) for name in RELEASED} == RELEASED
    assert set(found) == set(RELEASED), "a new file: add its SHA-256 to RELEASED"


def test_brief_form_has_one_item_a_component_each_with_a_definition():
    brief = load_instrument("com_b_brief")
    assert [item.component for item in brief.items] == list(COMPONENTS)
    assert all(item.definition for item in brief.items)
    assert "not validated in policing" in brief.standing


def test_fifteen_items_stand_in_their_components_and_one_is_reversed():
    found = load_instrument("oocr_com_b")
    assert {item.id: item.component for item in found.items} == CODES
    assert [item.id for item in found.items if item.reversed] == ["r3"]
    assert [question.id for question in found.questions] == ["b1", "t1", "o1"]
    assert found.questions[2].parts[0].longest == 300


def test_training_instrument_asks_the_same_items_each_time_and_has_three_parallel_forms():
    found = load_instrument("oocr_training")
    assert [item.id for item in found.items] == ["k1", "k2", "k3", "r1", "r2", "a2"]
    fifteen = {item.id: item.text for item in load_instrument("oocr_com_b").items}
    assert all(item.text == fifteen[item.id] for item in found.items)
    assert [s.form for s in found.scenarios] == ["A"] * 3 + ["B"] * 3 + ["C"] * 3
    assert [q.id for q in found.asked_on(found.questions, "before")] == ["b1"]
    assert [q.id for q in found.asked_on(found.questions, "after")] == ["rel", "int", "obs"]


def officers_words(found):
    parts = [part for question in found.questions for part in question.parts]
    texts = [found.behaviour.statement, *vars(found.notice).values(), *found.scale.outside]
    texts += [item.text + item.definition for item in found.items] + [s.text for s in found.scenarios]
    return " ".join(texts + [part.text + part.hint + " ".join(part.choices) for part in parts])


@pytest.mark.parametrize("found", all_instruments(), ids=lambda found: found.key)
def test_officer_never_reads_the_names_of_the_model(found):
    assert not re.search(
        r"COM-B|capability|component|motivation|nudge|diversion", officers_words(found), re.I
    )


@pytest.mark.parametrize("found", all_instruments(), ids=lambda found: found.key)
def test_notice_says_what_it_must(found):
    notice = found.notice
    assert "not used for discipline" in notice.purpose
    assert "court order" in notice.limits and "in theory link" in notice.limits
    assert "cannot be found again" in notice.withdrawal


@pytest.mark.parametrize("found", all_instruments(), ids=lambda found: found.key)
def test_instrument_takes_at_most_six_minutes_and_says_how_that_was_computed(found):
    for occasion in found.occasions or ("",):
        length = estimate(found, occasion)
        assert 1 <= length.minutes <= 6
        assert f"{length.words} words at 230 a minute" in length.formula


def test_estimate_follows_its_stated_formula(tmp_path):
    (tmp_path / "sample.v1.toml").write_text(SOUND)
    length = estimate(load_instrument("sample", folder=tmp_path))
    # 6 statement + 22 notice + 6 items = 34 words: 8.9 s, and 2 x 3 s, make one minute.
    assert (length.words, length.minutes) == (34, 1)


def test_newest_version_is_loaded_and_older_ones_stay_readable(tmp_path):
    (tmp_path / "sample.v2.toml").write_text(SOUND)
    (tmp_path / "sample.v10.toml").write_text(SOUND)
    assert load_instrument("sample", folder=tmp_path).version == 10
    assert load_instrument("sample", 2, folder=tmp_path).version == 2


def test_unknown_instrument_is_answered_with_those_there_are():
    with pytest.raises(UnknownInstrument, match="oocr_com_b version 1"):
        load_instrument("oocr")
