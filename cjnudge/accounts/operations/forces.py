"""A new force."""

from django.db import IntegrityError
from django.utils.text import slugify

from cjnudge.accounts.models import Force
from cjnudge.accounts.operations.invitations import invite_person
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.queries import administrators
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event

PRACTICE_SLUG, PRACTICE_NAME = "{}-practice", "{} practice space"


@audited
def create_force(*, name, slug, by, at):
    """A force with its practice space; refused where the name or the address is taken."""
    name, slug = name.strip(), slug or slugify(name)
    if not slug:
        raise Refused("The name has no letter or digit to make an address from: give a short name as well.")
    slugs, names = [slug, PRACTICE_SLUG.format(slug)], [name, PRACTICE_NAME.format(name)]
    if Force.objects.filter(slug__in=slugs).exists() or Force.objects.filter(name__in=names).exists():
        raise Refused(f"There is already a force called “{name}” or with the address “{slug}”.")
    force = _insert(Force(slug=slug, name=name, created_at=at))
    practice = Force(slug=slugs[1], name=names[1], kind="practice", practice_of=force, created_at=at)
    _insert(practice)
    record(Event.FORCE_CREATED, by=by, at=at, force=force, subject=force)
    record(Event.FORCE_CREATED, by=by, at=at, force=practice, subject=practice, after={"practice": True})
    return force


@audited
def create_force_with_administrator(*, name, slug, email, by, at):
    """(force, invitation, token): all of it, or nothing when any part is refused."""
    force = create_force(name=name, slug=slug, by=by, at=at)
    return force, *appoint_administrator(force=force, email=email, by=by, at=at)


@audited
def appoint_administrator(*, force, email, by, at):
    """(invitation, token) for a force without an administrator: one that has one looks after itself."""
    if administrators(force).exists():
        raise Refused(f"{force.name} has an administrator, who invites people. Nobody else can.")
    return invite_person(force=force, email=email, role=Role.ADMINISTRATOR, by=by, at=at)


def _insert(force):
    try:
        force.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(f"A force called “{force.name}” was made at the same moment.") from taken
    return force
