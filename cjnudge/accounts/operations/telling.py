"""Telling people by mail what awaits them on a force's first page: each thing once, without a figure or a name."""

from hashlib import sha256

from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.mail import awaiting_mail, send
from cjnudge.accounts.models import Force, Notice
from cjnudge.accounts.queries import members


def tell_everyone(*, at):
    """How many mails went out to the people of all forces; a practice space is told to those of its force."""
    return sum(
        tell(force, person.user, person.role, at)
        for force in Force.objects.select_related("practice_of")
        for person in members(force.practice_of or force).filter(user__is_active=True)
    )


def tell(force, user, role, at):
    """Whether a mail went out to the person, with what they have not been told yet.

    What is over is forgotten, so that it is told again when it comes back. Where the mail server refuses, nothing
    counts as told.
    """
    items = {digest_of(item): item for item in awaiting(force, user, role, at, by_mail=True)}
    told = Notice.scoped.for_force(force).filter(user=user)
    known = set(told.values_list("digest", flat=True))
    if known - items.keys():
        told.exclude(digest__in=items).delete()
    mine = [digest for digest in items if digest not in known and is_mine_to_tell(force, user, digest, at)]
    if not mine:
        return False
    if send(awaiting_mail(user, force, [items[digest] for digest in mine])):
        return True
    told.filter(digest__in=mine).delete()
    return False


def digest_of(item):
    return sha256(f"{item.text}\n{item.url}".encode()).hexdigest()


def is_mine_to_tell(force, user, digest, at):
    """Whether this process was the first to write it down: of two schedulers one sends the mail."""
    _, created = Notice.scoped.for_force(force).get_or_create(
        force=force, user=user, digest=digest, defaults={"told_at": at}
    )
    return created
