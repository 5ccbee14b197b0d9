"""Files of reasons made to fill a machine, to run in a spreadsheet or to break a page: refused at once, in words."""

import time
import tracemalloc

import pytest

from cjnudge.cases.problems import ImportRefused
from tests.trials.delivery.test_decline_files import HEAD, read, refused
from trials import decline_files
from trials.decline_files import LARGEST, MOST_COLUMNS

ROW = "Watford,2026-04,No admission,3"
SECONDS = 2  # TRUST.md, R6; the largest file that is taken at all has a megabyte
MEGABYTES = 100


def cut(text):
    return text[:LARGEST]


BOMBS = {
    "a million columns": "a" + "," * 999_998,
    "columns over many lines": cut('"\n",' * 300_000),
    "columns that name who it was": cut(",".join(f"case_{number}" for number in range(7_000))),
    "a name of sixty thousand characters": f"unit,month,reason,n,case {'x' * 60_000}\n",
    "a name that turns the line round": "unit,month,reason,n,case\u202eno\n",
    "one huge cell": HEAD + f'Watford,2026-04,"{"x" * 900_000}",3\n',
    "a huge cell over many lines": HEAD + 'Watford,2026-04,"' + "x\n" * 400_000 + '",3\n',
    "rows of many cells": HEAD + cut('"\n",' * 250_000),
    "half a million lines": cut(HEAD + "a\n" * 499_000),
    "lines of nothing": cut("\n" * 900_000),
    "quotes": HEAD + '"' * 900_000,
    "a number without end": HEAD + f"Watford,2026-04,No admission,{'9' * 60_000}\n",
    "NUL": HEAD + "Watford,2026-04,No\0admission,3\n",
    "half a pair": HEAD.encode() + b"Watford,2026-04,No \xed\xa0\x80,3\n",
    "a formula": HEAD + 'Watford,2026-04,"=HYPERLINK(""http://evil.example"",""x"")",3\n',
    "a full-width formula": HEAD + "Watford,2026-04,＝1+1,3\n",
    "a command": HEAD + "Watford,2026-04,@SUM(A1),3\n",
    "nothing to read": HEAD + "Watford,2026-04,\u2028\u2029,3\n",
    "no words": HEAD + "Watford,2026-04,\u200b\u200b,3\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bomb_is_refused_in_words_at_once(bomb):
    began = time.process_time()
    problems = refused(BOMBS[bomb])
    assert time.process_time() - began < SECONDS
    assert 0 < len(problems) <= 100 and all(one.reason and one.remedy for one in problems)  # noqa: PLR2004
    assert max(len(one.reason) + len(one.remedy) for one in problems) < 1_000  # noqa: PLR2004 - fits on a page


@pytest.mark.parametrize("bomb", ["columns over many lines", "half a million lines", "a million columns"])
def test_bomb_takes_little_memory(bomb):
    content = BOMBS[bomb].encode()
    tracemalloc.start()
    with pytest.raises(ImportRefused):
        read(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MEGABYTES << 20


def test_many_columns_that_say_who_would_all_be_named(monkeypatch):
    """The control: without the limit thousands of names come back to be shown."""
    monkeypatch.setattr(decline_files, "_check_size", lambda header: None)
    more = ",".join(f"case_{number}" for number in range(2 * MOST_COLUMNS))
    row = ROW + "," * (2 * MOST_COLUMNS)
    assert len(read(f"unit,month,reason,n,{more}\n{row}\n").dropped) == 2 * MOST_COLUMNS


def test_ordinary_export_of_a_case_system_is_read():
    more = ",".join(f"case_field_{number}" for number in range(20))
    assert len(read(f"unit,month,reason,n,{more}\n{ROW}{',' * 20}\n").dropped) == 20  # noqa: PLR2004
