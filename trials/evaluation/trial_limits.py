"""What a trial's result cannot tell: limits of its design, of its measure and of how it went, as sentences."""

from cjnudge.disclosure import round_to_base
from trials.evaluation.trial_guardrails import day_words
from trials.stats.strategy import all_designs

FEW = 10  # DESIGN rule 9: limits are printed outside the force too
COUNTS = "Counts do not show which case would have ended how: what moved is read from totals."
DELIVERED = (
    "Units are compared as they were allocated, whatever was delivered: what full delivery would do is another "
    "question."
)
APPROPRIATE = "Whether each resolution was appropriate: that is for the scrutiny panel, not for counts."
NOT_DRAWN = (
    "Whether other differences between the units lie behind it: nobody drew lots for who got the nudge."
)
ALONE = "Whether anything else happened at the same time: there are no units to compare with."
ONE_FORCE = "Whether the same would be seen in another force."
AFTER_SEEN = (
    "The plan was amended after data were seen, and the amendment may have been made for what they show."
)
UNBLINDED = (
    "Figures were read before the planned look; what was done since may have been done for what they showed."
)
SYNTHETIC = "Anything about real cases: every figure here is made up."


def limits_of(plan, *, changes, measure_limits, guardrails, has_timing, unseen=()):
    """The limits as sentences: of how it went first, of its design next, of its measure last.

    unseen: what `unseen_words` says of cases, units and columns that the snapshot did not have.
    """
    found = [SYNTHETIC] if plan.synthetic else []
    found += [AFTER_SEEN] if plan.after_data_seen else []
    found += [UNBLINDED] if any(change["kind"] == "unblinded" for change in changes) else []
    found += unseen
    found += of_design(plan.design)
    found += [DELIVERED, COUNTS, APPROPRIATE, ONE_FORCE]
    found += [f"{one.title}: {one.text}" for one in guardrails if one.state == "not_counted"]
    found += [
        f"{one.title}: not mature until {day_words(one.mature_on)}." for one in guardrails if one.mature_on
    ]
    found += [] if has_timing else ["Whether outcomes only came sooner: when they came is not known here."]
    return [*found, *measure_limits]


def of_design(design):
    offers = all_designs()[design].offers
    if "uncontrolled" in offers:
        return [ALONE]
    return [] if "randomised" in offers else [NOT_DRAWN]


def silent_words(cells):
    """[sentence] of whole units without any case in months in which by their size they would have had many.

    cells: of trials.trial_cells. A month without a case counts as empty, never as missing, for nobody can tell; where a
    unit has MANY in its other months chance empties one of them less than once in half a billion.
    """
    entered = {}
    for place, period, (number, *_) in cells.named(cells.entries if not is_by_case(cells) else ()):
        months = entered.setdefault(place.unit, {})
        months[period] = months.get(period, 0) + number
    found = []
    for unit, months in sorted(entered.items()):
        empty = [cells.periods[period - 1].label for period, number in sorted(months.items()) if not number]
        filled = len(months) - len(empty)
        if empty and filled and sum(months.values()) / filled >= MANY:
            found.append(SILENT.format(unit=unit, months=", ".join(empty)))
    return found


def is_by_case(cells):
    """Whether cases have arms of their own: then months differ by who was enrolled."""
    return any(place.arm for place in cells.places)


MANY = 20  # exp(-20) is two in a billion
SILENT = "What became of {unit} in {months}: its figures lie far below those of its other months and may not have come."


def unseen_words(not_found, absent, groups_refused):
    """[sentence] of what was looked for and is not in the snapshot.

    not_found: enrolled cases without a row; absent: units of the plan without any case; groups_refused: {column of a
    subgroup: the reason why there is none}.
    """
    found = []
    if not_found:
        number = "fewer than ten" if not_found < FEW else f"about {round_to_base(not_found):,}"
        found.append(f"What became of the enrolled cases that the snapshot does not have: {number}.")
    if absent:
        found.append(f"Anything about {' and '.join(absent)}: the snapshot has no case there.")
    found += [
        f"Whether cases fared alike by {name.replace('_', ' ')}: {reason}"
        for name, reason in sorted(groups_refused.items())
    ]
    return found
