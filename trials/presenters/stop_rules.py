"""What a stop rule's limit means if nothing is wrong: how often chance alone would cross it, in one sentence.

Levels and sizes stay on the power page, which notes who read them.
"""

UNKNOWN = (
    "How often chance alone would cross it is not known: have the power of the plan worked out from an extract that "
    "holds this guardrail."
)
PAST = "going by the past that the power was worked out from and an extract a month"


def alarm_words(watch, threshold):
    """The sentence for a limit (a share), with a warning where it would fire too often; watch: a Watch or None."""
    from trials.planning.false_alarms import MOST_FALSE, chance_of_alarm

    if watch is None:
        return UNKNOWN
    chance = chance_of_alarm(watch, threshold)
    said = f"If nothing were wrong, chance alone would cross it in {of_hundred(chance)} such trials, {PAST}."
    return f"{said} {warning(watch)}" if chance > MOST_FALSE else said


def warning(watch):
    """Why a limit that is crossed so often is no good one, and which would be."""
    from trials.planning.false_alarms import MOST_FALSE, nearest_limit

    most, better = round(100 * MOST_FALSE), nearest_limit(watch)
    said = f"That is more than {most} in 100: a monitor who is called for nothing soon stops listening."
    if better is None:
        return f"{said} No limit is crossed less often: there are too few cases to watch it by one."
    way = "at or below" if watch.better == "higher" else "at or above"
    return f"{said} A limit {way} {100 * better:.0f} % is crossed in {most} at most."


def is_too_often(watch, threshold):
    """Whether chance alone would cross the limit more often than is stated."""
    from trials.planning.false_alarms import MOST_FALSE, chance_of_alarm

    return watch is not None and chance_of_alarm(watch, threshold) > MOST_FALSE


def hint(watch):
    """What is known of a guardrail before a limit is typed; "" where nothing is."""
    from trials.planning.false_alarms import MOST_FALSE, nearest_limit

    if watch is None:
        return ""
    better = nearest_limit(watch)
    if better is None:
        return "Too few cases are expected to watch it by a limit."
    most = round(100 * MOST_FALSE)
    return f"If nothing were wrong, chance alone would cross {100 * better:.0f} % in {most} of 100 trials at most."


def of_hundred(chance):
    """The chance as a count of a hundred trials."""
    if chance < 0.005:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if chance > 0.995 else f"about {100 * chance:.0f} of 100"


def sentences(plan, watches):
    """{key of a guardrail: alarm_words of its limit} of every stop rule of the plan."""
    return {
        rule.guardrail: alarm_words(watches.get(rule.guardrail), rule.threshold) for rule in plan.stop_rules
    }
