"""Reads one file of a force's own cases while its bytes arrive, and writes nothing of it but pieces.

The `csv` module, strict, is the only parser. Identifiers are keyed in memory, columns that are not mapped are
forgotten with their batch, and no fault, exception or log repeats a cell.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from cjnudge.cases.extract.columns import EMPTY, EPOCH
from cjnudge.cases.extract.header import check_header
from cjnudge.cases.extract.people import Keying
from cjnudge.cases.extract.rare_units import REASON, REMEDY
from cjnudge.cases.extract.records import BLOCK, Records
from cjnudge.cases.extract.table import Table
from cjnudge.cases.extract.twice import Repeats
from cjnudge.cases.extract.writing import Pieces
from cjnudge.cases.problems import MOST_SHOWN, FileProblem, ProblemList
from cjnudge.cases.reading.files import CHUNK, Unpacking, refuse_large
from cjnudge.disclosure import CASE_THRESHOLD

# Ten years of the largest force; the hashes that find repeated records take 300 MB then.
MOST_RECORDS = 10_000_000
# Whoever mends a file needs no exact count beyond; reading on would only keep the machine busy.
MOST_PROBLEMS = 100_000
_MAY_BE_NAME = f"rarer than {CASE_THRESHOLD} rows, or perhaps a person's name."
_LOOK = "Look at the lines of this column in the file itself."
_ONE_ROW_EACH = "crime"  # a crime has hardly more rows than one: remembering its pseudonym wins nothing


@dataclass(frozen=True)
class ReadFile:
    """What became of one file. With problems there are no pieces: nothing of it is kept.

    unmatched: {field: {label: number of cells}} of labels that the mapping does not know and that may be shown.
    """

    name: str
    sha256: str
    bytes: int
    rows: int
    pieces: tuple = ()
    problems: tuple = ()
    total_problems: int = 0
    unmatched: dict = field(default_factory=dict)
    first_entry: date | None = None
    last_entry: date | None = None


class ReadingFailed(Exception):
    """The reader itself failed; only the kind of failure is told, for its words may repeat cells."""


class CaseReader:
    """`feed` it the bytes of one file, cut anywhere, then `end` it; or `cancel`.

    layers: {person field: keys, oldest first}; name: of the file, for its problems (".gz" is unpacked); as_at: the day
    the extract shows, or None; today: the day no date may lie after; new_piece(): a path for each piece; units: names
    of the force's own units.
    """

    def __init__(self, mapping, *, layers, name, as_at, today, new_piece, units=()):
        if mapping.faults():
            raise ValueError("the mapping is not finished")
        self.name, self._mapping, self._last_day = name, mapping, min(as_at or today, today)
        self._units = tuple(units)
        people = [key for key in ("suspect", "officer", "crime") if key in mapping.fields]
        self._keying = {key: Keying(layers[key], remember=key != _ONE_ROW_EACH) for key in people}
        self._unpacking = Unpacking() if name.lower().endswith(".gz") else None
        self._sha256, self._bytes, self._unpacked, self._waiting = hashlib.sha256(), 0, 0, bytearray()
        self._records, self._table, self._repeats = Records(), None, Repeats()
        self._problems, self._pieces = ProblemList(), Pieces(new_piece)
        self._rows, self._first, self._last, self._stopped = 0, None, None, False

    @property
    def is_refused(self):
        """Whether the file is refused already; what still comes is only counted."""
        return self._problems.total > 0

    @property
    def is_stopped(self):
        """Whether the file is read no further: the sender may as well stop."""
        return self._stopped

    def feed(self, data):
        """The next bytes of the file."""
        self._sha256.update(data)
        self._bytes += len(data)
        self._guarded(self._take, data)

    def end(self):
        """The file is complete: its ReadFile."""
        self._guarded(self._finish)
        if self.is_refused:
            self._pieces.discard()
        unmatched = self._table.unmatched if self._table else {}
        shown = {key: seen.harmless() for key, seen in unmatched.items()}
        return ReadFile(
            name=self.name,
            sha256=self._sha256.hexdigest(),
            bytes=self._bytes,
            rows=self._rows,
            pieces=tuple(self._pieces.paths),
            problems=tuple(self._problems.kept),
            total_problems=self._problems.total,
            unmatched={key: labels for key, labels in shown.items() if labels},
            first_entry=self._first,
            last_entry=self._last,
        )

    def cancel(self):
        """The file will not be completed: what was written is deleted."""
        self._stopped = True
        self._waiting.clear()
        self._pieces.discard()

    def _guarded(self, step, *given):
        """Runs one step; a fault of the file ends it, a failure of ours loses its words, which may repeat cells."""
        failure = ""
        if self._stopped:
            return
        try:
            step(*given)
        except FileProblem as problem:
            self._stop(problem)
        except Exception as error:
            failure = type(error).__name__
        if failure:
            del given
            self.cancel()
            raise ReadingFailed(f"Reading the file failed ({failure}).")

    def _stop(self, problem):
        self._note(problem.line, "", problem.reason, problem.remedy)
        self._stopped = True
        self._waiting.clear()

    def _note(self, line, column, reason, remedy):
        self._problems.add(self.name, line, column, reason, remedy)

    def _take(self, data):
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            for piece in self._unpacking.pieces(chunk) if self._unpacking else (chunk,):
                self._unpacked += len(piece)
                refuse_large(self._unpacked)
                self._waiting += piece
                self._read_waiting()

    def _read_waiting(self):
        while len(self._waiting) >= BLOCK:
            block = bytes(self._waiting[:BLOCK])
            del self._waiting[:BLOCK]
            self._read(block)

    def _finish(self):
        if self._unpacking:
            self._unpacking.end()
        self._read(bytes(self._waiting), last=True)
        self._waiting.clear()
        if self._table is None:
            raise FileProblem("The file is empty.", "Export it again with its header line.", 1)
        if not self._rows and not self.is_refused:
            raise FileProblem("The file has a header and no records.", "Export it again.")
        for line, first in self._repeats.found():
            what = (
                "crime and suspect with the same entry date are" if "suspect" in self._keying else "record is"
            )
            reason = f"The same {what} already on line {first}."
            self._note(line, "", reason, "Leave one of the two out.")
        for line in self._table.rare_units.found():
            self._note(line, self._table.columns["unit"].name, REASON, REMEDY)
        self._note_hidden()
        if not self.is_refused:
            self._pieces.write(self._table.columns)

    def _note_hidden(self):
        for key, seen in self._table.unmatched.items():
            if seen.hidden:
                labels = (
                    "1 label that the mapping does not know is"
                    if seen.hidden == 1
                    else (f"{seen.hidden} labels that the mapping does not know are")
                )
                self._note(0, self._table.columns[key].name, f"{labels} not shown: {_MAY_BE_NAME}", _LOOK)

    def _read(self, block, last=False):
        for lines, records in self._records.of(block, last=last):
            if self._table is None:
                check_header(records[0], self._mapping.columns, lines[0])
                self._table = Table(records[0], self._mapping, self._last_day, self._units)
                del lines[0], records[0]
            if records:
                self._keep(self._table.read(lines, records), records)

    def _keep(self, batch, records):
        self._note_all(batch.faults)
        if not batch.lines:
            return
        self._rows += len(batch.lines)
        if self._rows > MOST_RECORDS:
            raise FileProblem(
                f"The file has more than {MOST_RECORDS:,} records.", "Split it by month.", batch.lines[-1]
            )
        entries = batch.numbers["entry_on"]
        self._widen(entries[entries > EMPTY])
        people = batch.identifiers
        if "crime" in people and "suspect" in people:
            self._repeats.see(people["crime"], people["suspect"], entries, batch.lines)
        if self.is_refused:
            return
        if "crime" in people and "suspect" not in people:
            # A crime may have several cases then: only a record that is the same throughout comes twice.
            self._repeats.see(people["crime"], list(map("\x1f".join, records)), entries, batch.lines)
        keyed = {key: self._keying[key].many(people[key]) for key in people}
        self._pieces.add(batch.numbers, keyed, len(batch.lines))
        if self._pieces.is_full:
            self._pieces.write(self._table.columns)

    def _widen(self, entries):
        if not len(entries):
            return
        first, last = (EPOCH + timedelta(days=int(day)) for day in (entries.min(), entries.max()))
        self._first = min(self._first or first, first)
        self._last = max(self._last or last, last)

    def _note_all(self, faults):
        """Words for as many faults as are shown; the others are counted."""
        room = max(0, MOST_SHOWN - self._problems.total)
        for fault in faults[:room]:
            self._note(fault.line, fault.column, *fault.why())
        self._problems.total += len(faults[room:])
        if self._problems.total > MOST_PROBLEMS:
            raise FileProblem(
                f"The file has more than {MOST_PROBLEMS:,} problems and was read no further.",
                "Mend what the first ones have in common: probably the mapping, or how the file was exported.",
                faults[-1].line,
            )


def read_file(path, mapping, *, layers, as_at, today, new_piece, name=""):
    """The ReadFile of a file on disk, plain or .gz."""
    path = Path(path)
    reader = CaseReader(
        mapping, layers=layers, name=name or path.name, as_at=as_at, today=today, new_piece=new_piece
    )
    with path.open("rb") as stream:
        while data := stream.read(CHUNK):
            reader.feed(data)
            if reader.is_stopped:
                break
    return reader.end()
