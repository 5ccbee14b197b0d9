"""Which design the data allow, strongest first, and why: a pure rule."""

# The limits under which the engine refuses (trials/stats/METHODS.md), so that nothing is planned to be refused.
LONG_SERIES = 8  # points on either side
PLACEBO_UNITS = 20  # for a rank of one unit among the others
# The fewest units for which the test of changes was validated; below it a long series is the safer reading.
FEWEST_UNITS = 6
FEWEST_A_SIDE = 2

DID, CONTROLLED = "difference_in_differences", "controlled_series"
SERIES, BEFORE_AFTER = "interrupted_series", "before_after"

TYPED = (
    "Before and after, as a description: the counts were typed by a person, and the cases behind them cannot be "
    "looked at."
)


def design_for(*, treated, others, before, after, typed):
    """(design key, the reason in words); the four counts are units with and without it, months before and after."""
    if typed:
        return BEFORE_AFTER, TYPED
    long = min(before, after) >= LONG_SERIES
    if others:
        found = _with_others(treated, others, long)
        if found:
            return found
    if long:
        return (
            SERIES,
            f"Interrupted series: {_why_alone(treated, others)}, and both sides have at least 8 months.",
        )
    few = f"{_why_alone(treated, others)}, and one side has fewer than {LONG_SERIES} months, too few for a series"
    return BEFORE_AFTER, f"Before and after, as a description: {few}."


def _with_others(treated, others, long):
    """The design that compares with units without it, or None where none of them could be tested."""
    together = treated + others
    several = min(treated, others) >= FEWEST_A_SIDE
    units = (
        f"{_units(others)} without it {'stands' if others == 1 else 'stand'} beside {_units(treated)} with it"
    )
    if (several and together >= FEWEST_UNITS) or (treated == 1 and together >= PLACEBO_UNITS):
        return DID, f"Difference in differences: {units}."
    if long:
        few = "too few to test their changes alone, and both sides have at least 8 months"
        return CONTROLLED, f"Interrupted series with comparison units: {units}, {few}."
    if several:
        return DID, f"Difference in differences: {units}; so few units show large differences alone."
    return None


def _why_alone(treated, others):
    if not others:
        return "there is no unit without it to compare with"
    return f"{_units(others)} without it beside {_units(treated)} with it are too few to test"


def _units(count):
    return "one unit" if count == 1 else f"{count} units"
