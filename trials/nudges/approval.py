"""What a record lacks before it can be approved, and who may not approve it."""

from trials.nudges.lines import PARTS
from trials.nudges.reference import BLOCKING, reference


def lacking(record):
    """[(key of the part, sentence)] of what is still to be written, in the order of the form; empty when complete."""
    found = []
    for part in PARTS:
        empty = [line.label for line in part.lines if line.needed and not getattr(record, line.name)]
        found += [(part.key, f"“{label}” is empty.") for label in empty]
        if part.key == "apease":
            found += [(part.key, sentence) for sentence in _unscored(record)]
    return found


def blocks(record):
    """Sentences for what forbids an approval however complete the record is."""
    return [
        f"“{_name(one.key)}” has 0: a nudge that fails here is not approved. Change the nudge, then the score."
        for one in record.apease
        if one.key in BLOCKING and one.score == 0
    ]


def refusals(record, *, writers, approver):
    """Every reason why this person cannot approve this record now, as sentences; none when they can."""
    own = ["You wrote part of this version: ask somebody who did not."] if str(approver) in writers else []
    return [*own, *blocks(record), *(sentence for _, sentence in lacking(record))]


def _unscored(record):
    for one in record.apease:
        if one.score is None:
            yield f"“{_name(one.key)}” has no score."
        elif not one.sentence:
            yield f"“{_name(one.key)}” has a score and no sentence."


def _name(key):
    return reference("apease").labels[key].split(":")[0]
