"""A form that knows nothing of us is taken over as far as it goes; what is wrong is told by sheet, row and column."""

import pytest

from surveys.xlsform.problems import FormRefused
from tests.surveys.xlsform.forms import SETTINGS, read

AGREE = [[n, words] for n, words in enumerate(["Not at all", "A little", "Somewhat", "Mostly", "Fully"], 1)]
CHOICES = [
    ["list_name", "name", "label"],
    *[["agree", n, words] for n, words in AGREE],
    ["yn", "1", "Yes"],
    ["yn", "0", "No"],
    ["when", "never", "Never"],
    ["when", "late", "It's long ago"],
]
HEAD = ["type", "name", "label", "relevant"]
ITEMS = [["select_one agree", "k1", "I know how."], ["select_one agree", "k2", "I have time."]]


def asked(*rows, choices=CHOICES, settings=SETTINGS, head=HEAD):
    """What a form with two statements and these rows becomes."""
    return read([head, *ITEMS, *rows], choices, settings)


def refusal(*rows, **more):
    with pytest.raises(FormRefused) as refused:
        asked(*rows, **more)
    return str(refused.value)


def notes(form):
    return "\n".join(map(str, form.notes))


def test_rows_on_one_scale_become_statements_without_a_component():
    found = asked()
    assert [(item.id, item.component, item.text) for item in found.instrument.items] == [
        ("k1", "", "I know how."),
        ("k2", "", "I have time."),
    ]
    scale = found.instrument.scale
    assert (scale.low, scale.high, scale.low_label, scale.high_label) == (1, 5, "Not at all", "Fully")
    assert "Sheet choices, row 3, column label: left out: of a scale only the two ends" in notes(found)


def test_what_is_missing_is_told_with_its_place():
    told = [str(one) for one in asked().to_do]
    assert (
        "Sheet survey, row 2, column cjnudge_component: write one of C-Ph, C-Ps, O-Ph, O-So, M-Re, M-Au"
        in told
    )
    assert any(one.startswith("Sheet survey: an instrument without a behaviour statement") for one in told)
    assert any("type acknowledge named cjnudge.agreement" in one for one in told)
    assert "Sheet settings, row 2, column cjnudge_actor: say who acts" in told


def test_title_and_key_come_from_the_settings():
    found = asked().instrument
    assert (found.title, found.key, found.version) == ("A form", "a_form", 1)


def test_id_that_cannot_be_a_key_is_not_taken():
    found = asked(settings=[["form_id", "version"], ["My form!", "2024110101"]]).instrument
    assert (found.key, found.version) == ("imported", 1)


def test_two_numbers_are_answers_in_words():
    question = asked(["select_one yn", "seen", "Seen one?"]).instrument.questions[0]
    assert (question.parts[0].kind, question.parts[0].choices) == ("choice", ("Yes", "No"))


def test_question_of_several_answers_becomes_one_of_yes_or_no_for_each():
    found = asked(
        ["select multiple when", "w", "When was it?"], ["text", "t", "Why?", "selected(${w}, 'late')"]
    )
    ticks, why = found.instrument.questions
    assert [part.text for part in ticks.parts] == ["When was it? Never", "When was it? It's long ago"]
    assert why.relevant == "${w.2} = 'yes'" and "several answers cannot be ticked" in notes(found)


def test_condition_is_put_into_the_words_of_the_answers():
    found = asked(
        ["select_one when", "Last-Time", "When?"],
        ["text", "t", "Why?", "${Last-Time} = 'late' or ${k1} > 3 and selected(${Last-Time}, 'never')"],
    )
    wanted = """${last_time} = "It's long ago" or ${k1} > 3 and selected(${last_time}, 'Never')"""
    assert found.instrument.questions[1].relevant == wanted
    assert "row 4, column name: it became “last_time”" in notes(found)


def test_group_on_one_page_is_a_question_with_parts():
    found = read(
        [
            [*HEAD, "appearance"],
            ["begin group", "g", "Training", "", "field-list"],
            ["select_one when", "a", "When?"],
            ["integer", "b", "How often?"],
            ["end group"],
        ],
        CHOICES,
    )
    question = found.instrument.questions[0]
    assert (question.id, question.about, [p.kind for p in question.parts]) == (
        "g",
        "Training",
        ["choice", "count"],
    )


def test_group_that_hides_a_part_of_itself_becomes_pages_of_their_own():
    found = read(
        [
            [*HEAD, "appearance"],
            ["begin group", "g", "Training", "", "field-list"],
            ["select_one when", "a", "When?"],
            ["integer", "b", "How often?", "${a} != 'never'"],
            ["end group"],
        ],
        CHOICES,
    )
    assert [(q.id, q.relevant) for q in found.instrument.questions] == [("a", ""), ("b", "${a} != 'Never'")]
    assert "pages of their own" in notes(found)


def test_condition_of_a_group_holds_for_what_is_in_it():
    found = asked(
        ["select_one when", "a", "When?"],
        ["begin_group", "g", "More", "${a} = 'late'"],
        ["text", "t", "Why?", "${k1} > 2 or ${k2} > 2"],
        ["end_group"],
    )
    wanted = """${a} = "It's long ago" and (${k1} > 2 or ${k2} > 2)"""
    assert found.instrument.questions[1].relevant == wanted


@pytest.mark.parametrize(
    "row, kind, low, high",
    [
        (["integer", "n", "N?", "", ". >= 0 and . <= 10"], "count", 0, 10),
        (["integer", "n", "N?", "", ". > 0 and . < 10"], "count", 1, 9),
        (["integer", "n", "N?", "", ".<=7"], "count", 0, 7),
        (["range", "n", "N?", "", "", "start=0 end=10 step=1"], "scale", 0, 10),
        (["range", "n", "N?", "", "", ""], "scale", 1, 10),
    ],
)
def test_limits_of_a_number_are_read(row, kind, low, high):
    part = asked(row, head=[*HEAD, "constraint", "parameters"]).instrument.questions[0].parts[0]
    assert (part.kind, part.low, part.high) == (kind, low, high)


def test_text_keeps_its_limit_or_takes_ours():
    head = [*HEAD, "constraint"]
    found = asked(["text", "t", "Why?", "", "string-length(.) < 201"], ["text", "u", "Why?"], head=head)
    assert [q.parts[0].longest for q in found.instrument.questions] == [200, 300]
    assert "row 5, column constraint: a text without a limit" in notes(found)


def test_text_that_repeats_an_answer_is_told():
    found = asked(["text", "t", "You said ${k1}. Why?"])
    assert "row 4, column label: shown as it stands" in notes(found)


@pytest.mark.parametrize(
    "row, words",
    [
        (["today", "today"], "row 4, column type: “today” asks nothing"),
        (["calculate", "c"], "“calculate” asks nothing"),
        (["note", "n", "Hello"], "row 4, column label: notes between questions"),
        (["acknowledge", "ok", "I agree"], "name the row cjnudge.agreement"),
    ],
)
def test_what_has_no_place_is_left_out_and_told(row, words):
    assert words in notes(asked(row))


def test_column_that_is_not_read_is_told_and_required_too():
    head = [*HEAD, "required", "media::image", ""]
    found = asked(["text", "t", "Why?", "", "yes", "a.png", "stray"], head=head)
    assert "row 4, column required: left out" in notes(found)
    assert "column media::image: this column is not read here" in notes(found)
    assert "column number 7, without a heading" in notes(found)


@pytest.mark.parametrize(
    "row, words",
    [
        (["geopoint", "g", "Where?"], "row 4, column type: “geopoint” is not asked here"),
        (["", "g", "Where?"], "row 4, column type: say what kind of row this is"),
        (["begin_repeat", "g", "Each"], "row 4, column type: a repeated group"),
        (["end_group"], "row 4, column type: no group is open"),
        (["begin_group", "g", "Never closed"], "row 4, column type: this group is never closed"),
        (["text", "", "Why?"], "row 4, column name: give the row a name"),
        (["text", "k1", "Why?"], "row 4, column name: “k1” stands twice"),
        (["select_one gone", "s", "Which?"], "the sheet choices has no list “gone”; it has agree, yn, when"),
        (["select_one", "s", "Which?"], "row 4, column type: name the list of its answers"),
        (["select_one yn or_other", "s", "Which?"], "row 4, column type: take out or_other"),
        (["text", "t", "Why?", "${k1} >= 3"], "row 4, column relevant: at character 7: “>=” is not read"),
        (["text", "t", "Why?", "${gone} = 3"], "row 4, column relevant: no row is named “gone”"),
        (["text", "t", "Why?", "${t} = 3"], "row 4, column relevant"),
        (["text", "t", "x" * 301], "row 4, column label: shorten it to 300 characters"),
        (["text", "t", "a\u202eb"], "row 4, column label: it holds a character that cannot be seen"),
        (["integer", "n", "N?", "", ". mod 2 = 0"], "row 4, column constraint: write it as . >= 0"),
        (["range", "n", "N?", "", "", "start=0 end=1 step=0.1"], "row 4, column parameters: write whole numbers"),
        (["text", "t", "T", "", "", "", "C-Ps"], "row 4, column type: a statement is answered by numbers"),
        (["text", "t", "T", "", "", "", "", "yes"], "row 4, column cjnudge_reversed: leave this empty"),
        (["note", "cjnudge.purposes", "T"], "row 4, column name: a note of that name is not read"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_sheet_row_and_column(row, words):
    head = [*HEAD, "constraint", "parameters", "cjnudge_component", "cjnudge_reversed"]
    assert f"Sheet survey, {words}" in refusal(row, head=head) or words in refusal(row, head=head)


@pytest.mark.parametrize(
    "row, words",
    [
        (["yn", "1", "Perhaps"], "Sheet choices, row 11, column name: “1” stands twice"),
        (
            ["yn", "2", "yes"],
            "Sheet choices, row 11, column label: another answer of this list reads the same",
        ),
        (["yn", "", "Perhaps"], "Sheet choices, row 11, column name: fill it in"),
        (["yn", "2", ""], "Sheet choices, row 11, column label: fill it in"),
    ],
)
def test_faulty_list_is_told_by_row(row, words):
    assert words in refusal(choices=[*CHOICES, row])


def test_statements_on_two_scales_are_refused():
    head = [*HEAD, "cjnudge_component"]
    rows = [["select_one agree", "x", "A", "", "C-Ps"], ["range", "y", "B", "", "C-Ps"]]
    assert "row 5, column type: all statements are answered on one scale" in refusal(*rows, head=head)


def test_unknown_component_is_refused_and_an_empty_one_is_to_do():
    head = [*HEAD, "cjnudge_component"]
    row = ["select_one agree", "x", "A", "", "C-Psy"]
    assert "row 4, column cjnudge_component: 'C-Psy' is not known here" in refusal(row, head=head)


def test_misspelt_column_of_ours_is_refused():
    assert "row 1, column cjnudge_componnt: there is no such column" in refusal(
        head=[*HEAD, "cjnudge_componnt"]
    )


def test_language_without_a_tag_is_refused():
    words = refusal(head=[*HEAD, "label::Klingon"])
    assert "row 1, column label::Klingon: name the language with its tag, as in label::Welsh (cy)" in words


def test_column_twice_and_a_missing_one_are_refused():
    assert "column name: this column stands twice" in refusal(head=[*HEAD, "name"])
    assert "add label" in refusal(head=["type", "name"])


def test_form_without_a_survey_sheet_is_refused():
    with pytest.raises(FormRefused, match="add a sheet named survey"):
        read([], CHOICES)


def test_form_that_asks_nothing_is_refused():
    with pytest.raises(FormRefused, match="nothing is asked"):
        read([HEAD, ["note", "n", "Hello"]], CHOICES)


def test_every_problem_is_told_at_once_and_in_order():
    text = refusal(["geopoint", "g", "Where?"], ["text", "k1", "Why?", "${gone} = 3"])
    assert [line.split(":")[0] for line in text.splitlines()] == [
        "Sheet survey, row 4, column type",
        "Sheet survey, row 5, column name",
        "Sheet survey, row 5, column relevant",
    ]


def test_at_most_a_hundred_problems_are_shown_and_all_are_counted():
    with pytest.raises(FormRefused) as refused:
        asked(*(["geopoint", f"g{n}", "Where?"] for n in range(150)))
    assert (len(refused.value.problems), refused.value.total) == (100, 150)


def test_form_longer_than_any_instrument_is_refused_at_once():
    with pytest.raises(FormRefused, match="Sheet survey: keep to 300 rows"):
        asked(*(["text", f"t{n}", "Why?"] for n in range(300)))
    many = [*CHOICES, *(["yn", f"n{n}", f"Answer {n}"] for n in range(150))]
    assert "Sheet choices, row 159, column list_name: keep to 150 answers" in refusal(choices=many)
    words = refusal(["select_multiple yn", "s", "Which?"], choices=many[:40])
    assert "Sheet survey, row 4, column type: keep to 20 answers where several may be given" in words


def test_languages_are_read_beside_english():
    head = ["type", "name", "label::English (en)", "label::Cymraeg (cy)", "hint::Welsh"]
    rows = [head, ["text", "t", "Why?", "Pam?", "x"], ["text", "u", "Who?", "", ""]]
    found = read(rows, CHOICES[:1])
    assert found.translations == {"cy": {"question.t.1.text": "Pam?"}}
    assert "hint::Welsh: left out: it stands in another language only" in notes(found)


def test_form_in_no_english_is_taken_in_its_own_language():
    head = ["type", "name", "label::Cymraeg (cy)", "label::Polski (pl)"]
    found = read([head, ["text", "t", "Pam?", "Dlaczego?"]], settings=[["default_language"], ["Polski (pl)"]])
    assert found.instrument.questions[0].parts[0].text == "Dlaczego?"
    assert found.translations == {"cy": {"question.t.1.text": "Pam?"}} and "no column is in English" in notes(
        found
    )


def test_words_that_cannot_be_shown_are_refused_in_their_cell():
    head = ["list_name", "name", "label::English (en)", "label::Welsh (cy)"]
    rows = [head, ["yn", "yes", "Yes", "Ie"], ["yn", "no", "No", "ie"]]
    survey = [["type", "name", "label::English (en)"], ["select_one yn", "s", "Seen?"]]
    with pytest.raises(FormRefused) as refused:
        read(survey, rows)
    assert str(refused.value) == (
        "Sheet choices, row 3, column label::Welsh (cy): it reads as answer 1 does: word the two differently"
    )
