"""A force's keys for pseudonyms: derived from the master key when needed, stored nowhere.

The database keeps a fingerprint of each version, so that a wrong master key is refused in words instead of
quietly giving other pseudonyms, which nothing would ever link to the earlier ones.
"""

import hmac

from django.conf import settings
from django.utils import timezone

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.models import KeyVersion
from cjnudge.cases.privacy.pseudonyms import layer_key
from cjnudge.jobs.kinds import JobProblem

PURPOSES = tuple(key for key, field in FIELDS.items() if field.is_person)
FIRST_REASON = "First key"
_CHECK = "fingerprint"  # a purpose of its own: a fingerprint tells nothing of the keys in use


class WrongMasterKey(JobProblem):
    """The master key is not the one that this force's pseudonyms were made with; the words say what to do."""


class KeysRenewed(JobProblem):
    """Somebody renewed the keys meanwhile; what was keyed under the older ones may not be stored any more."""


def layers_for(force, version):
    """{purpose: keys of its layers 1 to `version`, oldest first}; WrongMasterKey where the master is another."""
    check_master_key(force, version)
    return {
        purpose: tuple(key_of(force, purpose, number) for number in range(1, version + 1))
        for purpose in PURPOSES
    }


def key_of(force, purpose, number):
    """The key (32 bytes) of one layer of a force for one purpose."""
    return layer_key(settings.MASTER_KEY.encode(), force.pk, purpose, number)


def fingerprint(force, number):
    """What the register keeps of a layer: 64 hexadecimal digits that only the same master key gives again."""
    return hmac.digest(key_of(force, _CHECK, number), b"the same master key", "sha256").hex()


def check_master_key(force, version):
    """WrongMasterKey unless every version up to this one is registered with the fingerprint of our master key."""
    known = dict(
        KeyVersion.scoped.for_force(force).filter(number__lte=version).values_list("number", "fingerprint")
    )
    for number in range(1, version + 1):
        if not hmac.compare_digest(known.get(number, ""), fingerprint(force, number)):
            raise WrongMasterKey(
                f"CJNUDGE_MASTER_KEY is not the one with which version {number} of {force.name}'s keys was made, so "
                "nothing was read: under another key the same person would get another pseudonym. Whoever runs the "
                "installation must put the earlier key back, from where it is kept apart from the database."
            )


def current_version(force):
    """Number of the force's newest version of keys; the first is made when there is none."""
    newest = newest_version(force)
    if newest:
        return newest
    first = KeyVersion(
        force=force,
        number=1,
        made_at=timezone.now(),
        reason=FIRST_REASON,
        fingerprint=fingerprint(force, 1),
    )
    # Of two that come at once one is stored: both then read the same number.
    KeyVersion.objects.bulk_create([first], ignore_conflicts=True)
    return newest_version(force)


def newest_version(force):
    """Number of the force's newest version of keys, 0 where there is none."""
    return versions(force).values_list("number", flat=True).first() or 0


def versions(force):
    """Every version of the force's keys, newest first."""
    return KeyVersion.scoped.for_force(force).order_by("-number")


def hold_version(force, version):
    """Inside a transaction: keep the keys as they are until it ends; KeysRenewed where this is not the newest.

    Whoever stores pseudonyms calls it first, and so does whoever renews or erases: they take turns on the row of
    the version (on SQLite the transaction itself is exclusive).
    """
    held = KeyVersion.scoped.for_force(force).select_for_update()
    if not held.filter(number=version).exists() or newest_version(force) != version:
        raise KeysRenewed(
            "The keys of the force's pseudonyms were renewed while this was under way, so nothing was stored. "
            "Begin again: it then uses the new keys."
        )
