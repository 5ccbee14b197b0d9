"""The way in for an officer, and the moment an answer is handed in.

Nothing in here writes an audit event or a time: a dated line would be a key from an answer to a person. An answer is
taken in one short transaction. The guarded UPDATE of the invitation decides who was first, whatever was read before;
then one of the wave's pools is rewritten under the lock of its row (on SQLite the transaction itself is exclusive).
"""

from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.db.models import F

from surveys.answering.words import ENGLISH_TAG
from surveys.identity import pool, tokens
from surveys.lifecycle import State
from surveys.master import master
from surveys.models import Pool, Station, SurveyInvitation, Wave


@dataclass(frozen=True)
class Door:
    """A way in to a wave: a personal link, a station's code or a kiosk. `key_hash` names it, and opens nothing."""

    wave: Wave
    kind: str  # "personal", "station" or "kiosk"
    key_hash: str
    stratum: str = ""  # the area that a station's code stands for

    @property
    def is_personal(self):
        return self.kind == "personal"


class DoorClosed(Exception):
    """Why an answer cannot be given: reason is unknown, not_open, closed, withdrawn or spent.

    wave: the wave, except where the reason is unknown. door: of a spent link, so that a repeat can be recognised.
    """

    def __init__(self, reason, wave=None, door=None):
        super().__init__(reason)
        self.reason, self.wave, self.door = reason, wave, door


class HandIn(Enum):
    """What became of an answer that was handed in."""

    STORED = "stored"
    REPEATED = "repeated"  # the same answer again: it is stored, once
    SPENT = "spent"  # another answer was handed in by this link
    CLOSED = "closed"  # nothing was kept


class _NotTaken(Exception):
    """Undoes the transaction."""


def find_door(*, token=None, code=None, on):
    """The Door that a link's token or a typed code leads to on a day; DoorClosed says why there is none."""
    if token is not None:
        return _personal_door(tokens.hash_of(token), on)
    return _station_door(tokens.as_typed(code or ""), on)


def _personal_door(key_hash, on):
    invitation = SurveyInvitation.objects.select_related("wave__force").filter(token_hash=key_hash).first()
    if invitation is None:
        raise DoorClosed("unknown")
    _refuse_unless_open(invitation.wave, on)
    door = Door(invitation.wave, "personal", key_hash)
    if invitation.done:
        raise DoorClosed("spent", invitation.wave, door)
    return door


def _station_door(code, on):
    station = Station.objects.select_related("wave__force").filter(code=code).first() if code else None
    if station is None:
        raise DoorClosed("unknown")
    _refuse_unless_open(station.wave, on)
    return Door(station.wave, station.kind, tokens.hash_of(code), stratum=station.area)


def _refuse_unless_open(wave, on):
    if wave.state == State.DRAFT:
        raise DoorClosed("unknown")
    if wave.state == State.WITHDRAWN:
        raise DoorClosed("withdrawn", wave)
    if wave.state == State.CLOSED or on > wave.closes_on:
        raise DoorClosed("closed", wave)
    if on < wave.opens_on:
        raise DoorClosed("not_open", wave)


def hand_in(*, door, entry_id, answers, texts, bands, on, flags=(), own_code=None, language=ENGLISH_TAG):
    """Take one person's answers and say what became of them, as a HandIn.

    entry_id: 32 bytes that are the same when the same draft is handed in again. answers: {question id: answer};
    texts: {question id: text}; bands: what the officer chose to say about their work; flags: of response quality;
    own_code: {element: hash} of what the officer made up to link waves, where the wave is confidential;
    language: in which it was answered.
    """
    entry = {
        "answers": answers,
        "texts": texts,
        "bands": bands,
        "flags": list(flags),
        "own_code": own_code or {},
        "language": language,
    }
    try:
        with transaction.atomic():
            return _take(door, entry_id, entry, on)
    except _NotTaken:
        return HandIn.CLOSED


def was_handed_in(*, door, entry_id):
    """Whether this very answer is stored: for a repeat after a broken connection, while the wave is open."""
    row = Pool.objects.filter(wave=door.wave, number=_number(door.wave, entry_id)).first()
    return row is not None and pool.holds(row.ciphertext, _key(row), entry_id)


def _take(door, entry_id, entry, on):
    first = _spend(door) if door.is_personal else True
    row = _held_pool(door.wave, entry_id, on)
    if not first:
        return HandIn.REPEATED if pool.holds(row.ciphertext, _key(row), entry_id) else HandIn.SPENT
    grown = pool.add(row.ciphertext, _key(row), entry_id, entry)
    if grown is None:
        return HandIn.REPEATED
    Pool.objects.filter(pk=row.pk).update(ciphertext=grown)
    if not door.is_personal:
        _count(door)
    return HandIn.STORED


def _spend(door):
    """Whether this hand-in is the one that spends the link: one UPDATE, of which one of two at once wins."""
    fresh = SurveyInvitation.objects.filter(wave=door.wave, token_hash=door.key_hash, done=False)
    return bool(fresh.update(done=True))


def _number(wave, entry_id):
    """Which of the wave's pools an answer goes to: by the random id of its draft, so a repeat finds it again."""
    return int.from_bytes(entry_id, "big") % wave.frozen["pools"]


def _held_pool(wave, entry_id, on):
    """The answer's pool, held until the transaction ends; a wave that takes no answers today undoes everything."""
    takes = Pool.objects.filter(wave__state=State.OPEN, wave__opens_on__lte=on, wave__closes_on__gte=on)
    row = takes.select_for_update(of=("self",)).filter(wave=wave, number=_number(wave, entry_id)).first()
    if row is None:
        raise _NotTaken
    return row


def _count(door):
    found = [s for s in Station.objects.filter(wave=door.wave) if tokens.hash_of(s.code) == door.key_hash]
    Station.objects.filter(pk__in=[station.pk for station in found]).update(used=F("used") + 1)


def _key(row):
    return pool.key_of(row.salt, master=master())
