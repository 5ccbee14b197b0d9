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


def digits_of(low, high):
    """Decimals with which an interval that leaves out nought is seen to: one where that is enough.

    A difference may be small and shown all the same, where there are very many cases: "0.0 to 0.1" would deny it.
    """
    if low is None or high is None or low * high <= 0:
        return 1
    nearest = 100 * min(abs(low), abs(high))
    return next((digits for digits in range(1, MOST_DIGITS) if round(nearest, digits)), MOST_DIGITS)


MOST_DIGITS = 4  # a millionth of all cases: nobody plans for less


def span(low, high):
    """ "−0.5 to 24.6"."""
    digits = digits_of(low, high)
    return f"{points(low, digits)} to {points(high, digits)}"


def size(estimate):
    """ "12.1": its value in points, with as many decimals as its interval."""
    return points(estimate["value"], digits_of(estimate["low"], estimate["high"]))


def interval(estimate):
    """ "12.1 points (−0.5 to 24.6)"; the value alone where the method gives no interval."""
    value = f"{size(estimate)} points"
    if estimate["low"] is None or estimate["high"] is None:
        return value
    return f"{value} ({span(estimate['low'], estimate['high'])})"


def in_words(number):
    """Up to ten in letters."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else f"{number:,}"


def p_value(value):
    """ "p = 0.093"; around the usual level with the decimal that says on which side of it."""
    return f"p = {value:.4f}" if NEAR_LEVEL[0] <= value < NEAR_LEVEL[1] else p_words(value)


NEAR_LEVEL = (0.0495, 0.0505)  # both would read 0.050
