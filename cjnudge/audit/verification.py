"""Walking the chain: is every event there, as it was written, in its place?

The head row says how far the chain must reach; the head file, outside the database, says it of the head row.
"""

from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from cjnudge.audit.head_file import heads_in_file
from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.audit.sealing import BEGINNING, SEALED, seal
from cjnudge.audit.triggers import stand

ROWS_AT_A_TIME = 2000
LINES_AT_A_TIME = 500  # each becomes a parameter of one query, and SQLite takes 999


class Broken(Exception):
    """The first thing found wrong: the event's `seq` (None where it is no single event), and what."""

    def __init__(self, seq, problem):
        super().__init__(problem)
        self.seq = seq


@dataclass(frozen=True)
class Verification:
    """How many events were good before the first bad one, which that is, and what is wrong with it."""

    good: int
    first_bad: int | None = None
    problem: str = ""

    @property
    def intact(self):
        return not self.problem


def verify():
    """Read the whole chain and both heads; the Verification names the first broken or missing event."""
    good, hash_ = 0, BEGINNING
    head = AuditHead.objects.filter(pk=1).first() or AuditHead(seq=0, hash=BEGINNING)
    try:
        for event in walk(head.seq):
            good, hash_ = event
        check_head_row(head, good, hash_)
        check_head_file(settings.AUDIT_HEAD_FILE, head.seq)
        check_triggers()
    except Broken as broken:
        return Verification(good=good, first_bad=broken.seq, problem=str(broken))
    return Verification(good=good)


def walk(last):
    """Yield (seq, hash) of each good event up to `last`; raises Broken at the first that is not."""
    seq, previous = 0, BEGINNING
    for row in _rows(last):
        _check_event(row, seq + 1, previous)
        seq, previous = row["seq"], row["hash"]
        yield seq, previous
    if seq < last:
        raise Broken(seq + 1, f"event {seq + 1} is missing: the head row stands at {last}")


def _rows(last):
    """Every event as a mapping. One whose bytes are no text spoils its portion, so it is sought singly."""
    seq = None
    for portion in (ROWS_AT_A_TIME, 1):
        events = AuditEvent.objects.filter(seq__lte=last).order_by("seq").values(*SEALED, "hash")
        events = events if seq is None else events.filter(seq__gt=seq)
        try:
            for row in events.iterator(chunk_size=portion):
                seq = row["seq"]
                yield row
            return
        except DatabaseError:
            continue
    raise Broken((seq or 0) + 1, f"event {(seq or 0) + 1} cannot be read")


def _check_event(row, expected, previous):
    seq = row["seq"]
    if seq > expected:
        raise Broken(expected, f"event {expected} is missing")
    if seq < expected:
        raise Broken(seq, f"event {seq} was put in: the chain begins at 1")
    if row["previous"] != previous:
        raise Broken(seq, f"event {seq} does not follow event {seq - 1}")
    if _seal_of(row) != row["hash"]:
        raise Broken(seq, f"event {seq} is not as it was written")


def _seal_of(row):
    """The seal the row should carry; None where a value is not even text."""
    try:
        return seal(settings.AUDIT_KEY, row)
    except TypeError:
        return None


def check_head_row(head, seq, hash_):
    """The head row must name the last event, and no event may stand behind it."""
    if head.hash != hash_:
        raise Broken(seq, f"the head row does not carry the hash of event {seq}")
    current = Subquery(AuditHead.objects.filter(pk=1).values("seq"))
    behind = AuditEvent.objects.filter(seq__gt=Coalesce(current, 0)).order_by("seq")
    first = behind.values_list("seq", flat=True).first()
    if first is not None:
        end = f"at event {head.seq}" if head.seq else "missing"
        raise Broken(first, f"event {first} stands behind the head row, which is {end}")


def check_head_file(path, seq):
    """Every line of the file must name an event that is there with that hash, and one must reach to `seq`."""
    reached = 0
    if path.exists():
        heads = heads_in_file(path)
        while portion := list(islice(heads, LINES_AT_A_TIME)):
            _check_lines(portion)
            reached = max(reached, *(head for _, head, _ in portion))
    elif seq:
        raise Broken(None, f"the head file {path.name} is missing: the database stands at event {seq}")
    if reached < seq:
        raise Broken(None, f"the head file ends at event {reached}: the database stands at event {seq}")


def _check_lines(portion):
    wanted = [seq for _, seq, _ in portion if seq is not None]
    there = dict(AuditEvent.objects.filter(seq__in=wanted).values_list("seq", "hash"))
    for number, seq, hash_ in portion:
        if seq is None:
            raise Broken(None, f"line {number} of the head file cannot be read")
        if seq not in there:
            first = (AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0) + 1
            raise Broken(first, f"event {first} is missing: the head file stands at event {seq}")
        if there[seq] != hash_:
            raise Broken(seq, f"event {seq} is not the one the head file names")


def check_triggers():
    if not stand(connection):
        raise Broken(None, "the triggers that refuse changes are missing or altered: run `manage.py migrate`")
