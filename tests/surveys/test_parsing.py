"""A faulty instrument file is refused, and every fault is named with its remedy."""

import dataclasses

import pytest

from surveys.scales import InstrumentRefused
from surveys.scales.parsing import parse
from tests.surveys.samples import SOUND

FILE = "sample.v2.toml"


def refusal(text, file=FILE):
    with pytest.raises(InstrumentRefused) as refused:
        parse(file, text)
    return str(refused.value)


def test_sound_file_becomes_a_frozen_instrument():
    found = parse(FILE, SOUND)
    assert (found.key, found.version, [item.id for item in found.items]) == ("sample", 2, ["k1", "k2"])
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.items[0].text = "Something else"


def test_file_must_be_named_by_key_and_version():
    assert "<key>.v<version>.toml" in refusal(SOUND, "sample.toml")


def test_broken_toml_is_refused_with_its_place():
    assert "mend the TOML: Invalid value (at line 2" in refusal("\ntitle =\n" + SOUND)


@pytest.mark.parametrize(
    "old, new, words",
    [
        (
            'statement = "When a case fits, do it."',
            "",
            "table behaviour, field statement: an instrument without a",
        ),
        ('agreement = "I agree."', "", "table notice, field agreement: write the sentence"),
        ('limits = "A court order could."', "", "table notice, field limits: say what a court order"),
        ('kept = "Three years."', "kept = 3", "table notice, field kept: write a text in quotes"),
        (
            'component = "C-Ps"',
            'component = "C-Psy"',
            "table item 1, field component: 'C-Psy' is not known here",
        ),
        ("high = 10", "high = 0", "table scale, field high: make it larger than low"),
        ("low = 0", 'low = "0"', "table scale, field low: write a whole number"),
        ("low = 0", "low = false", "table scale, field low: write a whole number"),
        ('polarity = "enabler"', 'polarity = "up"', "table scale, field polarity: 'up' is not known here"),
        ('polarity = "enabler"', "", "table scale, field polarity: write one of enabler, need"),
        ('text = "I know how."', "", "table item 1, field text: write the statement"),
        ('id = "k2"', 'id = "k1"', "'k1' stands twice"),
        ('id = "k2"', 'id = "k2"\nreverse = true', "table item 2, field reverse: there is no such field"),
        ('id = "k2"', 'id = "k2"\noccasions = ["later"]', "'later' is used below but not listed here"),
        ('title = "Sample"', "", "table top of the file, field title: write the instrument's name"),
        (
            'title = "Sample"',
            'title = " \t "',
            "table top of the file, field title: write the instrument's name",
        ),
        ('title = "Sample"', 'title = "a\\u0000b"', "field title: it holds a character that cannot be seen"),
        ('id = "k2"', 'id = "K 2"', "'K 2' cannot be used: start it with a small letter"),
        ('id = "k2"', 'id = "clear"', "'clear' cannot be used"),
        ("high = 10", "high = 1000000", "table scale, field high: keep to 100 steps"),
        ("low = 0", 'low = 0\noutside = ["no", "no"]', "field outside: two entries are the same"),
    ],
)
def test_fault_is_named_by_file_table_field_and_remedy(old, new, words):
    assert old in SOUND
    text = refusal(SOUND.replace(old, new, 1))
    assert text.startswith(FILE) and words in text


def test_mixing_enabler_and_need_in_one_score_is_refused():
    mixed = SOUND.replace('id = "k2"', 'id = "k2"\npolarity = "need"')
    assert "items of C-Ps mix enabler and need in one score" in refusal(mixed)


def test_need_alone_is_a_sound_polarity():
    need = SOUND.replace('polarity = "enabler"', 'polarity = "need"')
    assert {item.polarity for item in parse(FILE, need).items} == {"need"}


def test_every_fault_is_told_at_once():
    text = SOUND.replace('actor = "officer"', "").replace('contact = "The survey\'s owner."', "")
    assert len(refusal(text).splitlines()) == 2


def test_missing_table_is_refused_by_its_fields():
    text = SOUND[: SOUND.index("[notice]")] + SOUND[SOUND.index("[[item]]") :]
    assert refusal(text).count("table notice") == 7


def test_more_scaled_items_than_officers_answer_with_care_are_refused():
    extra = "".join(f'[[item]]\nid = "x{i}"\ncomponent = "M-Au"\ntext = "Yes."\n' for i in range(19))
    assert "21 scaled items: keep to 20" in refusal(SOUND + extra)


def test_question_without_a_part_is_refused():
    assert "q1 asks nothing" in refusal(SOUND + '[[question]]\nid = "q1"\nabout = "nothing"\n')


def test_choice_without_choices_is_refused():
    part = '[[question]]\nid = "q1"\nabout = "x"\n[[question.part]]\nkind = "choice"\ntext = "Which?"\n'
    assert "table question 1.part 1, field choices: list the answers" in refusal(SOUND + part)
