"""What a result cannot tell: the limits of its measure, of its design and of how it came about."""

RETROSPECTIVE = (
    "The plan was written after the data were seen, so the question, the dates and the measure may "
    "have been chosen for what they show. It is fixed now, but it was not fixed then."
)
NO_NUDGE = "No nudge is part of this comparison: nothing here says what {name} did, or why anything moved."
WITHOUT_CONTROL = (
    "There is nothing to compare with, so whatever moved every {noun} at that time is in the figure as well."
)
NOT_ALLOCATED = (
    "Nobody drew lots for which {noun} would differ: {plural} differ in offences, recording practice "
    "and backlogs, and those moved too."
)
EXTREME_START = (
    "A {which} value tends to be followed by one nearer the mean, whatever is done: part of the "
    "movement may be that return."
)
INTERVAL_OF_ONE = (
    "The interval rests on how much the other {plural} differ among themselves, not on the number of cases."
)


def limits_of(report, body, subject, measure_limits):
    """The limits as sentences, the ones of this comparison first, those of its measure last."""
    words = {"name": subject.inside, "noun": subject.noun, "plural": subject.plural}
    found = []
    if body.written_after_data_seen:
        found += [RETROSPECTIVE, NO_NUDGE]
    found.append(NOT_ALLOCATED if body.data.comparison else WITHOUT_CONTROL)
    if report["start_is"]:
        found.append(EXTREME_START.replace("{which}", report["start_is"]["which"]))
    if len(body.data.treated) == 1 and body.data.comparison and report["primary"]:
        found.append(INTERVAL_OF_ONE)
    return [text.format(**words) for text in found] + list(measure_limits)
