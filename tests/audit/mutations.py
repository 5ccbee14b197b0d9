"""Every way to tamper with a chain of events: each takes a random generator and returns the first bad seq."""

from django.db import connection
from django.db.models import F

from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.audit.sealing import SEALED

TEXTS = [*SEALED[1:], "hash"]  # every column but seq
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz {}:"


def edit_a_byte(random):
    """One character of one field of one event becomes another; an empty field gets one."""
    seq, field = random.randint(1, last()), random.choice(TEXTS)
    (text,) = AuditEvent.objects.values_list(field, flat=True).filter(seq=seq)
    place = random.randrange(len(text) or 1)
    other = random.choice([letter for letter in LETTERS if letter != text[place : place + 1]])
    row(seq).update(**{field: text[:place] + other + text[place + 1 :]})
    return seq


def edit_a_seq(random):
    seq = random.randint(1, last())
    row(seq).update(seq=seq + 20 * last())
    return seq


def delete_one(random):
    seq = random.randint(1, last())
    remove(row(seq))
    return seq


def swap_two(random):
    one, other = random.sample(range(1, last() + 1), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        row(before).update(seq=after)
    return min(one, other)


def insert_one(random):
    """A copy of a true event is put before another, and all that follow move up."""
    seq, end = random.randint(1, last()), last()
    copied = row(random.randint(1, end)).get()
    later = AuditEvent.objects.filter(seq__gte=seq)
    later.update(seq=-F("seq") - 1)
    AuditEvent.objects.filter(seq__lt=0).update(seq=-F("seq"))
    copied.seq = seq
    copied.save(force_insert=True)
    AuditHead.objects.update(seq=end + 1)
    return seq


def cut_the_tail(random):
    """The last events go, the head row stays."""
    cut = random.randint(1, 50)
    first = last() - cut + 1
    remove(AuditEvent.objects.filter(seq__gte=first))
    return first


def cut_the_tail_and_the_head(random):
    """The last events go, and the head row is set back to match: the database is consistent in itself."""
    first = cut_the_tail(random)
    AuditHead.objects.update(seq=first - 1, hash=row(first - 1).get().hash)
    return first


def last():
    return AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first()


def row(seq):
    return AuditEvent.objects.filter(seq=seq)


def remove(events):
    events._raw_delete(connection.alias)


MUTATIONS = [
    edit_a_byte,
    edit_a_seq,
    delete_one,
    swap_two,
    insert_one,
    cut_the_tail,
    cut_the_tail_and_the_head,
]
