"""Short cases and told ones: asked, kept as they are to be analysed, and explained to everybody alike afterwards."""

import pytest
from django.utils.html import escape

from surveys.identity.pool import BLOCK
from surveys.models import Draft, Pool
from surveys.own_codes import form_of
from surveys.scales import load_instrument, load_module
from tests.surveys.views.test_answering import stored, text_of
from tests.surveys.welsh import door_of, launched_in_welsh

pytestmark = pytest.mark.django_db
VIGNETTES, KNOWLEDGE = load_module("vignettes"), load_module("knowledge")
OWN_CODE = {"mother": "a", "birth_day": "07", "school": "S", "birthplace": "h", "older": "0"}


@pytest.fixture
def asked(force, lead, today):
    """An open wave with both modules."""
    return launched_in_welsh(force, lead)


def answered(officer, door):
    """Everything answered with the first thing there is; the address of the check."""
    address = officer.start(door)
    while "check" not in address:
        fields = officer.get(address).context["fields"]
        sent = {
            field.name: (field.choices or field.numbers)[0].value
            for field in fields
            if field.choices or field.numbers
        }
        address = officer.post(address, **sent)["Location"]
    return address


def test_four_told_cases_are_kept_with_their_details_and_three_others_by_their_words(someone, asked):
    answered(someone, door_of(asked))
    someone.hand_in()
    answers = stored(asked)[0]["answers"]
    told = {key: value for key, value in answers.items() if key.startswith("v.")}
    assert len(told) == 4
    for key, given in told.items():
        assert key[2:] in {story.id for story in VIGNETTES.stories}
        assert sorted(given) == ["choice", "confidence", "details", "reason"]
        assert {
            name: given["details"][name] in levels for name, levels in VIGNETTES.levels.items()
        } == dict.fromkeys(VIGNETTES.levels, True)
        assert given["choice"] == "divert" and given["reason"] in VIGNETTES.decision.reasons
    cases = {case.id: case.choices[0] for case in KNOWLEDGE.scenarios}
    assert {key: answers[key] for key in cases} == cases


def test_check_tells_a_case_once_with_everything_that_was_said_of_it(someone, asked):
    rows = someone.get(answered(someone, door_of(asked))).context["rows"]
    told = [row for row in rows if row.question.endswith(".") and "What would you do?" in row.answer]
    assert len(told) == 4 and len({row.question for row in told}) == 4
    assert told[0].answer == (
        "What would you do? deal with it out of court\nWhat weighed most? what happened\nHow sure are you? 0"
    )


def test_told_cases_left_out_leave_nothing(someone, asked):
    address = someone.start(door_of(asked))
    while "check" not in address:
        address = someone.post(address)["Location"]
    someone.hand_in()
    assert stored(asked)[0]["answers"] == {}


def test_told_case_stays_the_same_however_often_it_is_opened_and_another_officer_gets_others(
    officer_at, asked
):
    stories = []
    for officer in (officer_at(), officer_at()):
        first = officer.start(door_of(asked))
        seen = [officer.get(f"{first.rstrip('0123456789/')}/{n}/").context["story"] for n in range(12, 16)]
        assert seen == [officer.get(f"/answer/{n}/").context["story"] for n in range(12, 16)] and all(seen)
        stories.append(seen)
    assert stories[0] != stories[1]


def test_first_page_says_what_is_varied_and_how_much_longer_it_takes(someone, asked):
    page = text_of(someone.get(door_of(asked)))
    assert VIGNETTES.notice in page and "About 9 minutes." in page
    assert text_of(someone.get(f"/officers/{asked.force.slug}/")).count("9 minutes") == 1


def test_afterwards_everybody_reads_the_same_and_never_their_own_answers(officer_at, asked):
    pages = set()
    for choice in (0, 2):
        officer = officer_at()
        address = officer.start(door_of(asked))
        while "check" not in address:
            fields = officer.get(address).context["fields"]
            sent = {
                field.name: field.choices[choice].value for field in fields if len(field.choices) > choice
            }
            address = officer.post(address, **sent)["Location"]
        assert 'href="/answer/cases/"' in text_of(officer.hand_in())
        pages.add(text_of(officer.get("/answer/cases/")))
    (page,) = pages
    for case in KNOWLEDGE.scenarios:
        assert escape(case.text) in page and f"Because of {case.id}." in page
    assert "Out-of-court policy, section 4" in page and escape(VIGNETTES.debrief) in page


def test_cases_are_not_explained_before_an_answer_is_handed_in(someone, asked):
    assert someone.get("/answer/cases/").status_code == 404
    someone.start(door_of(asked))
    assert someone.get("/answer/cases/")["Location"] == "/answer/check/"


def test_survey_without_short_cases_has_nothing_to_explain(someone, code, wave):
    someone.answer_all(someone.start(code))
    assert "/answer/cases/" not in text_of(someone.hand_in())
    assert someone.get("/answer/cases/")["Location"] == "/answer/thanks/"


def test_force_without_rules_says_that_the_cases_are_not_judged(someone, force, lead, today):
    wave = launched_in_welsh(force, lead, rules=False)
    answered(someone, door_of(wave))
    someone.hand_in()
    assert "not recorded its rules" in text_of(someone.get("/answer/cases/"))


def test_kiosk_explains_on_the_page_of_thanks_which_forgets(someone, asked):
    answered(someone, door_of(asked, "kiosk"))
    page = text_of(someone.hand_in())
    assert escape(VIGNETTES.debrief) in page and "Because of c1." in page
    assert someone.get("/answer/cases/").status_code == 404


def test_answers_with_told_cases_fit_one_block_in_the_pool_and_one_in_the_drafts(someone, force, lead, today):
    """A second one would show, in two copies of the database, who answered much."""
    wave = launched_in_welsh(force, lead, mode="confidential")
    address = someone.start(door_of(wave))
    empty = len(Pool.objects.get(wave=wave).ciphertext)
    while "check" not in address:
        fields = someone.get(address).context["fields"]
        sent = {f.name: (OWN_CODE.get(f.name) if f.kind == "line" else "w" * 300 if f.kind == "text"
                         else max((m.value for m in f.choices or f.numbers), key=len)) for f in fields}  # fmt: skip
        address = someone.post(address, **sent)["Location"]
    draft = len(Draft.objects.get().contents)
    someone.hand_in()
    grown = sum(len(row.ciphertext) - empty for row in Pool.objects.filter(wave=wave))
    assert (grown, draft) == (BLOCK, 12 + 4096 + 16)


@pytest.fixture
def training(force, lead, today):
    """The survey before a training session, confidential."""
    return launched_in_welsh(
        force, lead, instrument="oocr_training", modules=(), occasion="before", mode="confidential"
    )


def test_own_code_comes_before_the_cases_whose_form_it_decides(someone, training):
    address = someone.start(door_of(training))
    while "own-code" not in address:
        address = someone.post(address)["Location"]
    page = someone.get(address)
    assert "decides which of the short cases" in text_of(page) and page.context["number"] == 3
    address = someone.post(address, **OWN_CODE)["Location"]
    form = form_of(training, load_instrument("oocr_training"), OWN_CODE)
    assert someone.asked(address) == [f"s{form.lower()}1"]


def test_same_code_meets_another_form_on_each_occasion(training):
    instrument = load_instrument("oocr_training")
    met = set()
    for occasion in instrument.occasions:
        training.frozen["occasion"] = occasion
        met.add(form_of(training, instrument, OWN_CODE | {"mother": " Á", "birth_day": "7"}))
        assert form_of(training, instrument, OWN_CODE | {"school": "x", "older": "3"}) in met
    assert met == {"A", "B", "C"}


def test_form_is_drawn_where_the_code_is_left_out(training):
    instrument = load_instrument("oocr_training")
    for missing in ("mother", "birth_day"):
        assert form_of(training, instrument, OWN_CODE | {missing: ""}) == ""


def test_cases_of_a_form_that_was_changed_by_another_code_are_not_handed_in(someone, training):
    instrument = load_instrument("oocr_training")
    other = next(
        OWN_CODE | {"mother": letter}
        for letter in "BCDEFGH"
        if form_of(training, instrument, OWN_CODE | {"mother": letter})
        != form_of(training, instrument, OWN_CODE)
    )
    address = someone.start(door_of(training))
    while "about-you" not in address:
        fields = someone.get(address).context["fields"]
        sent = (
            OWN_CODE if "own-code" in address else {f.name: (f.choices or f.numbers)[0].value for f in fields}
        )
        address = someone.post(address, **sent)["Location"]
    someone.post("/answer/own-code/", check="1", **other)
    someone.hand_in()
    cases = [key for key in stored(training)[0]["answers"] if key.startswith("s")]
    assert cases == []


def test_answers_to_parallel_cases_are_told_on_the_last_occasion_alone(someone, training):
    answered(someone, door_of(training))
    assert "/answer/cases/" not in text_of(someone.hand_in())


def test_last_occasion_tells_the_answers_to_all_forms(someone, force, lead, today):
    wave = launched_in_welsh(
        force, lead, instrument="oocr_training", modules=(), occasion="eight weeks after", mode="confidential"
    )
    answered(someone, door_of(wave))
    someone.hand_in()
    page = text_of(someone.get("/answer/cases/"))
    assert page.count("Because of s") == 9
