from datetime import date

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.template import engines

from cjnudge.forms import DateField, GovukForm, uncapitalised
from tests.frontend.kitchen_sink import SCRIPT, Authored, KitchenSink
from tests.frontend.markup import find, only, read

FAULTY = {
    "name": "Sam",
    "email": "nobody",
    "starts_on_day": "31",
    "starts_on_month": "2",
    "starts_on_year": "2026",
}


SUMMARY = '{% include "components/error_summary.html" %}'


def draw(form, how="{% load crispy_forms_tags %}{% crispy form %}"):
    return engines["django"].from_string(SUMMARY + how).render({"form": form, "csrf_token": "token"})


@pytest.fixture
def blank():
    return read(draw(KitchenSink()))


@pytest.fixture
def faulty():
    return read(draw(KitchenSink(FAULTY, {})))


def test_every_control_has_a_label_or_legend(blank):
    labelled = {element.attrs["for"] for element in find(blank, "label")}
    controls = [e for tag in ("input", "select", "textarea") for e in find(blank, tag)]
    seen = {e.attrs["id"] for e in controls if e.attrs.get("type") != "hidden"}
    assert seen == labelled


def test_no_id_stands_twice(faulty):
    ids = [element.attrs["id"] for element in faulty if "id" in element.attrs]
    assert len(ids) == len(set(ids))


def test_descriptions_name_ids_that_exist(faulty):
    ids = {element.attrs.get("id") for element in faulty}
    described = [
        element.attrs["aria-describedby"] for element in faulty if "aria-describedby" in element.attrs
    ]
    assert described
    assert {part for value in described for part in value.split()} <= ids


def test_hint_and_error_describe_their_input_in_reading_order(faulty):
    email = only(faulty, "input", id="id_email")
    assert email.attrs["aria-describedby"] == "id_email-hint id_email-error"
    assert {"govuk-input", "govuk-input--error"} <= set(email.classes)
    assert only(faulty, "div", id="id_email-error").text.startswith("Error: ")


def test_group_is_described_on_its_fieldset(faulty):
    groups = {group.attrs.get("aria-describedby") for group in find(faulty, "fieldset")}
    assert {"id_role-hint id_role-error", "id_types-error", "id_starts_on-hint id_starts_on-error"} <= groups


def test_author_attributes_are_kept(blank):
    secret = only(blank, "input", id="id_secret")
    assert secret.attrs["autocomplete"] == "current-password"
    assert {"govuk-input", "govuk-input--width-20", "govuk-password-input__input"} <= set(secret.classes)
    assert only(blank, "textarea", id="id_why").attrs["rows"] == "4"
    assert only(blank, "input", id="id_name").attrs["autocomplete"] == "name"


def test_faulty_groups_are_marked(faulty):
    assert len(find(faulty, "div", class_="govuk-form-group--error")) == 8
    assert (
        len(find(faulty, "input", class_="govuk-input--error")) == 5
    )  # e-mail, password, three boxes of the date


def test_summary_links_to_the_first_control_of_each_fault(faulty):
    links = {
        link.attrs["href"]: link.text for link in find(faulty, "a") if link.attrs["href"].startswith("#")
    }
    ids = {element.attrs.get("id") for element in faulty if element.tag in {"input", "select", "textarea"}}
    assert {href[1:] for href in links} <= ids
    assert links["#id_role_0"] == "Choose role"
    assert links["#id_types_0"] == "Choose outcome types"
    assert links["#id_starts_on_0"] == "Enter a real date, such as 27 3 2026."
    assert links["#id_agree"] == "Tick the box: I have read the note"


def test_unsent_form_shows_no_error(blank):
    assert not find(blank, "div", class_="govuk-error-summary")
    assert not find(blank, "p", class_="govuk-error-message")


def test_form_posts_with_a_token_and_takes_files(blank):
    form = only(blank, "form")
    assert (form.attrs["method"], form.attrs["enctype"]) == ("post", "multipart/form-data")
    assert "novalidate" in form.attrs
    assert only(blank, "input", name="csrfmiddlewaretoken").attrs["value"] == "token"
    assert only(blank, "button", type="submit").text == "Save answers"
    assert only(blank, "a", href="/").text == "Cancel"


def test_form_that_gets_carries_no_token():
    class Filter(GovukForm):
        form_method = "get"

    assert not find(read(draw(Filter())), "input", name="csrfmiddlewaretoken")


def test_hint_of_a_choice_describes_that_choice(blank):
    lead = only(blank, "input", id="id_role_0")
    assert only(blank, "div", id=lead.attrs["aria-describedby"]).text == "Sets up surveys and trials"
    assert "aria-describedby" not in only(blank, "input", id="id_role_1").attrs


def test_optional_fields_say_so(blank):
    assert only(blank, "label", for_="id_why").text == "Why do you ask? (optional)"
    assert only(blank, "label", for_="id_name").text == "Full name"


def test_filter_draws_the_same_fields_without_a_form_element():
    elements = read(draw(KitchenSink(FAULTY, {}), "{% load crispy_forms_tags %}{{ form|crispy }}"))
    assert not find(elements, "form")
    assert len(find(elements, "div", class_="govuk-form-group--error")) == 8


@pytest.mark.parametrize(
    "data", [None, {}, {"text": SCRIPT, "day_day": SCRIPT, "pick": SCRIPT, "many": [SCRIPT]}]
)
@pytest.mark.parametrize("how", ["{% crispy form %}", "{{ form|crispy }}"])
def test_authored_text_never_becomes_markup(data, how):
    html = draw(Authored(data), "{% load crispy_forms_tags %}" + how)
    assert "&lt;script&gt;" in html
    assert not find(read(html), "script")


def test_escaping_test_can_fail():
    html = engines["django"].from_string("{% autoescape off %}{{ form.text.label }}{% endautoescape %}")
    assert find(read(html.render({"form": Authored()})), "script")


def test_legend_never_runs_as_a_template():
    html = draw(Authored())
    assert "{{ 7|add:7 }}" in html
    assert "14" not in only(read(html), "legend", class_="govuk-fieldset__legend--m").text


def test_errors_of_the_whole_form_are_linked_to_their_place():
    elements = read(draw(Authored({})))
    assert only(elements, "div", id="form-errors").text == f"Error: {SCRIPT}"
    assert find(elements, "a", href="#form-errors")


def test_fault_of_a_hidden_field_is_shown():
    form = KitchenSink({**FAULTY, "token": "x"}, {})
    form.add_error("token", "This page is out of date: open it again.")
    elements = read(draw(form))
    assert only(elements, "div", id="form-errors").text == "Error: This page is out of date: open it again."


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("", "", ""), "Enter the day"),
        (("1", "", "2026"), "The date must include a month."),
        (("", "", "2026"), "The date must include a day and month."),
        (("29", "2", "2025"), "Enter a real date, such as 27 3 2026."),
        (("1", "1", "26"), "Enter a real date, such as 27 3 2026."),
        (("1", "1", "9" * 20), "Enter a real date, such as 27 3 2026."),
        (("a", "1", "2026"), "Enter a real date, such as 27 3 2026."),
    ],
)
def test_date_that_is_none_says_why(typed, problem):
    class Day(GovukForm):
        day = DateField(error_messages={"required": "Enter the day"})

    form = Day(dict(zip(("day_day", "day_month", "day_year"), typed, strict=True)))
    assert form.errors["day"] == [problem]


def test_date_in_three_boxes_is_a_date():
    class Day(GovukForm):
        day = DateField(required=False)

    form = Day({"day_day": " 29", "day_month": "2", "day_year": "2024"})
    assert form.is_valid() and form.cleaned_data["day"] == date(2024, 2, 29)
    assert Day({}).is_valid()
    shown = read(draw(Day(initial={"day": date(2024, 2, 29)})))
    assert [only(shown, "input", id=f"id_day_{n}").attrs["value"] for n in range(3)] == ["29", "2", "2024"]


def test_missing_answer_is_asked_for_by_name():
    assert (uncapitalised("First day"), uncapitalised("OoCR share")) == ("first day", "OoCR share")
    assert KitchenSink({}, {}).errors["email"] == ["Enter work e-mail"]
    assert KitchenSink({}, {}).errors["extract"] == ["Choose extract"]


def test_formset_draws_every_form_and_sums_up_their_faults():
    class Unit(GovukForm):
        name = forms.CharField(label="Name of the unit")

    members = forms.formset_factory(Unit, extra=0, min_num=2)
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "East", "form-1-name": ""}
    helper = FormHelper()
    helper.submit_label = "Save units"
    page = "{% load crispy_forms_tags %}" + SUMMARY + "{% crispy formset helper %}"
    context = {"formset": members(sent), "helper": helper, "csrf_token": "token"}
    elements = read(engines["django"].from_string(page).render(context))
    assert only(elements, "input", name="form-0-name").attrs["value"] == "East"
    assert only(elements, "input", name="form-TOTAL_FORMS").attrs["value"] == "2"
    assert only(elements, "button").text == "Save units"
    assert [link.text for link in find(elements, "a")] == ["Enter name of the unit"]


def test_layout_of_crispys_own_pieces_is_drawn():
    class Pieces(GovukForm):
        word = forms.CharField()

        @property
        def helper(self):
            helper = super().helper
            helper.layout = Layout(
                Fieldset("Words", Div("word", css_class="app-measure")), Submit("more", "More")
            )
            return helper

    elements = read(draw(Pieces()))
    assert only(elements, "legend").text == "Words"
    assert (
        only(elements, "div", class_="app-measure") and only(elements, "button", name="more").text == "More"
    )


@pytest.mark.parametrize("text", ["a\x01b", "a\x1b[31mb", "a\u202eb", "a\u2066b", "a\ufffeb", "a\x85b"])
def test_characters_that_cannot_be_seen_are_refused_in_words(text):
    form = Texts({"line": text, "box": text, "secret": text})
    assert form.errors == dict.fromkeys(
        ("line", "box"), ["This holds a character that cannot be seen: type it again."]
    )


def test_line_ends_belong_in_a_box_and_not_on_a_line():
    form = Texts({"line": "one\ntwo", "box": "one\r\n\ttwo", "secret": "x"})
    assert list(form.errors) == ["line"]


@pytest.mark.parametrize(
    "name", ["Zoë O’Brien", "Łódź", "Ffion Siân", "محمد", "दीपा\u200dक", "Anne\u00a0Marie"]
)
def test_names_of_people_are_not_refused(name):
    assert not Texts({"line": name, "box": name, "secret": "x"}).errors


class Texts(GovukForm):
    line = forms.CharField()
    box = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
