"""Made-up answers never stand in a real survey, and nobody is asked in a made-up one: the database itself says no."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import CheckConstraint, Q
from django.db.models.signals import post_migrate, pre_migrate

from cjnudge.accounts.permissions import Role
from surveys.models import Draft, FreeText, Pool, Response, Station, SurveyInvitation, TrainingSession, Wave
from surveys.unmixed import GUARDS, lay_guards, lift_guards
from tests.people import NOW, make_force, make_person
from tests.surveys.waves import TODAY

pytestmark = pytest.mark.django_db


def make(force, lead, *, synthetic, **values):
    values = {
        "state": "closed",
        "frozen": {},
        "instrument_key": "com_b_brief",
        "instrument_version": 1,
    } | values
    return Wave.objects.create(
        force=force, title="Autumn", made_by=lead, made_at=NOW, synthetic=synthetic, **values
    )


@pytest.fixture
def made_up(force, lead):
    return make(force, lead, synthetic=True)


@pytest.fixture
def real(force, lead):
    return make(force, lead, synthetic=False)


def asking(wave):
    """Every way in which somebody could be asked in a wave, as {name: what stores it}."""
    return {
        "invitation": lambda: SurveyInvitation.objects.create(wave=wave, address="a@example.org", seed=b"s"),
        "code": lambda: Station.objects.create(wave=wave, area="North", headcount=20, code="34679ACD"),
        "pool": lambda: Pool.objects.create(wave=wave, number=0, salt=b"s", ciphertext=b"c"),
        "draft": lambda: Draft.objects.create(id="d", wave=wave, contents=b"", expires_on=TODAY),
    }


def answer(wave, synthetic):
    return Response.objects.create(wave=wave, instrument_version=1, answers={}, synthetic=synthetic)


def text(wave, synthetic):
    return FreeText.objects.create(wave=wave, question="o1", text="Made up", synthetic=synthetic)


def refused(act):
    """Whether the database refuses; a refusal undoes nothing else of the test."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("door", ["invitation", "code", "pool", "draft"])
def test_nobody_is_asked_in_a_made_up_survey(made_up, real, door):
    assert refused(asking(made_up)[door])
    assert not refused(asking(real)[door])


@pytest.mark.parametrize("door", ["invitation", "code", "pool", "draft"])
def test_nobody_who_was_asked_is_moved_to_a_made_up_survey(made_up, real, door):
    row = asking(real)[door]()
    assert refused(lambda: type(row).objects.filter(pk=row.pk).update(wave=made_up))


@pytest.mark.parametrize("store", [answer, text])
def test_answers_stand_with_their_own_kind(made_up, real, store):
    assert refused(lambda: store(real, True)) and refused(lambda: store(made_up, False))
    for wave, synthetic in ((made_up, True), (real, False)):
        row = store(wave, synthetic)
        assert refused(lambda row=row: type(row).objects.update(synthetic=not row.synthetic))
        other = real if synthetic else made_up
        assert refused(lambda row=row, other=other: type(row).objects.filter(pk=row.pk).update(wave=other))


def test_survey_stays_what_it_is(made_up, real):
    for wave in (made_up, real):
        change = {"synthetic": not wave.synthetic}
        assert refused(lambda wave=wave, change=change: Wave.objects.filter(pk=wave.pk).update(**change))


@pytest.mark.parametrize("state", ["draft", "open", "withdrawn"])
def test_made_up_survey_is_closed_from_the_first(force, lead, made_up, state):
    assert refused(lambda: make(force, lead, synthetic=True, state=state))
    assert refused(lambda: Wave.objects.filter(pk=made_up.pk).update(state=state))


def test_rehearsal_is_made_up(force, lead, real):
    assert refused(lambda: make(force, lead, synthetic=False, rehearses=real))
    assert not refused(lambda: make(force, lead, synthetic=True, rehearses=real))


def test_made_up_survey_is_of_no_training_session(force, lead):
    session = TrainingSession.objects.create(
        force=force, title="Decisions", held_on=date(2026, 11, 2), format="in person", hours=2, attending=20,
        made_by=lead, made_at=NOW,
    )  # fmt: skip
    assert refused(lambda: make(force, lead, synthetic=True, session=session))


def test_survey_is_compared_with_its_own_kind(force, lead, made_up, real):
    for synthetic, follows, is_refused in (
        (True, real, True),
        (False, made_up, True),
        (True, made_up, False),
        (False, real, False),
    ):
        made = refused(lambda s=synthetic, f=follows: make(force, lead, synthetic=s, follows=f))
        assert made is is_refused


def test_without_the_triggers_they_would_mix(made_up, real):
    """The control: the same attempts against a database without them; the end of the test lays them again."""
    take_away()
    assert not refused(lambda: answer(real, True))
    assert not refused(lambda: text(made_up, False))
    for act in asking(made_up).values():
        assert not refused(act)


def take_away():
    """All but those of the waves' own table, which PostgreSQL does not change while it holds new rows."""
    with connection.cursor() as cursor:
        for name, table in [guard[:2] for guard in GUARDS if guard[1] != "surveys_wave"]:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
            else:
                for event in ("INSERT", "UPDATE"):
                    cursor.execute(f"DROP TRIGGER {name}_{event}")


def change_waves():
    """What a later migration may do to the table of waves; on SQLite the table is rebuilt."""
    constraint = CheckConstraint(condition=Q(kept_years__gte=0), name="kept_for_no_negative_years")
    for change in ("add_constraint", "remove_constraint"):
        with connection.schema_editor() as editor:
            getattr(editor, change)(Wave, constraint)


@pytest.mark.django_db(transaction=True)
def test_later_migration_can_change_the_waves_and_the_triggers_come_back():
    lift_guards()
    try:
        change_waves()
    finally:
        lay_guards()
    lead = make_person("lead", make_force(), Role.LEAD)
    made_up = make(lead.memberships.get().force, lead, synthetic=True)
    assert refused(lambda: answer(made_up, False))


@pytest.mark.django_db(transaction=True)
def test_without_lifting_them_sqlite_would_refuse_that_migration():
    """The control; PostgreSQL changes a table in place."""
    if connection.vendor == "sqlite":
        with pytest.raises((OperationalError, IntegrityError)):
            change_waves()
    else:
        change_waves()


def test_triggers_are_lifted_before_migrations_and_laid_after_them():
    assert lift_guards in receivers_of(pre_migrate) and lay_guards in receivers_of(post_migrate)


def receivers_of(signal):
    return signal._live_receivers(apps.get_app_config("surveys"))[0]
