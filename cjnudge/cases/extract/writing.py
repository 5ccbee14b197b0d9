"""Pieces of an upload: Parquet files with PIECE_COLUMNS, identifiers as pseudonyms, nothing else of the file."""

import numpy as np

from cjnudge.cases.extract.columns import EMPTY
from cjnudge.cases.extract.fields import FIELDS, PIECE_COLUMNS
from cjnudge.cases.problems import FileProblem
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted

# One row group of DuckDB; 30 MB while it waits.
PIECE_ROWS = 122_880


class Pieces:
    """Collects batches and writes a piece whenever there are enough rows; `new_piece()` gives each its path."""

    def __init__(self, new_piece):
        self._new_piece, self.paths = new_piece, []
        self._numbers, self._keyed, self._rows = {}, {}, 0

    def add(self, numbers, keyed, rows):
        """A batch: {field: int32 array} and {person field: pseudonyms of 16 bytes, joined}."""
        for mine, given in ((self._numbers, numbers), (self._keyed, keyed)):
            for key, value in given.items():
                mine.setdefault(key, []).append(value)
        self._rows += rows

    @property
    def is_full(self):
        return self._rows >= PIECE_ROWS

    def write(self, columns):
        """Write what was collected; `columns` {field: Column} have the texts of the labels."""
        if not self._rows:
            return
        path = self._new_piece()
        self.paths.append(path)
        frame = self._frame(columns)
        self._numbers, self._keyed, self._rows = {}, {}, 0
        _write(frame, {**_expressions(columns), **_pseudonyms(frame)}, path)

    def _frame(self, columns):
        import pandas as pd  # heavy: only where files are read

        frame = {}
        for key, batches in self._numbers.items():
            numbers = np.concatenate(batches)
            if columns[key].values is None:
                frame[key] = numbers
            else:
                places = np.where(numbers == EMPTY, -1, numbers)
                frame[key] = pd.Categorical.from_codes(places, columns[key].values)
                if key == "offence":
                    frame["offence_group"] = _groups(places, columns[key].groups)
        for key, batches in self._keyed.items():
            halves = np.frombuffer(b"".join(batches), ">u8").astype("u8").reshape(-1, 2)
            frame[f"{key}_high"], frame[f"{key}_low"] = halves[:, 0], halves[:, 1]
        return pd.DataFrame(frame)

    def discard(self):
        """Delete the pieces and forget what was collected."""
        self._numbers, self._keyed, self._rows = {}, {}, 0
        for path in self.paths:
            path.unlink(missing_ok=True)
        self.paths = []


def _groups(places, groups):
    """The offence groups as a column of labels."""
    import pandas as pd

    names = sorted({group for group in groups if group})
    of_value = np.array([names.index(group) if group else -1 for group in groups] + [-1], np.int32)
    return pd.Categorical.from_codes(of_value[places], names)


def _expressions(columns):
    """{piece column: SQL expression over the frame}"""
    found = {}
    for key, column in columns.items():
        if column.values is not None:
            found[key] = f'"{key}"::VARCHAR'
        elif FIELDS[key].kind == "day":
            found[key] = f"DATE '1970-01-01' + nullif(\"{key}\", {EMPTY})"
        else:
            found[key] = f'nullif("{key}", {EMPTY})'
    if "offence" in columns:
        found["offence_group"] = "offence_group::VARCHAR"
    return found


def _pseudonyms(frame):
    keys = [name.removesuffix("_high") for name in frame.columns if name.endswith("_high")]
    return {
        key: f"CASE WHEN {key}_high > 0 OR {key}_low > 0"
        f" THEN ((({key}_high::UHUGEINT) << 64) | {key}_low::UHUGEINT)::UUID END"
        for key in keys
    }


def _write(frame, expressions, path):
    selected = ", ".join(
        f'({expressions.get(name, "NULL")})::{kind} AS "{name}"' for name, kind in PIECE_COLUMNS.items()
    )
    import duckdb

    failed = False
    with connection() as duck:
        duck.register("batch", frame)
        try:
            duck.execute(
                f"COPY (SELECT {selected} FROM batch) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - own names
            )
        except duckdb.Error:
            failed = True
    if failed:  # outside the handler: a database's words may repeat cells
        raise FileProblem(
            "What was read could not be written.",
            "Whoever runs the installation looks for free space on its disk.",
        )
