from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template

from tests.frontend.kitchen_sink import SCRIPT
from tests.frontend.markup import find, only, read

ERROR_PAGES = ["400.html", "403.html", "403_csrf.html", "404.html", "405.html", "413.html", "500.html"]


def force(kind="force"):
    return SimpleNamespace(name="Hertfordshire", slug="hertfordshire", kind=kind)


def person(signed_in=True):
    return SimpleNamespace(is_authenticated=signed_in, name=f"Sam {SCRIPT}")


def draw_page(**context):
    blocks = "{% block title %}Trials{% endblock %}{% block content %}<p>Body</p>{% endblock %}"
    page = '{% extends "base.html" %}' + blocks
    return read(engines["django"].from_string(page).render(context))


def draw(name, **context):
    return read(get_template(f"components/{name}.html").render(context))


def test_page_names_itself_and_lets_the_reader_skip():
    page = draw_page()
    assert only(page, "title").text == "Trials – cjnudge"
    assert only(page, "html").attrs["lang"] == "en-gb"
    target = only(page, "a", class_="govuk-skip-link").attrs["href"]
    assert target == "#main-content" and only(page, "main").attrs["id"] == "main-content"


def test_scripts_come_from_files_and_htmx_injects_nothing():
    page = draw_page()
    scripts = find(page, "script")
    assert scripts and all(script.attrs.get("src") and not script.text for script in scripts)
    settings = only(page, "meta", name="htmx-config").attrs["content"]
    assert '"includeIndicatorStyles":false' in settings and '"allowEval":false' in settings
    assert '"historyCacheSize":0' in settings  # a shared desktop keeps no page in the browser's storage


def test_signed_in_person_is_named_and_can_leave():
    page = draw_page(request=SimpleNamespace(user=person(), force=force()), csrf_token="token")
    assert SCRIPT in only(page, "div", class_="app-header__person").text
    assert not find(
        draw_page(request=SimpleNamespace(user=person(signed_in=False))), "div", class_="app-header__person"
    )


def test_force_is_named_and_the_current_place_marked():
    page = draw_page(
        request=SimpleNamespace(user=person(), force=force()),
        nav=[("Surveys", "/surveys/", False), ("Trials", "/trials/", True)],
        crumbs=[("Home", "/"), ("Trials", "")],
    )
    assert only(page, "span", class_="govuk-service-navigation__service-name").text == "Hertfordshire"
    assert only(page, "a", aria_current="true").text == "Trials"
    assert only(page, "li", aria_current="page").text == "Trials"


def test_practice_space_says_so_on_every_page():
    words = "Practice space: everything here is synthetic"
    practice = draw_page(request=SimpleNamespace(user=person(), force=force("practice")))
    assert only(practice, "div", class_="app-practice").text == words
    real = draw_page(request=SimpleNamespace(user=person(), force=force()))
    assert not find(real, "div", class_="app-practice")


def test_messages_are_banners():
    sent = [SimpleNamespace(level_tag="success", __str__=str), SimpleNamespace(level_tag="info")]
    page = draw_page(messages=sent)
    first, second = find(page, "div", class_="govuk-notification-banner")
    assert (first.attrs["role"], second.attrs["role"]) == ("alert", "region")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_needs_no_context_and_says_what_to_do(name):
    page = read(get_template(name).render())
    assert only(page, "h1").text
    assert only(page, "main").text.count(".") >= 2
    assert find(page, "a", href="/")


def test_unknown_page_and_another_forces_page_read_the_same():
    secret = "Trial 7 of Kent"
    assert secret not in get_template("404.html").render({"exception": secret, "request_path": f"/{secret}"})


def test_refusal_shows_its_reason_as_text():
    page = read(get_template("403.html").render({"exception": SCRIPT}))
    assert SCRIPT in only(page, "main").text and len(find(page, "script")) == 2


def test_table_aligns_numbers_and_names_rows():
    headings = [("Force", ""), ("Share", "numeric")]
    page = draw(
        "table", caption="Shares", headings=headings, rows=[["Herts", "39.4 %"]], downloads=[("CSV", "/x")]
    )
    assert only(page, "caption").text == "Shares"
    assert only(page, "th", scope="row").text == "Herts"
    assert only(page, "td", class_="govuk-table__cell--numeric").text == "39.4 %"
    assert only(page, "a").text == "CSV of Shares"


def test_table_without_rows_says_so():
    assert "Nothing to show." in only(draw("table", caption="x", headings=[("a", "")], rows=[]), "td").text


def test_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError):
        draw("table", caption="x", headings=[("a", ""), ("b", "")], rows=[["one"]])


def test_figure_gives_words_and_data_with_the_picture():
    page = draw("figure", src="/c.svg", alt="Rose", title="Share", headings=[("Year", "")], rows=[["2024"]])
    assert only(page, "img").attrs["alt"] == "Rose"
    assert only(page, "th", scope="row").text == "2024"


def job(state, **more):
    return SimpleNamespace(
        state=state, progress_text="Counting", progress_done=1, progress_total=5, problem="", **more
    )


def test_running_job_is_polled_and_can_be_refreshed_by_hand():
    page = draw("progress", job=job("running"), url="/job/")
    assert only(page, "div", id="job-progress").attrs["hx-get"] == "/job/"
    assert only(page, "p", id="job-step").text == "Step 2 of 5: Counting"
    assert only(page, "a").attrs["href"] == "/job/"
    assert find(draw("progress_head", job=job("running")), "meta", http_equiv="refresh")


@pytest.mark.parametrize("state", ["done", "failed", "parked", "cancelled"])
def test_ended_job_is_not_polled(state):
    page = draw("progress", job=job(state), url="/job/")
    assert "hx-get" not in only(page, "div", id="job-progress").attrs
    assert not find(page, "progress")
    assert not find(draw("progress_head", job=job(state)), "meta")


def test_confirmation_names_what_will_be_lost():
    page = draw(
        "confirm", title="Delete?", losses=["3 invitations"], action="Delete", cancel_url="/", csrf_token="t"
    )
    assert only(page, "li").text == "3 invitations"
    assert only(page, "input", name="csrfmiddlewaretoken").attrs["value"] == "t"
    assert only(page, "form").attrs["method"] == "post"


def test_empty_list_says_what_to_do_next():
    page = draw("empty_state", title="No surveys yet", text="Ask officers.", action="Set one up", url="/new/")
    assert only(page, "a").attrs["href"] == "/new/"
    assert "A lead can do this." in only(draw("empty_state", title="None", role="A lead"), "div").text


def test_checklist_links_each_step_and_tells_its_state():
    steps = [
        {"label": "Units", "url": "/u/", "state": "To do", "hint": "By form"},
        {"label": "Data", "state": "Done"},
    ]
    page = draw("task_list", steps=steps)
    link = only(page, "a")
    described = [only(page, "div", id=place).text for place in link.attrs["aria-describedby"].split()]
    assert described == ["By form", "To do"]
    assert only(page, "strong").text == "To do"


def test_pages_of_a_list_keep_its_filter():
    page = draw("pagination", page=Paginator(range(200), 10).page(7), query="kind=a&")
    assert only(page, "a", aria_current="page").text == "7"
    assert only(page, "a", rel="next").attrs["href"] == "?kind=a&page=8"
    assert [e.text for e in find(page, "li")] == ["1", "⋯", "6", "7", "8", "⋯", "20"]
    assert not draw("pagination", page=Paginator(range(3), 10).page(1))


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("warning", {"text": SCRIPT}),
        ("inset", {"text": SCRIPT}),
        ("details", {"summary": SCRIPT, "text": SCRIPT}),
        ("term", {"term": SCRIPT, "meaning": SCRIPT}),
        ("tag", {"text": SCRIPT}),
        ("verdict", {"text": SCRIPT, "caveat": SCRIPT}),
        ("summary_list", {"rows": [(SCRIPT, SCRIPT, SCRIPT, "/x")]}),
        ("table", {"caption": SCRIPT, "headings": [(SCRIPT, "")], "rows": [[SCRIPT]]}),
        ("breadcrumbs", {"crumbs": [(SCRIPT, "")]}),
        ("empty_state", {"title": SCRIPT, "text": SCRIPT, "action": SCRIPT, "url": SCRIPT}),
        ("confirm", {"title": SCRIPT, "text": SCRIPT, "losses": [SCRIPT], "action": SCRIPT}),
        ("figure", {"alt": SCRIPT, "title": SCRIPT, "headings": [(SCRIPT, "")], "rows": [[SCRIPT]]}),
        ("task_list", {"steps": [{"label": SCRIPT, "hint": SCRIPT, "state": SCRIPT, "url": SCRIPT}]}),
        ("progress", {"job": SimpleNamespace(state="failed", problem=SCRIPT)}),
    ],
)
def test_component_never_turns_text_into_markup(name, context):
    html = get_template(f"components/{name}.html").render(context)
    assert "&lt;script&gt;" in html and not find(read(html), "script")


@pytest.mark.parametrize(
    ("context", "words"),
    [({"synthetic": True}, "Synthetic data"), ({"rehearsal_only": True}, "Rehearsal only")],
)
def test_synthetic_and_rehearsal_are_labelled(context, words):
    assert only(draw("synthetic_tag", **context), "strong").text == words
    assert not draw("synthetic_tag")
