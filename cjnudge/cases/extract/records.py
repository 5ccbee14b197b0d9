"""Records of a CSV file whose bytes arrive piece by piece: what the `csv` module reads, and nothing else.

The bytes are taken in blocks of a fixed size from the start of the file, so that what is found does not depend on
how they were cut on their way.
"""

import csv
from itertools import chain

from cjnudge.cases.problems import FileProblem
from cjnudge.cases.reading.files import LONGEST_LINE, Decoding

BLOCK = 256 << 10  # 1,300 records of a usual extract: they and their cells stay in the processor's cache
# An empty line at the end is usual; a hundred thousand of them only keep the machine busy.
MOST_EMPTY = 100_000
SPREADSHEET = b"PK\x03\x04"  # .xlsx, .ods and .zip begin so


class _MoreToCome(Exception):
    """The lines so far end inside a record or after one; more lines will come."""


class Records:
    """`of(block)` gives [(lines where the records start, records)]: one batch, or none."""

    def __init__(self):
        self._decoding, self._rest, self._open, self._line = Decoding(), "", [], 0
        self._begun, self._empty = False, 0

    def of(self, block, *, last=False):
        """Yields the batch of records that this block completes; FileProblem where nothing more can be read."""
        if not self._begun and block.startswith(SPREADSHEET):
            raise FileProblem(
                "The file is a spreadsheet or an archive, not text (byte 0).",
                'Save the sheet as "CSV UTF-8 (comma delimited)" and import that.',
            )
        self._begun = True
        *lines, self._rest = (self._rest + self._decoding.text(block, last=last)).split("\n")
        lines = [line + "\n" for line in lines]
        if last and self._rest:
            lines.append(self._rest)
        self._refuse_long([*lines, self._rest])
        yield from self._read(self._open + lines, last)

    def _refuse_long(self, lines):
        if max(map(len, lines), default=0) > LONGEST_LINE + 1:
            before = next(i for i, line in enumerate(lines) if len(line) > LONGEST_LINE + 1)
            raise FileProblem(
                f"A line is longer than {LONGEST_LINE:,} characters.",
                "Check that the file is a CSV file with one record a line.",
                self._line + len(self._open) + before + 1,
            )

    def _read(self, lines, last):
        reader = csv.reader(lines if last else chain(lines, _more_to_come()), strict=True)
        ends, records, broken = [], [], False
        try:
            for record in reader:
                records.append(record)
                ends.append(reader.line_num)
        except _MoreToCome:
            pass
        except csv.Error:
            broken = True
        done = ends[-1] if ends else 0
        yield from self._filled([1, *(end + 1 for end in ends[:-1])], records)
        self._line += done
        self._open = lines[done:]
        if broken:
            raise _broken(self._line + 1)
        if sum(map(len, self._open)) > LONGEST_LINE:
            raise FileProblem(
                f"The record is longer than {LONGEST_LINE:,} characters: a quote is probably not closed.",
                'Write a quote inside a cell as "", and close every quote.',
                self._line + 1,
            )

    def _filled(self, starts, records):
        """The batch without its empty lines; none where nothing is left."""
        lines = [self._line + start for start in starts]
        if not all(records):
            lines = [line for line, record in zip(lines, records, strict=False) if record]
            self._empty += len(records) - len(lines)
            records = list(filter(None, records))
        if self._empty > MOST_EMPTY:
            raise FileProblem(
                f"The file has more than {MOST_EMPTY:,} empty lines.",
                "Export it again without them.",
                self._line + 1,
            )
        if records:
            yield lines, records


def _more_to_come():
    raise _MoreToCome
    yield  # a generator, so that it is raised when the lines before are read


def _broken(line):
    return FileProblem(
        "The quotes or line ends of this record are broken; the file was read no further.",
        'Put cells with commas in double quotes, write a quote inside a cell as "", end lines with LF or CRLF.',
        line,
    )
