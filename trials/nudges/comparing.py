"""What differs between two versions of a record, line by line."""

from trials.nudges.lines import PARTS, words_of
from trials.nudges.reference import reference


def rows_of(record):
    """[(title of the part, [(label, value in words)])] of everything a record says."""
    return [
        (part.title, [(line.label, words_of(line.name, getattr(record, line.name))) for line in part.lines])
        if part.lines
        else (part.title, criteria_of(record))
        for part in PARTS
    ]


def criteria_of(record):
    """[(question, "score: sentence")] of the six criteria."""
    labels = reference("apease").labels
    return [(labels[one.key], _scored(one)) for one in record.apease]


def _scored(one):
    if one.score is None:
        return one.sentence
    return f"{reference('apease').labels[str(one.score)]}. {one.sentence}".strip()


def changed(earlier, later):
    """[(label, before, after)] of the lines that differ, in the order of the form."""
    before, after = (_flat(record) for record in (earlier, later))
    return [(label, before[label], text) for label, text in after.items() if before[label] != text]


def _flat(record):
    found = {label: text for _, rows in rows_of(record) for label, text in rows}
    return found | {"Pictures": "; ".join(f"{one.alt} ({one.sha256[:8]})" for one in record.pictures)}
