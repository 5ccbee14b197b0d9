"""Counting tries on an account: no transaction and no lock, so that a flood of guesses delays nobody else.

Tries are no audit events: an attacker could fill the trail with them.
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from cjnudge.accounts.addresses import folded_email
from cjnudge.accounts.limits import MICROSECONDS
from cjnudge.accounts.models import Tries

# Writers that lost a race read again; whoever loses this often is in a flood of guesses and is refused.
ROUNDS = 20


def take_try(*, limit, address, at):
    """Count one try on an address, known or not, and return its stamp; None where the limit is reached."""
    stamp = microseconds(at)
    taken = _change(limit, address, at, lambda times: with_try(limit, times, stamp))
    return stamp if taken else None


def give_back(*, limit, address, stamp, at):
    """Take a counted try back: it was the right password, not a guess."""
    _change(limit, address, at, lambda times: without_try(limit, times, stamp, microseconds(at)))


def forget_tries(*, limit, address):
    """Begin again at nought: the person has shown by other means who they are."""
    Tries.objects.filter(pk=key_of(limit, address)).delete()


def is_spent(*, limit, address, at):
    """Whether the next try would be refused; counts nothing."""
    row, now = Tries.objects.filter(pk=key_of(limit, address)).first(), microseconds(at)
    return row is not None and not limit.allows(limit.recent(row.times, now), now)


def with_try(limit, times, stamp):
    recent = limit.recent(times, stamp)
    return [*recent, stamp] if limit.allows(recent, stamp) else None


def without_try(limit, times, stamp, now):
    kept = limit.recent(times, now)
    if stamp in kept:
        kept.remove(stamp)
    return kept


def _change(limit, address, at, change):
    """Replace the list of tries by what `change` makes of it; False where that is None or the race is lost."""
    key = key_of(limit, address)
    for _ in range(ROUNDS):
        row = Tries.objects.filter(pk=key).first()
        if row is None:
            _begin(key, at)
            continue
        times = change(row.times)
        if times is None:
            return False
        same = Tries.objects.filter(pk=key, version=row.version)
        if same.update(times=times, version=row.version + 1, last_at=at):
            return True
    return False


def _begin(key, at):
    """Make an empty row, and clear those that can no longer count: the longest window is a day."""
    Tries.objects.filter(last_at__lt=at - timedelta(days=1)).delete()
    Tries.objects.bulk_create([Tries(pk=key, last_at=at)], ignore_conflicts=True)


def key_of(limit, address):
    """An HMAC, so that the table names no address, and the spellings of one count as one."""
    return salted_hmac(
        f"cjnudge.tries.{limit.purpose}", folded_email(address), algorithm="sha256"
    ).hexdigest()


def microseconds(at):
    return round(at.timestamp() * MICROSECONDS)
