"""Layers that can be laid on later, and forces, purposes and versions kept apart."""

import hmac
import itertools
import uuid

import pytest

from cjnudge.cases.privacy.pseudonyms import further_layer, layer_key, pads, pseudonym
from cjnudge.cases.storage.duck import connection
from cjnudge.derivation import hkdf

MASTER = b"f" * 64
FORCE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
PEOPLE = [f"2012/{number:07d}A" for number in range(500)]


def test_keys_of_every_force_purpose_layer_and_master_differ():
    uses = itertools.product(
        (MASTER, b"g" * 64), (FORCE, OTHER), ("suspect", "officer", "crime"), range(1, 6)
    )
    keys = [layer_key(*use) for use in uses]
    assert len(set(keys)) == len(keys) and {len(key) for key in keys} == {32}


def test_two_forces_share_no_pseudonym_of_the_same_people():
    assert not all_pseudonyms(FORCE) & all_pseudonyms(OTHER)


def test_two_forces_under_one_key_would_share_every_pseudonym():
    """The control: a build that forgot the force in the derivation is found by the same comparison."""
    careless = {pseudonym(one, (hkdf(MASTER, info=b"suspect"),)) for one in PEOPLE}
    assert len(careless & careless) == len(PEOPLE)
    assert len(all_pseudonyms(FORCE) & all_pseudonyms(FORCE)) == len(PEOPLE)


def test_one_person_has_another_pseudonym_for_every_purpose():
    found = [all_pseudonyms(FORCE, purpose) for purpose in ("suspect", "officer", "crime")]
    assert all(not one & other for one, other in itertools.combinations(found, 2))


def all_pseudonyms(force_id, purpose="suspect"):
    return {pseudonym(one, (layer_key(MASTER, force_id, purpose, 1),)) for one in PEOPLE}


def test_pseudonym_is_hmac_of_hmac_each_cut_to_128_bits():
    first, second = b"a" * 32, b"b" * 32
    one = hmac.digest(first, b"2012/1234567A", "sha256")[:16]
    two = hmac.digest(second, one, "sha256")[:16]
    assert pseudonym("2012/1234567A", (first,)) == uuid.UUID(bytes=one)
    assert pseudonym("2012/1234567A", (first, second)) == uuid.UUID(bytes=two)


def test_dictionary_breaks_an_unkeyed_hash_and_not_a_keyed_one():
    """Whoever has the pseudonyms and every possible identifier, but not the key, finds nobody."""
    dictionary = [f"2012/{number:07d}A" for number in range(2000)]
    unkeyed = {pseudonym(one, (b"",)) for one in PEOPLE}
    keyed = all_pseudonyms(FORCE)
    attack = {pseudonym(guess, (b"",)): guess for guess in dictionary}
    assert {attack[value] for value in unkeyed if value in attack} == set(PEOPLE)
    assert not keyed & set(attack)
    wrong_key = {pseudonym(guess, (layer_key(b"g" * 64, FORCE, "suspect", 1),)) for guess in dictionary}
    assert not keyed & wrong_key


@pytest.mark.parametrize("key", [b"k" * 32, b"k" * 64, bytes(range(32))])
def test_database_lays_a_further_layer_as_hmac_does(key):
    before = [pseudonym(one, (b"a" * 32,)) for one in PEOPLE[:50]]
    with connection() as duck:
        for name, value in pads(key, "suspect").items():
            duck.execute(f"SET VARIABLE {name} = ?", [value])
        duck.execute("CREATE TABLE found AS SELECT unnest(?::UUID[]) AS suspect", [before])
        after = duck.execute(f"SELECT {further_layer('suspect', 'suspect')} FROM found").fetchall()
        nobody = duck.execute(f"SELECT {further_layer('NULL::UUID', 'suspect')}").fetchone()
    assert [value for (value,) in after] == [
        uuid.UUID(bytes=hmac.digest(key, value.bytes, "sha256")[:16]) for value in before
    ]
    assert nobody == (None,)
