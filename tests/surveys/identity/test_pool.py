"""The pool gives back what was put in, and shows neither order nor length."""

import os

import pytest

from surveys.identity import pool

KEY = pool.key_of(b"s" * 32, master=b"m" * 64)
ENTRY = {"answers": {"k1": 7}, "texts": {"o1": "Fewer forms – “please”"}, "bands": {}, "flags": []}


def grown(*values):
    ciphertext = pool.seal({}, KEY)
    for value in values:
        ciphertext = pool.add(ciphertext, KEY, os.urandom(32), value)
    return ciphertext


def test_pool_gives_back_what_was_put_in():
    ids = [os.urandom(32) for _ in range(30)]
    ciphertext = pool.seal({}, KEY)
    for number, entry_id in enumerate(ids):
        ciphertext = pool.add(ciphertext, KEY, entry_id, {**ENTRY, "number": number})
    assert pool.open_pool(ciphertext, KEY) == {i: {**ENTRY, "number": n} for n, i in enumerate(ids)}
    assert all(pool.holds(ciphertext, KEY, entry_id) for entry_id in ids)
    assert not pool.holds(ciphertext, KEY, os.urandom(32))


def test_entry_of_an_earlier_version_is_read_too(monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(pool.zlib, "compress", lambda body, level: body)
        ciphertext = grown(ENTRY)
    both = pool.add(ciphertext, KEY, os.urandom(32), ENTRY)
    assert list(pool.open_pool(both, KEY).values()) == [ENTRY, ENTRY]


def test_entry_of_an_id_that_is_there_is_not_added():
    entry_id = os.urandom(32)
    ciphertext = pool.add(pool.seal({}, KEY), KEY, entry_id, ENTRY)
    assert pool.add(ciphertext, KEY, entry_id, ENTRY) is None


def test_other_key_and_changed_byte_are_refused():
    ciphertext = grown(ENTRY)
    with pytest.raises(pool.PoolUnreadable):
        pool.open_pool(ciphertext, pool.key_of(b"t" * 32, master=b"m" * 64))
    with pytest.raises(pool.PoolUnreadable):
        pool.open_pool(ciphertext[:-1] + bytes([ciphertext[-1] ^ 1]), KEY)
    with pytest.raises(pool.PoolUnreadable):
        pool.open_pool(b"", KEY)


def test_every_answer_that_fits_a_block_makes_the_pool_longer_by_as_much():
    longest = {**ENTRY, "texts": {"o1": "x" * 300}, "answers": {f"item{i}": 10 for i in range(40)}}
    lengths = {len(grown(ENTRY, value)) - len(grown(ENTRY)) for value in ({}, ENTRY, longest)}
    assert lengths == {pool.BLOCK}


def test_place_in_the_pool_does_not_say_who_came_last():
    """Under a shuffle the last of ten lies last in about 40 of 400; without one, in all."""
    last = 0
    for _ in range(400):
        ciphertext = grown(*({"number": n} for n in range(10)))
        last += list(pool.open_pool(ciphertext, KEY).values())[-1]["number"] == 9
    assert 10 < last < 90


def test_without_the_shuffle_the_last_would_lie_last(monkeypatch):
    monkeypatch.setattr(pool.SystemRandom, "shuffle", lambda self, entries: None)
    ciphertext = grown(*({"number": n} for n in range(10)))
    assert [value["number"] for value in pool.open_pool(ciphertext, KEY).values()] == list(range(10))


def test_equal_pools_look_different():
    assert pool.seal({}, KEY) != pool.seal({}, KEY)
