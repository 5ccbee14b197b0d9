"""The code that an officer makes up to link waves: what was typed, what is amiss with it, and what follows from it."""

import hmac

from surveys.answering.forms import form_at
from surveys.answering.paging import cases_by_source, forms_of
from surveys.answering.reading import shown_text
from surveys.answering.words import ENGLISH
from surveys.identity.codes import ELEMENTS, hashed, normal, study_key
from surveys.lifecycle import Mode
from surveys.master import master

LONGEST = 20  # characters of what was typed, kept to be shown again and mended
# What decides the order of the parallel forms. Both are known by heart and typed alike each time. Neither alone would
# do: a birthday stands in the force's records, and most mothers' names begin with one of a few letters.
DECIDING = ("mother", "birth_day")


def has_own_code(wave):
    """Whether officers were promised that a code of their own may link this wave to another."""
    return wave.frozen["mode"] == Mode.CONFIDENTIAL


def own_code_of(sent):
    """{element: what was typed}, without characters that cannot be seen, to be hashed or mended."""
    typed = {one.key: shown_text(sent.get(one.key, ""))[:LONGEST] for one in ELEMENTS}
    return {key: text for key, text in typed.items() if text}


def own_code_faults(typed, words=ENGLISH):
    """{element: what to do} for what was typed and is neither a letter nor a number as asked."""
    return {one.key: _said(one, "_wrong", words) for one in ELEMENTS
            if typed.get(one.key) and not normal(one, typed[one.key])}  # fmt: skip


def hint_of(element, words):
    """What is to be typed, in words."""
    return _said(element, "", words)


def _said(element, ending, words):
    kind = "letter" if element.is_letter else "number"
    return words.say(f"code_{kind}{ending}", least=element.least, most=element.most)


def hashed_own_code(wave, contents):
    """{element: hash} of the officer's own code, under the key of all waves of this instrument in this force."""
    return hashed(_normal(contents.own_code), _key(wave))


def decides_form(wave, instrument):
    """Whether the own code says which parallel form of the cases somebody gets: where there are occasions to link."""
    cases = cases_by_source(instrument, wave.frozen["occasion"])[""]
    return has_own_code(wave) and bool(wave.frozen["occasion"]) and len(forms_of(cases)) > 1


def form_of(wave, instrument, own_code):
    """The form that follows from an own code on this wave's occasion; "" where what decides it was left out."""
    given = [_normal(own_code)[key] for key in DECIDING]
    if not decides_form(wave, instrument) or not all(given):
        return ""
    occasion = wave.frozen["occasion"]
    digest = hmac.digest(_key(wave), "\0".join(["forms", *given]).encode(), "sha256")
    forms = forms_of(cases_by_source(instrument, occasion)[""])
    return form_at(int.from_bytes(digest, "big"), forms, instrument.occasions.index(occasion))


def _normal(own_code):
    return {one.key: normal(one, own_code.get(one.key, "")) for one in ELEMENTS}


def _key(wave):
    return study_key(master=master(), force_id=wave.force_id, instrument_key=wave.instrument_key)
