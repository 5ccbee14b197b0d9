"""Which case counts may be shown. Published official counts are exempt: shown as they were published."""

CASE_THRESHOLD = 5  # inside the owning force; officers' answers and anything for others need 10
CASE_BASE = 5  # shown counts are rounded to the nearest 5, before any percentage is computed
HIDDEN = None


def round_to_base(count, base=CASE_BASE):
    """The nearest multiple of `base`; halves go up, so that the rule is the same for every count."""
    return (2 * count + base) // (2 * base) * base


def shown_count(count, *, published):
    """The count a page inside the owning force may show, or HIDDEN; published counts come back unchanged."""
    if published:
        return count
    return HIDDEN if count < CASE_THRESHOLD else round_to_base(count)


def shown_cell(numerator, denominator, *, published):
    """(numerator, denominator, share) as they may be shown; HIDDEN where one would give a small count away.

    The part not in the numerator is a count too: where it is under the threshold, the numerator is hidden,
    because denominator minus numerator would show it. The share is computed from the shown counts only.
    """
    if published:
        return numerator, denominator, _share(numerator, denominator)
    whole = shown_count(denominator, published=False)
    small = min(numerator, denominator - numerator) < CASE_THRESHOLD
    part = HIDDEN if whole is HIDDEN or small else round_to_base(numerator)
    return part, whole, _share(part, whole)


def _share(part, whole):
    return None if part is HIDDEN or not whole else part / whole
