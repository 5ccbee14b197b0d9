"""The words of the answer pages: all in one table, all used, and nothing in them is ever computed."""

import re
from pathlib import Path

import pytest

from surveys.answering.promises import PROMISES
from surveys.answering.words import BAND_WORDS, ENGLISH, WORDS, Words, filled, in_language
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.identity.codes import ELEMENTS
from tests.cases.own_pages.payloads import PAYLOADS

SURVEYS = Path(__file__).resolve().parents[3] / "surveys"
# Said by the way a key is put together, so that no search for the whole key finds it.
COMPOSED = {
    f"{start}_{end}"
    for start, ends in {
        "promise": ("anonymous", "confidential"),
        "notice": ("purpose", "cases", "who_sees", "limits", "kept", "withdrawal", "contact"),
        "heading": ("statements", "case", "vignette", "question"),
        "band": ("area", "role", "service"),
        "code": [one.key for one in ELEMENTS] + ["letter", "number", "letter_wrong", "number_wrong"],
    }.items()
    for end in ends
}  # fmt: skip


def said_in_templates():
    """{key: names of the values} of every say in the templates."""
    found = {}
    for path in (SURVEYS / "templates/surveys/answer").glob("*.html"):
        for key, rest in re.findall(r'{% say "(\w+)"([^%]*)%}', path.read_text()):
            found.setdefault(key, set()).update(re.findall(r"(\w+)=", rest))
    return found


def said_in_code():
    files = [
        path
        for folder in ("", "answering/", "presenters/", "views/")
        for path in SURVEYS.glob(f"{folder}*.py")
    ]
    text = "".join(path.read_text() for path in files if path.name not in ("words.py", "promises.py"))
    return set(re.findall(r'say\(\s*"(\w+)"', text)) | set(
        re.findall(r'\("(\w+)", "(?:agree|resume)"\)', text)
    )


def test_every_word_that_a_page_says_is_in_the_table_and_every_word_of_the_table_is_said():
    said = set(said_in_templates()) | said_in_code() | COMPOSED | set(BAND_WORDS)
    assert said - set(PROMISES) == set(WORDS) - set(PROMISES)


def test_templates_give_each_text_the_values_it_names():
    for key, given in said_in_templates().items():
        assert set(re.findall(r"{(\w+)}", WORDS[key])) == given, key


def test_templates_have_no_english_of_their_own():
    """But for the pages that belong to no survey, and so to no language of one."""
    ours = {"enter.html", "elsewhere.html", "unknown.html", "officers.html"}
    for path in (SURVEYS / "templates/surveys/answer").glob("*.html"):
        if path.name not in ours:
            bare = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|{%.*?%}|{{.*?}}|<[^>]*>", "", path.read_text(),
                          flags=re.S)  # fmt: skip
            assert not re.search(r"[A-Za-z]{2}", bare), path.name


def test_bands_have_a_word_each():
    assert {f"role_{key}" for key in ROLE_BANDS} | {f"service_{key}" for key in SERVICE_BANDS} == set(
        BAND_WORDS
    )


def test_translation_says_its_words_and_english_what_it_lacks():
    words = in_language(
        "cy", {"page.start": "Dechrau", "page.hand_in": " ", "start": "no", "page.strange": "x"}
    )
    assert words.say("start") == "Dechrau" and words.say("hand_in") == "Hand in" and words.tag == "cy"
    assert ENGLISH.tag == "en-GB"
    assert Words("cy", {"role_constable": "Cwnstabl"}).band("role", "constable", "Constable") == "Cwnstabl"
    assert words.band("area", "north", "North") == "North"


@pytest.mark.parametrize(
    "text", [*PAYLOADS, "{x.__class__}", "{{7*7}}", "%s %(a)s", "${x}", "{x!r:>9}", "{0}", "{", "}}"]
)
def test_text_of_a_translator_is_never_computed(text):
    assert filled(text, {"a": 1, "number": 3}) == text
    assert Words("cy", {"start": text}).say("start") == text


def test_value_with_a_place_in_it_is_put_in_as_it_is():
    assert filled("In {area}: {area}", {"area": "{contact}"}) == "In {contact}: {contact}"
