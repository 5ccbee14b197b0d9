"""What a lead may still do after the launch, and what nobody sees."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cjnudge.disclosure import round_to_base
from surveys.lifecycle import State
from surveys.models import Letter, Pool, SurveyInvitation, Wave
from surveys.operations.closing import close_wave
from surveys.operations.fielding import extend_wave
from surveys.operations.handing_in import find_door, hand_in
from surveys.operations.looking_after import count_uptake
from surveys.queries.material import material_of
from surveys.queries.rounding import about_answers, policy_of
from surveys.refusals import Refused
from surveys.release.payload import build_payload
from surveys.rules import BASE
from tests.people import NOW
from tests.surveys.waves import ANSWERS, CLOSES, TODAY, Listed, entry, launched, links

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lead(client, lead, today):
    client.force_login(lead)
    return client


@pytest.fixture
def wave(force, lead, today):
    return launched(force, lead)


def go(client, name, wave, **values):
    return client.post(reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk]), values)


def read(client, wave):
    return client.get(reverse("surveys:wave", args=[wave.force.slug, wave.pk])).content.decode()


def answer(wave, number):
    for n, token in enumerate(links(wave)[:number]):
        door = find_door(token=token, on=wave.opens_on)
        hand_in(door=door, entry_id=entry(n), answers=ANSWERS, texts={}, bands={}, on=wave.opens_on)


def test_page_of_an_open_wave_moves_with_no_answer(as_lead, wave):
    count_uptake(wave=wave, on=wave.opens_on)
    before = read(as_lead, wave)
    answer(wave, 25)
    assert without_token(read(as_lead, wave)) == without_token(before)
    assert "under 25 %" in before


def without_token(text):
    return [line for line in text.splitlines() if "csrf" not in line]


def test_next_day_shows_a_band_and_no_number(as_lead, wave):
    answer(wave, 25)
    count_uptake(wave=wave, on=wave.opens_on + timedelta(days=1))
    text = read(as_lead, wave)
    assert "50 to 75 %" in text and "62 %" not in text and "62.5" not in text
    assert "Fewer than 10 invited: not shown" in text  # the south, where nobody is invited


def test_closing_date_is_moved_once_and_only_back(as_lead, wave):
    def moved(days):
        day = wave.closes_on + timedelta(days=days)
        parts = {"closes_on_day": day.day, "closes_on_month": day.month, "closes_on_year": day.year}
        return go(as_lead, "wave_extend", wave, **parts)

    assert "can only be given more time" in moved(-1).content.decode()
    assert moved(7).status_code == 302
    assert "cannot be moved again" in moved(14).content.decode()
    assert Wave.objects.get().extended_from == wave.closes_on
    assert "The last day was" in read(as_lead, wave)


def test_wave_whose_last_day_has_passed_is_not_given_more_time(force, lead):
    wave = launched(force, lead)
    with pytest.raises(Exception, match="last day has passed"):
        extend_wave(
            wave=wave, closes_on=CLOSES + timedelta(days=9), by=lead, at=NOW, on=CLOSES + timedelta(days=1)
        )
    extend_wave(wave=wave, closes_on=CLOSES + timedelta(days=1), by=lead, at=NOW, on=CLOSES)
    with pytest.raises(Refused, match="cannot be moved again"):
        extend_wave(wave=wave, closes_on=CLOSES + timedelta(days=5), by=lead, at=NOW, on=CLOSES)


def test_new_link_is_sent_without_a_word_on_whether_the_address_is_known(as_lead, wave):
    Letter.objects.all().delete()
    SurveyInvitation.objects.filter(address="officer1@example.org").update(done=True)
    pages = []
    for who in ("officer0", "officer1", "nobody"):
        go(as_lead, "wave_replace_link", wave, address=f"{who}@example.org")
        pages.append(without_token(read(as_lead, wave)))
    assert pages[0] == pages[1] == pages[2]
    assert {letter.invitation.address for letter in Letter.objects.all()} == {
        "officer0@example.org",
        "officer1@example.org",
    }


def test_withdrawing_asks_first_names_what_is_lost_and_destroys_every_answer(as_lead, wave):
    answer(wave, 12)
    address = reverse("surveys:wave_withdraw", args=[wave.force.slug, wave.pk])
    assert "every answer that officers have handed in" in as_lead.get(address).content.decode()
    assert Pool.objects.exists()
    as_lead.post(address)
    assert Wave.objects.get().state == State.WITHDRAWN
    assert not Pool.objects.exists()
    assert "Every answer was destroyed" in read(as_lead, wave)
    as_lead.post(reverse("surveys:wave_close", args=[wave.force.slug, wave.pk]))
    assert Wave.objects.get().state == State.WITHDRAWN


def test_closed_wave_of_nine_answers_shows_no_number(as_lead, wave):
    answer(wave, 9)
    go(as_lead, "wave_close", wave)
    assert Wave.objects.get().state == State.CLOSED
    assert "Fewer than 10" in read(as_lead, wave)


def test_closed_wave_shows_the_number_of_answers_that_its_results_show(as_lead, wave):
    answer(wave, 12)
    go(as_lead, "wave_close", wave)
    wave.refresh_from_db()
    shown = build_payload(material_of(wave))["answers"]
    assert shown in (10, 15) and f"About {shown}, rounded to 5" in read(as_lead, wave)


def test_numbers_of_answers_are_rounded_by_the_draws_of_the_results_and_not_to_the_nearest(wave):
    """Two roundings of one number would tell more than either, and the nearest gives a leaver away."""
    policy, shown = policy_of(wave), {}
    for number in range(10, 90):
        wave.answers_in = number
        shown[number] = about_answers(wave)
    assert shown == {number: policy.count("answers", number) for number in shown}
    assert all(abs(about - number) < BASE for number, about in shown.items())
    assert any(about != round_to_base(number, BASE) for number, about in shown.items())


def test_evaluator_reads_and_changes_nothing(client, evaluator, wave):
    client.force_login(evaluator)
    text = read(client, wave)
    assert "Withdraw it" not in text and "How it was set up" in text
    for name in ("wave_withdraw", "wave_close", "wave_extend", "wave_replace_link", "wave_launch"):
        assert go(client, name, wave).status_code == 403
    assert Wave.objects.get().state == State.OPEN


def test_officer_sees_nothing_and_another_forces_lead_finds_nothing(client, officer, other_lead, wave):
    for person, status in ((officer, 403), (other_lead, 404)):
        client.force_login(person)
        assert client.get(reverse("surveys:wave", args=[wave.force.slug, wave.pk])).status_code == status
        assert go(client, "wave_withdraw", wave).status_code == status


def test_other_forces_wave_is_not_found_under_ones_own_address(client, other_lead, other_force, wave):
    client.force_login(other_lead)
    assert client.get(reverse("surveys:wave", args=[other_force.slug, wave.pk])).status_code == 404


def test_people_are_added_after_the_launch_and_get_their_link(as_lead, wave, lead):
    from surveys.operations.inviting import list_people

    Letter.objects.all().delete()
    list_people(wave=wave, people=[Listed("late@example.org")], by=lead, at=NOW, on=wave.opens_on)
    assert [letter.invitation.address for letter in Letter.objects.all()] == ["late@example.org"]


def test_nobody_sees_how_many_answered_before_a_close_even_of_all(force, lead):
    wave = launched(force, lead)
    answer(wave, 12)
    assert wave.responses.count() == 0 and wave.answers_in is None
    close_wave(wave=wave, by=lead, at=NOW)
    assert wave.responses.count() == 12 and wave.opens_on == TODAY
