"""Series by month from either kind of rows: how many, and how many out-of-court resolutions."""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.outcomes import CHARGE, OOCR, PENDING, split_types
from cjnudge.cases.quality.material import FOLLOW_UP_DAYS
from cjnudge.periods import period_end, periods_between

# Where the same outcomes are counted on several bases, the one that says most about when a decision was possible.
BASES = {"entry": "entered", "recorded": "were recorded", "closed": "were closed"}


def volumes(material):
    """[(month, cases)] from the first month to the last; [] where the rows are not counts of months."""
    if material.schema == "cases":
        return material.by_month(["count(*)"])
    counted = _sums(material)
    return [(month, sum(by_text.values())) for month, by_text in counted]


def resolutions(material):
    """(words for what is counted out of what, [(month, resolutions, out of)]); ("", []) where it cannot be told."""
    return _of_cases(material) if material.schema == "cases" else _of_counts(material)


def _of_cases(material):
    types = sorted(map(str, OOCR))
    known = case_rows.outcome(material.fields, FOLLOW_UP_DAYS, "latest")
    within = f"count(*) FILTER (list_contains({types}, {known}))"
    points = [
        (month, part, whole)
        for month, part, whole in material.by_month([within, "count(*)"])
        if material.is_followed(period_end(month, "month"), FOLLOW_UP_DAYS)
    ]
    words = (
        f"within {FOLLOW_UP_DAYS} days of entry, of the decisions of months that have been followed that long, as "
        "they stood at the end of those days"
    )
    return words, points


def _of_counts(material):
    counted = _sums(material)
    texts = {text for _, by_text in counted for text in by_text}
    if any(split_types(text) & OOCR and not split_types(text) <= OOCR for text in texts):
        return "", []
    if _basis(material) == "entry":
        wanted, words = texts, "of all cases that entered in the month"
    else:
        if any(split_types(text) & CHARGE and not split_types(text) <= CHARGE for text in texts):
            return "", []
        wanted = {text for text in texts if split_types(text) and split_types(text) <= OOCR | CHARGE}
        words = f"of those and charges, by the month in which they {BASES[_basis(material)]}"
    points = [
        (
            month,
            _sum(by_text, {text for text in texts if split_types(text) and split_types(text) <= OOCR}),
            _sum(by_text, wanted),
        )
        for month, by_text in counted
    ]
    return words, points


def _sum(by_text, texts):
    return sum(n for text, n in by_text.items() if text in texts)


def _basis(material):
    has = [row[0] for row in material.rows("SELECT DISTINCT basis FROM every")]
    return next(basis for basis in BASES if basis in has)


def _sums(material):
    """[(month, {outcome types: n})]; [] where periods are longer than a month, or places are forces and their total."""
    grains = [row[0] for row in material.rows("SELECT DISTINCT grain_period FROM every")]
    kinds = material.row("SELECT count(DISTINCT territorial IS NULL) FROM every")[0]
    if grains != ["month"] or kinds > 1:
        return []
    found = {}
    for month, text, n in material.rows(
        """SELECT period, outcomes, sum(n)::BIGINT FROM every WHERE basis = ? AND outcomes <> ? GROUP BY ALL""",
        _basis(material),
        PENDING,
    ):
        found.setdefault(month, {})[text] = n
    if not found:
        return []
    return [(month, found.get(month, {})) for month in periods_between(min(found), max(found), "month")]
