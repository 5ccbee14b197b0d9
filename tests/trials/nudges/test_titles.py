"""A typing mistake in the title of an approved nudge is mended on the record; another title is refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from cjnudge.management.moving.reading import bring_in
from cjnudge.management.moving.writing import write_force
from tests.cjnudge.moving.test_moving import of
from tests.people import NOW, make_force, make_person
from tests.trials.nudges_world import approved, make_draft
from tests.trials.planning_world import make_sealed, whole_plan
from trials.lifecycle import WrongState
from trials.models import Nudge, TitleCorrection
from trials.models.guards import ChangeRefused
from trials.nudges.titles import ANOTHER, SAME, refusal_of_correction, title_as_at
from trials.operations.nudge_titles import correct_title
from trials.operations.nudges import archive_nudge
from trials.planning.trial_plan import TrialPlan
from trials.presenters.nudge_files import as_csv, as_json
from trials.protocol import protocol_of
from trials.queries.nudges import corrections_of

MISTYPED, MENDED = "Promtp before a charge requset", "Prompt before a charge request"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def second(force):
    return make_person("second", force, "lead")


@pytest.fixture
def nudge(force, lead, second):
    return approved(force, lead, second, title=MISTYPED).nudge


def mend(nudge, by, title=MENDED, shown=MISTYPED, at=LATER):
    return correct_title(nudge=nudge, shown=shown, title=title, why="Letters were swapped.", by=by, at=at)


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (MISTYPED, MENDED),
        ("Desk crad", "Desk card"),
        ("desk card", "Desk card"),
        ("Deskcard", "Desk card"),
        ("Out-of court", "Out of court"),
        ("Weekly mesage", "Weekly message"),
    ],
)
def test_letters_blanks_and_capitals_are_mended(first, wanted):
    assert refusal_of_correction(first, first, wanted) == ""


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        ("Desk card", "Wall card"),
        ("Prompt before a charge", "Prompt after a charge"),
        ("Card with a question", "Card without a question"),
        ("Prompt for charges", "No prompt for charges"),
        ("Card 1", "Card 2"),
        ("Desk card", "Weekly message"),
    ],
)
def test_another_word_or_figure_is_another_title(first, wanted):
    assert refusal_of_correction(first, first, wanted) == ANOTHER


def test_many_small_corrections_do_not_add_up_to_another_title():
    assert refusal_of_correction("Card", "Card", "Cart") == ""
    assert refusal_of_correction("Card", "Cart", "Part") == ANOTHER
    assert refusal_of_correction("Cart", "Cart", "Part") == ""  # held against the last one it would pass
    assert refusal_of_correction("Card", "Cart", "Cart") == SAME


def test_title_at_an_instant_is_the_one_it_had_then():
    corrections = [(NOW, "First"), (LATER, "Second")]
    assert title_as_at("Third", corrections, NOW - timedelta(1)) == "First"
    assert title_as_at("Third", corrections, NOW) == "Second"
    assert title_as_at("Third", corrections, LATER) == "Third" == title_as_at("Third", corrections, None)


def test_correction_keeps_who_when_why_and_the_earlier_title(nudge, second):
    key = nudge.key
    mend(nudge, second)
    held = Nudge.objects.get(pk=nudge.pk)
    (kept,) = corrections_of(held)
    assert (held.title, held.key) == (MENDED, key)
    assert (kept.before, kept.after, kept.by, kept.at) == (MISTYPED, MENDED, second, LATER)
    event = AuditEvent.objects.get(action="nudge.title-corrected")
    assert str(kept.pk) in event.detail and MENDED not in event.detail


def test_another_title_is_refused_and_nothing_is_stored(nudge, second):
    with pytest.raises(WrongState, match="This is another title"):
        mend(nudge, second, title="Weekly message")
    with pytest.raises(WrongState, match="look at it again"):
        mend(nudge, second, shown="What it was called long ago")
    assert not TitleCorrection.objects.exists() and Nudge.objects.get(pk=nudge.pk).title == MISTYPED


def test_archived_nudge_keeps_its_title(nudge, second):
    archive_nudge(nudge=nudge, by=second, at=NOW)
    with pytest.raises(WrongState, match="archived"):
        mend(nudge, second)


def test_earlier_title_is_fixed_in_words_and_in_the_database(nudge, second, transactional_db):
    kept = mend(nudge, second)
    with pytest.raises(ChangeRefused):
        kept.save()
    with pytest.raises(ChangeRefused):
        TitleCorrection.objects.all().delete()
    with pytest.raises(DatabaseError):
        TitleCorrection.objects.update(before="Nothing")


def test_earlier_title_stands_on_the_record_and_in_its_files(client, nudge, second):
    mend(nudge, second)
    client.force_login(second)
    version = nudge.versions.get()
    for name, more in (("nudge", ()), ("nudge_version", (1,))):
        page = client.get(
            reverse(f"trials:{name}", args=[nudge.force.slug, nudge.pk, *more])
        ).content.decode()
        assert f"earlier: “{MISTYPED}”" in page and "Letters were swapped." in page and second.name in page
    version.nudge.refresh_from_db()
    for write in (as_csv, as_json):
        assert MISTYPED in write(version, [], corrections_of(version.nudge))


def test_sealed_plan_and_its_protocol_keep_the_title_they_were_sealed_with(force, lead, second, nudge):
    arms = whole_plan().arms
    named = type(arms[1])(key=arms[1].key, title=MISTYPED, nudges=((str(nudge.pk), 1),))
    trial, sealed = make_sealed(force, lead, second, plan=whole_plan(arms=(arms[0], named)))
    before = protocol_of(trial)
    mend(nudge, second)
    assert (
        protocol_of(trial) == before
        and MISTYPED in str(before.sections)
        and MENDED not in str(before.sections)
    )
    assert TrialPlan.from_json(sealed.body).arms[1].title == MISTYPED


def test_lead_corrects_it_in_two_steps_and_reads_first_what_it_means(client, nudge, lead):
    client.force_login(lead)
    there = reverse("trials:nudge_correct_title", args=[nudge.force.slug, nudge.pk])
    assert there in client.get(reverse("trials:nudge", args=[nudge.force.slug, nudge.pk])).content.decode()
    assert "keep the title they were sealed with" in client.get(there).content.decode()
    given = {"title_of_nudge": MENDED, "why": "Letters were swapped.", "shown": MISTYPED}
    asked = client.post(there, given).content.decode()
    assert "Correct the title now?" in asked and MENDED in asked and not TitleCorrection.objects.exists()
    assert client.post(there, {**given, "confirmed": "yes"}).status_code == 302
    assert Nudge.objects.get(pk=nudge.pk).title == MENDED


def test_page_refuses_another_title_even_where_it_is_confirmed(client, nudge, lead):
    client.force_login(lead)
    there = reverse("trials:nudge_correct_title", args=[nudge.force.slug, nudge.pk])
    given = {"title_of_nudge": "Weekly message", "why": "Because.", "shown": MISTYPED, "confirmed": "yes"}
    assert "This is another title" in client.post(there, given).content.decode()
    stale = {"title_of_nudge": MENDED, "why": "Because.", "shown": "Another", "confirmed": "yes"}
    assert "look at it again first" in client.post(there, stale).content.decode()
    assert Nudge.objects.get(pk=nudge.pk).title == MISTYPED


def test_draft_that_nobody_approved_is_sent_to_the_plain_form(client, force, lead):
    client.force_login(lead)
    draft = make_draft(force, lead)
    there = reverse("trials:nudge_correct_title", args=[force.slug, draft.nudge_id])
    answer = client.get(there, follow=True)
    assert "the title can simply be changed" in answer.content.decode()


def test_earlier_title_travels_with_the_force(nudge, second, tmp_path):
    mend(nudge, second)
    write_force(nudge.force, tmp_path / "moved", at=NOW)
    with (
        connection.cursor() as cursor
    ):  # as another installation is empty; rows that stay refuse an ordinary delete
        for table in ("trials_titlecorrection", "trials_nudgeversion", "trials_nudge"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - own names
    there = make_force("elsewhere")
    bring_in(force=there, **of(tmp_path / "moved"), by="tests", at=NOW)
    (kept,) = corrections_of(Nudge.scoped.for_force(there).get(title=MENDED))
    assert (kept.before, kept.why, kept.by) == (MISTYPED, "Letters were swapped.", second)
