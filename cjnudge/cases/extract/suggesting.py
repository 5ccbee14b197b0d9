"""Which field a column of this name commonly is."""

from functools import cache

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import tables
from cjnudge.cases.extract.personal import looks_identifying, words_of


@cache
def _names():
    """{name in small letters: field}; the keys of the fields are names too, as the documented layout has them."""
    known = {name: key for key, names in tables()["columns"].items() for name in names}
    return known | {key.replace("_", " "): key for key in FIELDS}


def field_called(column):
    """The key of the field that a column of this name commonly is, or ""."""
    found = _names().get(" ".join(words_of(column)), "")
    return "" if found and not FIELDS[found].is_person and looks_identifying(column) else found
