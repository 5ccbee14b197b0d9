"""A file read in a process of its own gives the same as in ours, and that process outlives nobody."""

import os
import signal
from pathlib import Path

import pytest

from cjnudge.cases.extract.reading import CaseReader, ReadingFailed
from cjnudge.cases.reading.apart import ReadingApart
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.pieces import Landing
from cjnudge.cases.storage.schema import from_parts
from cjnudge.jobs.endings import command_line, wait_until
from tests.cases.doors.extracts import AS_AT, BODY, case, many, text

UPLOAD = "11111111-1111-4111-8111-111111111111"
LAYERS = {key: (bytes(range(32)),) for key in ("suspect", "officer", "crime")}
GIVEN = {"layers": LAYERS, "name": "january.csv", "as_at": AS_AT, "today": AS_AT}


@pytest.fixture
def landing():
    return Landing(UPLOAD)


@pytest.fixture
def read(landing):
    """read(bytes, apart) gives the ReadFile, its pieces cut small."""

    def do(content, apart):
        given = GIVEN | ({"landing": landing} if apart else {"new_piece": landing.new_path})
        reader = (ReadingApart if apart else CaseReader)(BODY, **given)
        for start in range(0, len(content), 700):
            reader.feed(content[start : start + 700])
        return reader.end()

    return do


def rows(file):
    with connection() as duck:
        return duck.execute(f"SELECT * FROM {from_parts(file.pieces)}").fetchall()


def without_paths(file):
    return {**vars(file), "pieces": len(file.pieces)}


@pytest.mark.parametrize("content", [many(300), text(case(1, outcome="Unheard of")), b"", b"\xff\xfe"])
def test_both_ways_say_the_same(read, content):
    here, apart = read(content, False), read(content, True)
    assert without_paths(here) == without_paths(apart)
    if here.pieces:
        assert rows(here) == rows(apart)


def test_process_gives_way_and_knows_no_secret(landing):
    reader = ReadingApart(BODY, landing=landing, **GIVEN)
    reader.feed(many(5))
    pid = reader._process.pid
    assert wait_until(lambda: os.getpriority(os.PRIO_PROCESS, pid) >= 10, 20)
    assert bytes(range(32)).hex() not in command_line(pid)
    if Path("/proc/self/environ").exists():
        assert b"CJNUDGE_" not in Path(f"/proc/{pid}/environ").read_bytes()
    reader.cancel()


def test_cancelled_process_is_gone(landing):
    reader = ReadingApart(BODY, landing=landing, **GIVEN)
    reader.feed(many(5))
    reader.cancel()
    assert reader._process.returncode is not None


def test_process_that_was_killed_is_a_failed_reading(landing):
    reader = ReadingApart(BODY, landing=landing, **GIVEN)
    os.kill(reader._process.pid, signal.SIGKILL)
    with pytest.raises(ReadingFailed):
        reader.feed(many(20_000))
        reader.end()


def test_process_ends_and_deletes_its_pieces_when_its_feeder_goes(landing):
    reader = ReadingApart(BODY, landing=landing, **GIVEN)
    reader.feed(many(5))
    reader._process.stdin.close()
    assert wait_until(lambda: reader._process.poll() is not None, 20)
    assert list(landing.folder.glob("*.parquet")) == []
