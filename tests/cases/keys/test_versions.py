"""The first version of a force's keys is made once, and another master key is refused in words."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from cjnudge.cases.models import KeyVersion
from cjnudge.cases.privacy import keys
from tests.people import NOW, make_force


@pytest.mark.django_db
def test_first_use_makes_version_1_and_later_ones_read_it(force):
    assert keys.newest_version(force) == 0
    assert [keys.current_version(force) for _ in range(3)] == [1, 1, 1]
    assert KeyVersion.scoped.for_force(force).count() == 1


@pytest.mark.django_db
def test_no_key_lies_in_the_register(force):
    keys.current_version(force)
    row = KeyVersion.scoped.for_force(force).values().get()
    secrets = [*keys.layers_for(force, 1).values(), (keys.key_of(force, "fingerprint", 1),)]
    assert not [key for (key,) in secrets if key.hex() in str(row) or repr(key) in str(row)]


@pytest.mark.django_db
def test_layers_are_given_for_every_person_field_oldest_first(force):
    keys.current_version(force)
    KeyVersion.objects.create(force=force, number=2, made_at=NOW, fingerprint=keys.fingerprint(force, 2))
    one, two = keys.layers_for(force, 1), keys.layers_for(force, 2)
    assert set(one) == {"suspect", "officer", "crime"}
    assert all(two[purpose][:1] == one[purpose] and len(two[purpose]) == 2 for purpose in one)


@pytest.mark.django_db
def test_another_master_key_is_refused_and_the_right_one_is_missed_by_nobody(force, settings):
    keys.current_version(force)
    right = settings.MASTER_KEY
    settings.MASTER_KEY = "another" * 10
    with pytest.raises(keys.WrongMasterKey, match="put the earlier key back"):
        keys.layers_for(force, 1)
    settings.MASTER_KEY = right
    assert keys.layers_for(force, 1)


@pytest.mark.django_db
def test_version_that_nobody_made_has_no_layers(force):
    keys.current_version(force)
    with pytest.raises(keys.WrongMasterKey):
        keys.layers_for(force, 2)


@pytest.mark.django_db
def test_older_version_is_not_held(force):
    keys.current_version(force)
    KeyVersion.objects.create(force=force, number=2, made_at=NOW, fingerprint="x")
    with transaction.atomic():
        keys.hold_version(force, 2)
        for stale in (1, 3):
            with pytest.raises(keys.KeysRenewed, match="Begin again"):
                keys.hold_version(force, stale)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_first_version(transactional_db):
    force = make_force()
    assert at_once(10, lambda: keys.current_version(force)) == [1] * 10
    assert KeyVersion.scoped.for_force(force).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_careless_first_use_would_fail_at_once(transactional_db):
    """The control: looking first and making then, without the database's word on it, breaks."""
    force, seen = make_force(), Barrier(4)

    def careless():
        newest = keys.newest_version(force)
        seen.wait(10)
        if not newest:
            KeyVersion.objects.create(force=force, number=1, made_at=NOW, fingerprint="x")
        return 1

    assert at_once(4, careless).count(1) == 1


def at_once(number, work):
    """What each of several threads got, None for one that failed."""
    results = [None] * number

    def run(place):
        try:
            results[place] = work()
        except Exception:
            results[place] = None
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db
def test_check_of_the_database_tells_another_master_key(force, settings):
    from cjnudge.cases.privacy.key_check import master_key_is_the_same

    assert master_key_is_the_same(databases=["default"]) == []
    keys.current_version(force)
    assert master_key_is_the_same(databases=["default"]) == []
    settings.MASTER_KEY = "another" * 10
    assert [one.id for one in master_key_is_the_same(databases=["default"])] == ["cases.W001"]
    assert master_key_is_the_same(databases=None) == []
