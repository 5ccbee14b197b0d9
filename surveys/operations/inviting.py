"""The people who get a personal link: listed, added after the launch, given another link for one that was lost."""

from django.conf import settings

from cjnudge.audit.chain import Event, audited, record
from surveys.identity import tokens
from surveys.lifecycle import Action, State, WrongState, check_allowed
from surveys.master import master
from surveys.models import Letter, SurveyInvitation
from surveys.operations.fielding import held_wave, post_letters
from surveys.refusals import Refused


class WrongMasterKey(Exception):
    """The link that was sent cannot be made again: the master key is not the one it was made with."""


@audited
def list_people(*, wave, people, by, at, on):
    """Put people on the list, and how many were new; after the launch they get their link by the next mail.

    people: each with address, unit (a key) and role_band. Whoever is on the list already stays as they are there.
    """
    held = held_wave(wave)
    check_allowed(held.state, Action.ADD_PEOPLE)
    _refuse_after_the_last_day(held, on)
    known = set(SurveyInvitation.objects.filter(wave=held).values_list("address", flat=True))
    new = [_invited(held, person) for person in people if person.address not in known]
    SurveyInvitation.objects.bulk_create(new, batch_size=500)
    if held.state == State.OPEN and held.personal_links:
        post_letters(held, new)
    record(Event.PEOPLE_LISTED, by=by, at=at, force=held.force, subject=held, after={"number": len(new)})
    return len(new)


def _invited(wave, person):
    seed = tokens.new_seed()
    return SurveyInvitation(
        wave=wave,
        address=person.address,
        unit=person.unit,
        role_band=person.role_band,
        seed=seed,
        token_hash=tokens.hash_of(tokens.token_of(seed, master=master())),
    )


@audited
def clear_list(*, wave, by, at):
    """Take everybody off the list of a wave that was not launched; how many they were."""
    held = held_wave(wave)
    check_allowed(held.state, Action.SET_UP)
    gone, _ = SurveyInvitation.objects.filter(wave=held).delete()
    record(Event.PEOPLE_LISTED, by=by, at=at, force=held.force, subject=held, after={"removed": gone})
    return gone


@audited
def replace_link(*, wave, address, by, at, on):
    """Send a person another link: the one they lost opens nothing from now on.

    Where their link was used it stays, and the letter is dropped when its turn comes. It is posted all the same:
    a job that sends mails, or none, would tell whoever asked whether that person has answered.
    """
    held = held_wave(wave)
    check_allowed(held.state, Action.REPLACE_LINK)
    _refuse_after_the_last_day(held, on)
    seed = tokens.new_seed()
    theirs = SurveyInvitation.objects.filter(wave=held, address=address)
    theirs.filter(done=False).update(
        seed=seed, token_hash=tokens.hash_of(tokens.token_of(seed, master=master()))
    )
    Letter.objects.filter(invitation__in=theirs).delete()
    post_letters(held, theirs)
    record(Event.LINK_REPLACED, by=by, at=at, force=held.force, subject=held)


def _refuse_after_the_last_day(wave, on):
    if wave.state == State.OPEN and on > wave.closes_on:
        raise WrongState("You cannot do this now: the last day of the survey has passed.")
    if wave.personal_links is False:
        raise Refused("This survey has no personal links: officers get in by a code.")


def link_of(invitation):
    """The address of a person's link, made again; WrongMasterKey where another key was used when it was sent."""
    token = tokens.token_of(invitation.seed, master=master())
    if tokens.hash_of(token) != invitation.token_hash:
        raise WrongMasterKey
    return f"{settings.SITE_ADDRESS.rstrip('/')}/s/{token}/"
