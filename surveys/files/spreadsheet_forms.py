"""A spreadsheet form as a file: read in memory, behind the guards for workbooks, and written."""

from cjnudge.cases.containers.archives import MAGIC
from cjnudge.cases.containers.workbooks import InMemory, is_workbook, sheets_in
from cjnudge.cases.problems import FileProblem
from surveys.xlsform.problems import FormRefused, Problem
from surveys.xlsform.reading import read_form
from surveys.xlsform.workbook import workbook_of
from surveys.xlsform.writing import sheets_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 2 << 20  # bytes; a form of 20 statements in four languages has some 30 kB
ANEW = "Keep only the sheets of the form, save it as an Excel workbook (.xlsx) and try again"
SAVE = "save it as an Excel workbook (.xlsx) and try again"


def read_file(content):
    """The surveys.xlsform.reading.Form in a file's bytes; FormRefused says what is wrong and where."""
    if len(content) > LARGEST:
        raise _refused("the file is larger than 2 MB: take out pictures and sheets that are not the form")
    if not content.startswith(MAGIC):
        raise _refused(f"this is no workbook of a kind that is read here: {SAVE}")
    try:
        if not is_workbook(InMemory(content)):
            raise _refused(f"this is an archive, not a workbook: unpack it; if the form is inside, {SAVE}")
        sheets = sheets_in(content)
    except FileProblem as wrong:
        raise _refused(f"{wrong.reason} {ANEW}") from wrong
    return read_form(sheets)


def write_file(instrument, translations=None, beyond=None):
    """The bytes of a workbook with the instrument; see `sheets_of`."""
    return workbook_of(sheets_of(instrument, translations, beyond))


def _refused(remedy):
    return FormRefused([Problem("", 0, "", remedy)])
