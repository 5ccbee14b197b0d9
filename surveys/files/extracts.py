"""A researcher extract as files: CSV with its codebook in one archive, or an SPSS file with labels and user-missing.

Both are made when they are asked for and kept nowhere: the library for SPSS files writes to a path, in a folder that
goes at once.
"""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd

from cjnudge.spreadsheets import csv_lines
from surveys.release.extract import codebook_rows

SYNTHETIC = "synthetic"
MADE_UP = "SYNTHETIC: made up, no officer gave these answers. "
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the only time an archive may have where none is to be told
LONGEST_FILE_LABEL = 64  # bytes, of an SPSS file


def file_name(wave, ending):
    """ "synthetic-survey-0a1b2c3d-extract.sav": says before it is opened whether it is synthetic."""
    mark = [SYNTHETIC] if wave.synthetic else []
    return "-".join([*mark, "survey", str(wave.pk)[:8], "extract"]) + ending


def csv_archive(extract, *, wave):
    """Bytes of a ZIP with answers.csv and codebook.csv."""
    names = [one.name for one in extract.variables]
    answers, codebook = [names, *extract.rows], list(codebook_rows(extract))
    if wave.synthetic:
        answers, codebook = _marked(answers), _marked(codebook)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in (("answers", answers), ("codebook", codebook)):
            name = f"{SYNTHETIC}-{name}" if wave.synthetic else name
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", BEGINNING), "".join(csv_lines(lines)).encode())
    return packed.getvalue()


def _marked(lines):
    """With a first column that says so in every row: rows are copied out of files."""
    return [["data", *lines[0]], *([SYNTHETIC, *line] for line in lines[1:])]


def sav_file(extract, *, wave):
    """Bytes of an SPSS file: statements as variable labels, words outside the scale as user-missing values."""
    import pyreadstat  # 80 ms and 30 MB that no other page needs

    table = pd.DataFrame(list(extract.rows), columns=[one.name for one in extract.variables], dtype=float)
    about = (MADE_UP if wave.synthetic else "") + wave.title
    with tempfile.TemporaryDirectory(prefix="extract-") as folder:
        path = Path(folder) / "extract.sav"
        pyreadstat.write_sav(
            table,
            path,
            file_label=about.encode()[:LONGEST_FILE_LABEL].decode(errors="ignore"),
            column_labels=[one.label for one in extract.variables],
            variable_value_labels={one.name: one.labels for one in extract.variables},
            missing_ranges={one.name: [_missing(one)] for one in extract.variables},
            variable_measure={one.name: "ordinal" for one in extract.variables},
            variable_format={one.name: "F2.0" for one in extract.variables},
        )
        return path.read_bytes()


def _missing(variable):
    return {"lo": min(variable.missing), "hi": max(variable.missing)}
