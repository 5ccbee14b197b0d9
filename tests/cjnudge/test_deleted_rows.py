"""What is deleted from a database of SQLite is in its file no more."""

import sqlite3
from contextlib import closing

from cjnudge.settings import sqlite_database

ADDRESS = "officer-4711@example.police.uk"


def is_left_in_the_file(path, begin):
    """Whether the file still holds an address that was deleted. begin: the statements a connection begins with."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(begin)
        connection.execute("CREATE TABLE people (id integer PRIMARY KEY, address text)")
        connection.executemany("INSERT INTO people (address) VALUES (?)", [(ADDRESS * 20,)] * 200)
        connection.execute("DELETE FROM people")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return ADDRESS.encode() in path.read_bytes()


def begin():
    return sqlite_database("unused")["OPTIONS"]["init_command"]


def test_deleted_rows_are_overwritten(tmp_path):
    assert "secure_delete=ON" in begin()  # some builds of SQLite do it by themselves, and others do not
    assert not is_left_in_the_file(tmp_path / "cjnudge.sqlite3", begin())


def test_rows_would_stay_without_it(tmp_path):
    without = begin().replace("secure_delete=ON", "secure_delete=OFF")
    assert is_left_in_the_file(tmp_path / "cjnudge.sqlite3", without)
