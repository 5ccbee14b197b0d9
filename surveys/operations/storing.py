"""Answers that leave the pools: rows in random order, in which nothing says when or with whom one left.

The order of rows, and on PostgreSQL the number of the transaction that wrote them, would tell one batch from the next.
So whenever answers leave the pools, every row of the wave is written anew, those of earlier batches among them.
"""

import uuid
from random import SystemRandom

from surveys.answering.spoken import languages_to_keep
from surveys.identity import pool
from surveys.identity.bands import bands_key, open_bands, seal_bands
from surveys.master import master
from surveys.models import FreeText, Pool, Response

KEPT = ("answers", "bands", "flags", "own_code", "language")
UNKNOWN = {"language": ""}  # of what was handed in before languages were asked
CHANCE = SystemRandom()


def opened_pools(wave):
    """[(Pool, {entry id: entry})] of a wave, held until the transaction ends; PoolUnreadable under another key."""
    rows = Pool.objects.select_for_update().filter(wave=wave).order_by("number")
    return [(row, pool.open_pool(row.ciphertext, _key(row))) for row in rows]


def put_back(row, entries):
    """Store a pool with these entries in place of the ones it had."""
    Pool.objects.filter(pk=row.pk).update(ciphertext=pool.seal(entries, _key(row)))


def has_answers(entry):
    """Whether the answers of an entry are still in the pool: a batch leaves the texts of those it took."""
    return entry["answers"] is not None


def without_answers(entry):
    """What stays of an entry whose answers left: its texts, until the close, and its place in the pool.

    The place lets a repeat of the same hand-in be told that it is stored.
    """
    return {"texts": entry["texts"], "answers": None}


def store_answers(wave, entries):
    """Write the wave's answers anew, these entries among the ones that left the pools before; how many there are."""
    there = Response.objects.filter(wave=wave)
    values = [{name: (UNKNOWN | entry)[name] for name in KEPT} for entry in entries]
    values += there.values(*KEPT)
    CHANCE.shuffle(values)
    there.delete()
    spoken = languages_to_keep(one["language"] for one in values)
    key = bands_key(wave.pk, master=master())
    Response.objects.bulk_create(
        Response(
            id=uuid.uuid4(),
            wave=wave,
            instrument_version=wave.instrument_version,
            **one
            | {
                "language": spoken[one["language"]],
                "bands": seal_bands(open_bands(one["bands"], key), key),
            },
        )
        for one in values
    )
    return len(values)


def store_texts(wave, entries):
    """Write what was written, shuffled by itself: neither order says which text belongs to which answer."""
    texts = [(question, text) for entry in entries for question, text in entry["texts"].items() if text]
    CHANCE.shuffle(texts)
    FreeText.objects.bulk_create(
        FreeText(wave=wave, question=question, text=text) for question, text in texts
    )


def _key(row):
    return pool.key_of(row.salt, master=master())
