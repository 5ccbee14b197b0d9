"""The code that an officer makes up to link waves: what was typed, what is amiss with it, and what is kept of it."""

from surveys.answering.reading import shown_text
from surveys.identity.codes import ELEMENTS, hashed, normal, study_key
from surveys.lifecycle import Mode
from surveys.master import master

LONGEST = 20  # characters of what was typed, kept to be shown again and mended


def has_own_code(wave):
    """Whether officers were promised that a code of their own may link this wave to another."""
    return wave.frozen["mode"] == Mode.CONFIDENTIAL


def own_code_of(sent):
    """{element: what was typed}, without characters that cannot be seen, to be hashed or mended."""
    typed = {one.key: shown_text(sent.get(one.key, ""))[:LONGEST] for one in ELEMENTS}
    return {key: text for key, text in typed.items() if text}


def own_code_faults(typed):
    """{element: what to do} for what was typed and is neither a letter nor a number as asked."""
    return {one.key: f"Type {one.hint}, or leave it empty." for one in ELEMENTS
            if typed.get(one.key) and not normal(one, typed[one.key])}  # fmt: skip


def hashed_own_code(wave, contents):
    """{element: hash} of the officer's own code, under the key of all waves of this instrument in this force."""
    key = study_key(master=master(), force_id=wave.force_id, instrument_key=wave.instrument_key)
    return hashed({one.key: normal(one, contents.own_code.get(one.key, "")) for one in ELEMENTS}, key)
