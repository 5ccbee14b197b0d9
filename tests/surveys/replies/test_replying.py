""" "You said, we did": lines that a lead writes, orders and publishes, and that officers read without signing in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from surveys.lifecycle import WrongState
from surveys.models import Reply, SupportContact, Wave
from surveys.operations import replying
from surveys.queries.replies import published_replies, support_of
from surveys.refusals import Refused
from tests.people import NOW
from tests.surveys import waves
from tests.surveys.texts.written import closed

pytestmark = pytest.mark.django_db


def address(name, wave, *more):
    return reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more])


def officers(force):
    return Client().get(f"/officers/{force.slug}/").content.decode()


def write(wave, lead, *saids):
    return [replying.write_reply(wave=wave, said=s, did=f"{s}, mended", by=lead, at=NOW) for s in saids]


def said(wave):
    return [line.said for line in Reply.objects.filter(wave=wave)]


def test_lead_writes_previews_and_publishes_a_line(as_lead, wave, force):
    assert "No line yet" in as_lead.get(address("replies", wave)).content.decode()
    empty = as_lead.post(address("reply_new", wave), {"said": "", "did": "x"})
    assert "Enter you said" in empty.content.decode() or empty.context["form"].errors
    as_lead.post(address("reply_new", wave), {"said": "Too many forms", "did": "Two are gone"})
    assert "Too many forms" not in officers(force) and "Nothing is published yet" in officers(force)
    assert "Two are gone" in as_lead.get(address("replies_preview", wave)).content.decode()
    as_lead.post(address("replies_publish", wave))
    page = officers(force)
    assert (
        "Too many forms" in page and "Two are gone" in page and f"{wave.title}, closed November 2026" in page
    )
    assert "Officers see all of it already" in as_lead.get(address("replies_preview", wave)).content.decode()


def test_changed_line_is_hidden_until_it_is_published_again(as_lead, wave, force, lead):
    line, _ = write(wave, lead, "one", "two")
    replying.publish_replies(wave=wave, by=lead, at=NOW)
    assert "Officers see this line now" in as_lead.get(address("reply_edit", wave, line.pk)).content.decode()
    as_lead.post(address("reply_edit", wave, line.pk), {"said": "one, better", "did": "done"})
    assert "one" not in lines_of(force) and "two" in lines_of(force)
    as_lead.post(address("replies_publish", wave))
    assert lines_of(force) == ["one, better", "two"]


def lines_of(force):
    return [line.said for _, lines in published_replies(force) for line in lines]


def test_lines_are_ordered_and_taken_away(as_lead, wave, lead):
    first, second, third = write(wave, lead, "one", "two", "three")
    as_lead.post(address("reply_move", wave, third.pk), {"way": "up"})
    assert said(wave) == ["one", "three", "two"]
    as_lead.post(address("reply_move", wave, first.pk), {"way": "up"})  # nothing is above it
    as_lead.post(address("reply_move", wave, first.pk), {"way": "down"})
    assert said(wave) == ["three", "one", "two"]
    assert "You said: two" in as_lead.get(address("reply_remove", wave, second.pk)).content.decode()
    as_lead.post(address("reply_remove", wave, second.pk))
    assert said(wave) == ["three", "one"]
    assert as_lead.get(address("reply_edit", wave, second.pk)).status_code == 404


def test_withdrawing_asks_first_hides_all_and_keeps_the_lines(as_lead, wave, force, lead):
    write(wave, lead, "one", "two")
    replying.publish_replies(wave=wave, by=lead, at=NOW)
    assert (
        "You can publish them again".lower()
        in as_lead.get(address("replies_withdraw", wave)).content.decode().lower()
    )
    assert lines_of(force) == ["one", "two"]
    as_lead.post(address("replies_withdraw", wave))
    assert lines_of(force) == [] and said(wave) == ["one", "two"]
    with pytest.raises(Refused, match="Officers see no line"):
        replying.withdraw_replies(wave=wave, by=lead, at=NOW)


def test_nothing_is_published_twice(wave, lead):
    with pytest.raises(Refused, match="write one first"):
        replying.publish_replies(wave=wave, by=lead, at=NOW)
    write(wave, lead, "one")
    assert replying.publish_replies(wave=wave, by=lead, at=NOW) == 1
    with pytest.raises(Refused, match="see already"):
        replying.publish_replies(wave=wave, by=lead, at=NOW)


def test_open_wave_has_nothing_to_reply_to(as_lead, force, lead, today):
    wave = waves.launched(force, lead)
    with pytest.raises(WrongState, match="You cannot say what was done now"):
        write(wave, lead, "one")
    page = as_lead.get(address("replies", wave), follow=True).content.decode()
    assert "You cannot say what was done now" in page


def test_newest_wave_stands_first_and_another_forces_lines_elsewhere(
    force, lead, other_force, other_lead, wave
):
    write(wave, lead, "older")
    newer = closed(force, lead, [])
    Wave.scoped.for_force(force).filter(pk=newer.pk).update(ended_at=NOW + timedelta(days=90))
    write(newer, lead, "newer")
    theirs = closed(other_force, other_lead, [])
    write(theirs, other_lead, "theirs")
    for one, by in ((wave, lead), (newer, lead), (theirs, other_lead)):
        replying.publish_replies(wave=one, by=by, at=NOW)
    assert lines_of(force) == ["newer", "older"] and lines_of(other_force) == ["theirs"]


def test_evaluator_reads_and_changes_nothing(client, evaluator, wave, lead):
    line = write(wave, lead, "one")[0]
    client.force_login(evaluator)
    page = client.get(address("replies", wave)).content.decode()
    assert "one" in page and "Take away" not in page and "Write another" not in page
    for name, more in (("reply_edit", [line.pk]), ("reply_remove", [line.pk]), ("replies_publish", [])):
        assert client.post(address(name, wave, *more)).status_code == 403


def test_support_is_written_once_a_force_and_read_without_sign_in(as_lead, force, other_force, lead):
    assert "has not named anybody here yet" in officers(force)
    here = reverse("surveys:support", args=[force.slug])
    as_lead.post(here, {"text": "Occupational health, 0800 123.\nOr the chaplain."})
    as_lead.post(here, {"text": "Occupational health, 0800 124."})
    assert "0800 124" in officers(force) and "0800" not in officers(other_force)
    assert SupportContact.scoped.for_force(force).count() == 1
    as_lead.post(here, {"text": ""})
    assert support_of(force) == "" and "has not named anybody here yet" in officers(force)


def test_practice_space_names_no_support(as_lead, practice):
    here = reverse("surveys:support", args=[practice.slug])
    assert "write it in the force itself" in as_lead.get(here).content.decode()
    as_lead.post(here, {"text": "x"})
    assert not SupportContact.scoped.for_force(practice).exists()


def test_every_change_is_in_the_trail_without_a_word_of_it(wave, lead, force):
    line = write(wave, lead, "secret said", "two")[0]
    replying.rewrite_reply(wave=wave, reply_id=line.pk, said="new words", did="x", by=lead, at=NOW)
    replying.move_reply(wave=wave, reply_id=line.pk, up=False, by=lead, at=NOW)
    replying.publish_replies(wave=wave, by=lead, at=NOW)
    replying.withdraw_replies(wave=wave, by=lead, at=NOW)
    replying.remove_reply(wave=wave, reply_id=line.pk, by=lead, at=NOW)
    replying.write_support(force=force, text="chaplain", by=lead, at=NOW)
    events = AuditEvent.objects.filter(action__regex="^(reply|support)").order_by("seq")
    assert [event.action for event in events] == [
        "reply.written", "reply.written", "reply.written", "reply.moved", "reply.published", "reply.withdrawn",
        "reply.removed", "support.written",
    ]  # fmt: skip
    trail = " ".join(event.detail for event in events)
    assert not any(word in trail for word in ("secret", "new words", "chaplain", "mended"))
