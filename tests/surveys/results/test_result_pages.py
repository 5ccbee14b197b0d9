"""The page of results: who may read it, what stands where, and what it says before there are any."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cjnudge import barrier_links
from cjnudge.accounts.permissions import Role
from cjnudge.jobs.models import Job
from surveys.models import Response, Wave
from surveys.operations.closing import withdraw_wave
from surveys.operations.releasing import release_wave
from surveys.presenters.headline import NONE_FIRM, strongest
from surveys.queries.results import KIND
from surveys.release.tables import table_of
from surveys.release.wording import INDICATIVE
from tests.people import NOW, make_force, make_person
from tests.surveys.release.payloads import sample_payload
from tests.surveys.release.surveys import officers
from tests.surveys.results.released import closed, release
from tests.surveys.waves import draft, launched

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(force, lead):
    return closed(force, lead)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def ask(client, name, wave, *more):
    return client.get(reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more]))


def words(answer):
    """The words of a page, without marks and with single spaces."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))).strip()


def read(client, wave):
    answer = ask(client, "results", wave)
    assert answer.status_code == 200
    return words(answer)


def every_address(wave):
    """(name, arguments) of each address of a release."""
    yield "results", ()
    yield "results_numbered", (1,)
    yield "results_chart", (1, "profile-overall")
    yield "results_table", (1, "items", "item.k1")
    yield "results_tables", (1,)


def test_lead_and_evaluator_read_every_part_and_nobody_else_does(client, force, lead, wave):
    release(wave)
    people = {
        lead: 200,
        make_person("evaluator", force, Role.EVALUATOR): 200,
        make_person("officer", force, Role.OFFICER): 403,
        make_person("stranger", make_force("bedfordshire"), Role.LEAD): 404,
    }
    for person, status in people.items():
        client.force_login(person)
        for name, more in every_address(wave):
            assert ask(client, name, wave, *more).status_code == status, (person, name)


def test_release_of_one_survey_is_not_found_under_another(as_lead, force, lead, wave):
    release(wave)
    other = closed(force, lead)
    for name, more in list(every_address(other))[1:]:
        assert ask(as_lead, name, other, *more).status_code == 404, name


@pytest.mark.parametrize(
    ("name", "more"),
    [("results_numbered", (2,)), ("results_chart", (1, "none")), ("results_table", (1, "items", "none")),
     ("results_table", (1, "none", "items")), ("results_tables", (2,))],
)  # fmt: skip
def test_what_is_not_there_is_not_found(as_lead, wave, name, more):
    release(wave, pictures=False)
    assert ask(as_lead, name, wave, *more).status_code == 404


def test_top_says_who_answered_the_strongest_barriers_and_what_it_cannot_say(as_lead, wave):
    release(wave)
    page = read(as_lead, wave)
    assert "About 245 answers came in, of 385 officers asked (64 %)." in page
    assert (
        "Physical opportunity : mean 3.9 (3.6 to 4.2), read as a barrier; headroom × association "
        "0.25 (0.18 to 0.32)"
    ) in page
    assert "Those who did not answer may see things differently." in page
    assert page.index("What this cannot say") < page.index("Contents") < page.index("Asked Answered Rate")


def test_barriers_whose_intervals_overlap_are_in_no_certain_order(as_lead, wave):
    payload = sample_payload()
    release(wave, payload, pictures=False)
    assert "Their intervals overlap, so their order is uncertain." in read(as_lead, wave)
    first = table_of(payload, "barriers", "ranked")["rows"][0]["cells"]
    first[5] = {"value": 0.4, "low": 0.3, "high": 0.5}
    assert "overlap" not in strongest(payload)["strongest_read"]


def test_barriers_that_chance_may_have_made_are_not_told_as_more(as_lead, wave):
    payload = sample_payload()
    assert NONE_FIRM not in strongest(payload)["strongest_read"]
    for line in table_of(payload, "barriers", "ranked")["rows"][:2]:
        line["cells"][5] = {"value": 0.1, "low": -0.1, "high": 0.3}
    release(wave, payload, pictures=False)
    assert NONE_FIRM in read(as_lead, wave)


def test_barriers_told_by_few_are_indicative_on_top_too(as_lead, wave):
    payload = sample_payload()
    table_of(payload, "barriers", "ranked")["rows"][0]["note"] = INDICATIVE
    release(wave, payload, pictures=False)
    assert f"0.25 (0.18 to 0.32); {INDICATIVE}" in read(as_lead, wave)


def test_no_share_of_those_asked_is_given_where_some_came_by_a_code(as_lead, wave):
    payload = sample_payload()
    by_unit = payload["sections"][0]["tables"][0]
    payload["sections"][0]["tables"].append(by_unit | {"key": "by_code", "title": "By code"})
    release(wave, payload, pictures=False)
    page = read(as_lead, wave)
    assert "About 245 answers came in. " in page and "officers asked (" not in page


def test_component_without_a_place_is_no_barrier(as_lead, wave):
    release(wave)
    assert "Automatic motivation : mean" not in read(as_lead, wave)


def test_barrier_whose_interval_holds_nought_says_so(as_lead, wave):
    payload = sample_payload()
    table_of(payload, "barriers", "ranked")["rows"][0]["cells"][5] = {"value": 0.1, "low": -0.1, "high": 0.3}
    release(wave, payload, pictures=False)
    assert "headroom × association 0.10 (−0.10 to 0.30), which may be nought" in read(as_lead, wave)


def test_every_section_is_in_the_contents_and_has_its_place(as_lead, wave):
    payload = release(wave).payload
    page = ask(as_lead, "results", wave).content.decode()
    for section in payload["sections"]:
        assert f'href="#{section["key"]}"' in page and f'id="{section["key"]}"' in page


def test_section_without_a_table_says_why(as_lead, wave):
    payload = sample_payload()
    payload["sections"] = [
        {"key": "vignettes", "title": "Cases", "notes": ["From 100 answers on."], "tables": []}
    ]
    release(wave, payload)
    page = read(as_lead, wave)
    assert "From 100 answers on." in page and "Where to look first, by" not in page


def test_what_is_hidden_reads_hidden(as_lead, wave):
    release(wave)
    assert "West Hidden Hidden Hidden Hidden Hidden Hidden" in read(as_lead, wave)


def test_release_of_too_few_says_so(as_lead, wave):
    release(wave, sample_payload(answers=None, sections=[]))
    page = read(as_lead, wave)
    assert "Fewer than 10 officers answered: nothing of their answers can be shown." in page
    assert "385" not in page


def test_page_says_the_same_numbers_as_the_files(as_lead, wave):
    payload = release(wave).payload
    page = read(as_lead, wave)
    for section in payload["sections"]:
        for table in section["tables"]:
            text = ask(as_lead, "results_table", wave, 1, section["key"], table["key"]).content.decode()
            for figure in re.findall(r"-?\d+\.\d+", text):
                assert figure.replace("-", "−") in page, (table["key"], figure)


def test_synthetic_results_say_so_on_page_picture_and_file(as_lead, wave):
    release(wave, sample_payload(synthetic=True))
    page = read(as_lead, wave)
    assert "Synthetic data" in page and "No officer gave them." in page
    assert b"Synthetic data" in ask(as_lead, "results_chart", wave, 1, "profile-overall").content
    given = ask(as_lead, "results_table", wave, 1, "profile", "overall")
    assert 'filename="synthetic-survey-' in given["Content-Disposition"]


def test_picture_opened_alone_may_run_and_fetch_nothing(as_lead, wave):
    release(wave)
    given = ask(as_lead, "results_chart", wave, 1, "profile-overall")
    assert given["Content-Type"].startswith("image/svg+xml")
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given["X-Content-Type-Options"] == "nosniff"


def test_authored_words_stay_words(as_lead, wave):
    payload, text = sample_payload(title="<b>x"), '<script>alert(1)</script>"onload=x'
    for section in payload["sections"]:
        section["title"], section["notes"] = text, [text]
        for table in section["tables"]:
            table |= {"title": text, "about": text, "notes": [text]}
            for row in table["rows"]:
                row |= {"label": text, "note": text}
    release(wave, payload, pictures=False)
    page = ask(as_lead, "results", wave).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_newest_release_is_shown_and_links_to_the_earlier_one(as_lead, wave):
    release(wave, sample_payload(answers=50, batch=1), number=1, pictures=False)
    release(wave, number=2, pictures=False)
    page = ask(as_lead, "results", wave).content.decode()
    assert "About 245 answers" in page and f"/surveys/{wave.pk}/results/1/" in page
    earlier = words(ask(as_lead, "results_numbered", wave, 1))
    assert "About 50 answers" in earlier and "Batch 1: the survey went on after it" in earlier


@pytest.mark.parametrize(
    "states, said, reloads",
    [
        ([], "are on their way", False),
        (["done"], "are on their way", False),
        (["done", "ready"], "are on their way", True),
        (["done", "failed"], "could not be computed", False),
    ],
)
def test_last_batch_says_after_the_close_that_the_results_of_all_are_to_come(
    as_lead, force, wave, states, said, reloads
):
    release(wave, sample_payload(answers=50, batch=1), pictures=False)
    payload = {"wave": str(wave.pk)}
    for hours, state in enumerate(states):
        at = NOW + timedelta(hours=hours)
        Job.objects.create(
            kind=KIND, key=f"k{hours}", force=force, payload=payload, created_at=at, state=state
        )
    assert f"The results of all answers {said}; these are of a part of them." in read(as_lead, wave)
    page = ask(as_lead, "results", wave).content.decode()
    assert ('http-equiv="refresh"' in page) == reloads


def test_nothing_is_to_come_once_the_last_results_are_there_or_while_the_survey_is_open(
    as_lead, force, lead, wave
):
    release(wave, sample_payload(answers=50, batch=1), number=1, pictures=False)
    release(wave, number=2, pictures=False)
    pages = [words(ask(as_lead, "results", wave)), words(ask(as_lead, "results_numbered", wave, 1))]
    still_open = launched(force, lead)
    release(still_open, sample_payload(answers=50, batch=1), pictures=False)
    assert all("The survey has closed" not in page for page in [*pages, read(as_lead, still_open)])


def test_ideas_and_functions_stand_with_each_barrier(as_lead, wave):
    release(wave)
    page = read(as_lead, wave)
    assert "form burden, double keying, approvals: pre-filled short form" in page
    said = "Functions that speak to it, by Behaviour Change Wheel, 2014 edition (not checked at its source): "
    assert f"{said}Education; Training; Enablement" in page


def test_barrier_leads_on_to_whoever_registered(as_lead, wave, monkeypatch):
    release(wave, pictures=False)
    monkeypatch.setattr(barrier_links, "_links", {})
    assert "Plan a nudge" not in read(as_lead, wave)

    def address(force, role, wave_id, component):
        return f"/{force.slug}/{role}/{wave_id}/{component}/" if component == "O-Ph" else ""

    barrier_links.register(barrier_links.BarrierLink("nudge", "Plan a nudge", address))
    page = ask(as_lead, "results", wave).content.decode()
    assert page.count("Plan a nudge") == 1
    assert f'href="/{wave.force.slug}/lead/{wave.pk}/O-Ph/"' in page


def test_page_of_the_survey_links_to_its_results_once_it_is_closed(as_lead, force, lead, wave):
    link = reverse("surveys:results", args=[force.slug, wave.pk])
    assert link in ask(as_lead, "wave", wave).content.decode()
    still_open = launched(force, lead)
    assert "/results/" not in ask(as_lead, "wave", still_open).content.decode()


def test_answers_as_they_are_stored_become_a_page_with_its_pictures(as_lead, lead, wave):
    rows = officers(60, 3)
    Response.objects.bulk_create(Response(wave=wave, instrument_version=1, **row) for row in rows)
    Wave.objects.filter(pk=wave.pk).update(answers_in=60)
    wave.refresh_from_db()
    made = release_wave(wave=wave, by=lead, at=NOW)
    page = ask(as_lead, "results", wave)
    assert "About 60 answers came in" in words(page)
    pictures = re.findall(r'<img class="app-figure__chart" src="([^"]+)"', page.content.decode())
    assert len(pictures) == made.charts.count() > 2
    assert all(as_lead.get(address).content.startswith(b"<svg") for address in pictures)


def test_survey_being_set_up_says_when_results_come(as_lead, force, lead):
    assert "It has not been sent out yet" in read(as_lead, draft(force, lead))


def test_open_survey_says_its_last_day(as_lead, force, lead):
    page = read(as_lead, launched(force, lead))
    assert "The survey is still open" in page and "Its last day is 30 November 2026." in page


def test_open_survey_with_batches_names_their_days(as_lead, force, lead):
    wave = launched(force, lead)
    wave.frozen |= {"batch_days": ["2026-11-10", "2026-11-20"]}
    assert "on 10 November 2026 and 20 November 2026" in waiting_words(wave)


def waiting_words(wave):
    from surveys.presenters.results import waiting_page

    return waiting_page(wave)["empty"]["text"]


def test_withdrawn_survey_says_that_its_answers_are_gone(as_lead, force, lead):
    wave = launched(force, lead)
    withdraw_wave(wave=wave, by=lead, at=NOW)
    assert "every answer was destroyed" in read(as_lead, wave)


def test_closed_survey_with_too_few_answers_says_so(as_lead, wave):
    assert "Fewer than 10 answers came in, and nothing is shown of so few." in read(as_lead, wave)


def test_closed_survey_before_its_job_says_that_results_come(as_lead, wave):
    Wave.objects.filter(pk=wave.pk).update(answers_in=40)
    assert "The results are on their way" in read(as_lead, wave)


def test_results_being_computed_show_how_far_they_are(as_lead, force, wave):
    payload = {"wave": str(wave.pk)}
    Job.objects.create(
        kind=KIND, key="k", force=force, payload=payload, created_at=NOW, progress_text="drawing"
    )
    Job.objects.create(kind=KIND, key="j", force=force, payload={"wave": "another"}, created_at=NOW)
    page = ask(as_lead, "results", wave).content.decode()
    assert "Waiting for a worker" in page and '<noscript><meta http-equiv="refresh"' in page


def test_failed_job_shows_what_went_wrong(as_lead, force, wave):
    payload = {"wave": str(wave.pk)}
    Job.objects.create(
        kind=KIND, key="k", force=force, payload=payload, created_at=NOW, state="failed", problem="No disk."
    )
    page = ask(as_lead, "results", wave).content.decode()
    assert "No disk." in page and 'http-equiv="refresh' not in page
