"""What a label of a file probably means: chosen beforehand on the page, where a person confirms or corrects it."""

import re

from cjnudge.cases.extract.labels import label_key, own_values, usual_labels
from cjnudge.cases.outcome_titles import TITLES

# "Type 8: Community resolution", "08 - Community Resolution", "O8"; not 1A, which is a part of 1.
_LEADING_TYPE = re.compile(r"(?:outcome|type|o)?[ .:#-]*0*(\d{1,2})(?![\da-c])", re.IGNORECASE)


def guess(field, label, units=()):
    """The value of a field that a label probably means, or None. `units` are the names of the force's units."""
    known = {label_key(text): value for text, value in usual_labels(field, units).items()} | own_values(field)
    if field.kind == "outcome":
        known |= {label_key(title): str(code) for code, title in TITLES.items()}
    found = known.get(label_key(label))
    return _by_number(label) if found is None and field.kind == "outcome" else found


def _by_number(label):
    numbered = _LEADING_TYPE.match(label.strip())
    return str(int(numbered[1])) if numbered and int(numbered[1]) in TITLES else None
