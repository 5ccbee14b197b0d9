"""What a result cannot tell: the limits of its measure, of its design and of how it came about."""

from trials.lifecycle import TrialKind

RETROSPECTIVE = (
    "The plan was written after the data were seen, so the question, the dates and the measure may "
    "have been chosen for what they show. It is fixed now, but it was not fixed then."
)
NO_NUDGE = "No nudge is part of this comparison: nothing here says what {name} did, or why anything moved."
SEEN_BEFORE_RECORDED = (
    "The intervention was recorded when figures of its first months were there already, so that it, its units or its "
    "date may have been recorded for what they show."
)
MADE_AGAIN = (
    "The same comparison is made again with every new extract: the more often one looks, the more often a movement "
    "by chance is met."
)
CHOSEN_FOR_LOW = (
    "{plural} that were chosen because they stood low tend to come back towards the mean, whatever is done: whether "
    "they were chosen so is not known here."
)
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
    if body.kind == TrialKind.INTERVENTION:
        found += by_rule_limits(body)
    elif body.written_after_data_seen:
        found += [RETROSPECTIVE, NO_NUDGE]
    found.append(NOT_ALLOCATED if body.data.comparison else WITHOUT_CONTROL)
    if report["start_is"]:
        found.append(EXTREME_START.replace("{which}", report["start_is"]["which"]))
    if len(body.data.treated) == 1 and body.data.comparison and report["primary"]:
        found.append(INTERVAL_OF_ONE)
    sentences = [capital(text.format(**words)) for text in found]
    return sentences + beside(body) + list(measure_limits)


def by_rule_limits(body):
    """The limits of a comparison that the scheduler asks for with every new extract."""
    return [*([SEEN_BEFORE_RECORDED] if body.written_after_data_seen else []), MADE_AGAIN, CHOSEN_FOR_LOW]


def beside(body):
    """What was known when a plan was made by rule: what else was live in the same units stands there."""
    return [body.known_when_written] if body.kind == TrialKind.INTERVENTION else []


def capital(text):
    return text[0].upper() + text[1:]
