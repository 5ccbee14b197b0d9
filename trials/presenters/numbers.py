"""Figures as a reader meets them."""

from trials.stats.wording import p_words, signed

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def stand(count):
    """The verb of "4 of 43 forces stand" and "1 of 43 forces stands"."""
    return "stands" if count == 1 else "stand"


def points(difference, digits=1):
    """A proportion's difference in points, as a bare number with a true minus sign."""
    return signed(100 * difference, digits)


def percent(proportion):
    """ "30.1 %"."""
    return f"{signed(100 * proportion)} %"


def moved(difference):
    """ "rose 9.2 points", "fell 2.8 points" or "did not move"."""
    size = points(abs(difference))
    if size == "0.0":
        return "did not move"
    return f"{'rose' if difference > 0 else 'fell'} {size} points"


def interval(estimate):
    """ "12.1 points (−0.5 to 24.6)"; the value alone where the method gives no interval."""
    value = f"{points(estimate['value'])} points"
    if estimate["low"] is None or estimate["high"] is None:
        return value
    return f"{value} ({points(estimate['low'])} to {points(estimate['high'])})"


def in_words(number):
    """Up to ten in letters."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else f"{number:,}"


def p_value(value):
    """ "p = 0.093"."""
    return p_words(value)
