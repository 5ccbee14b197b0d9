"""Sixty hostile texts in everything that is authored or typed: every page stays the page that its template wrote."""

import pytest
from django.template import engines

from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.surveys.views.hostile import launched_with

pytestmark = pytest.mark.django_db
ALL = " ".join(PAYLOADS)


def skeleton(response):
    """Tags and attribute names in order, without any text: what no author may change."""
    return [(element.tag, *sorted(element.attrs)) for element in read(response.content.decode())]


def walked(officer, door, typed, force):
    """[(address, skeleton)] of every page on the way, with `typed` in every box."""
    seen = []

    def look(address):
        response = officer.get(address)
        assert response.status_code < 500, address
        seen.append((address, skeleton(response)))
        return response

    and_more = "&" if "?" in door else "?"
    for address in (door, f"{door}{and_more}missing=agree", f"{door}{and_more}missing=code",
                    f"{door}{and_more}missing={typed[:99]}", f"/officers/{force.slug}/"):  # fmt: skip
        look(address)
    address = officer.start(door)
    while "check" not in address:
        fields = look(address).context["fields"]
        sent = {field.name: typed if field.kind == "text" else sent_for(field) for field in fields}
        address = officer.post(address, **sent)["Location"]
        if any(field.kind == "text" for field in fields) and len(typed) > 300:
            look(address)
            address = officer.post(address, **dict.fromkeys(sent, typed[:300]))["Location"]
    for address in ("/answer/check/", "/answer/leave/"):
        look(address)
    seen.append(("thanks", skeleton(officer.hand_in())))
    look("/answer/cases/")
    return seen


def sent_for(field):
    return (field.choices or field.numbers)[0].value


def test_no_text_changes_a_page(officer_at, force, lead, other_force, other_lead, today, monkeypatch):
    _, plain_door = launched_with("plain", other_force, other_lead, monkeypatch)
    _, door = launched_with(ALL, force, lead, monkeypatch)
    for language in ("", "?in=cy"):
        plain = walked(officer_at(), plain_door + language, "plain " * 200, other_force)
        hostile = walked(officer_at(), door + language, ALL, force)
        assert len(plain) > 22
        assert [page for _, page in hostile] == [page for _, page in plain]


def test_skeleton_shows_a_page_that_forgets_to_escape():
    """The same comparison with a template that leaves the text as it is."""
    careless = engines["django"].from_string(
        "{% autoescape off %}<p title='{{ x }}'>{{ x }}</p>{% endautoescape %}"
    )

    class Answer:
        def __init__(self, text):
            self.content = careless.render({"x": text}).encode()

    found = 0
    for payload in PAYLOADS:
        try:
            found += skeleton(Answer(payload)) != skeleton(Answer("plain"))
        except AssertionError:  # not even closed in order
            found += 1
    assert found > 40


@pytest.mark.parametrize("address", ["/s/{}/", "/s/code/{}/", "/officers/{}/"])
def test_hostile_address_is_answered_with_the_same_page(client, db, address):
    plain = skeleton(client.get(address.format("plain")))
    for payload in PAYLOADS:
        hostile = client.get(address.format(payload.replace("/", "").replace("?", "").replace("#", "")))
        assert hostile.status_code in (404, 200) and skeleton(hostile) in (
            plain,
            skeleton(client.get("/nowhere/")),
        )
