"""Finds counts that several files, or totals and their parts, would bring into one snapshot twice."""

from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts
from cjnudge.periods import period_label

_COLUMNS = "filename, place, basis, period, grain_period, offence_group"
_LATER = """(period + CASE grain_period WHEN 'year' THEN INTERVAL 12 MONTH
    WHEN 'quarter' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 MONTH END)"""

SEVERAL_FILES = """
    SELECT period, grain_period, min(file) AS first, max(file) AS second FROM keys
    GROUP BY place, basis, period, grain_period, offence_group HAVING count(DISTINCT file) > 1 ORDER BY ALL"""
TOTAL_AND_GROUPS = """
    SELECT period, grain_period, min(file), max(file) FROM keys
    GROUP BY place, basis, period, grain_period
    HAVING count(*) FILTER (offence_group IS NULL) > 0 AND count(offence_group) > 0 ORDER BY ALL"""
SEVERAL_GRAINS = """
    SELECT DISTINCT a.period, a.grain_period, a.file, b.file FROM keys a JOIN keys b
    ON a.place = b.place AND a.basis = b.basis AND a.grain_period > b.grain_period
    AND a.period < b.later AND b.period < a.later ORDER BY ALL"""


def note_twice(made, problems):
    """Add a problem for each period that is counted twice among the parts."""
    names = {str(part.path): part.name for part in made}
    with connection() as duck:
        duck.execute(
            f"CREATE TABLE keys AS SELECT DISTINCT {_COLUMNS}, filename AS file, {_LATER} AS later "  # noqa: S608
            f"FROM {_with_names(names)}"
        )
        for query, reason, remedy in _QUESTIONS:
            for period, grain, first, second in duck.execute(query).fetchall():
                files = " and ".join(sorted({names[first], names[second]}))
                problems.add(files, 0, "", f"{period_label(period, grain)} {reason}", remedy)


def _with_names(names):
    return from_parts(names).removesuffix(")") + ", filename = true)"


_QUESTIONS = (
    (SEVERAL_FILES, "of the same place is in both files.", "Leave one of the two files out."),
    (
        TOTAL_AND_GROUPS,
        "has both offence groups and their total for the same place.",
        "Give either the offence groups or the total.",
    ),
    (
        SEVERAL_GRAINS,
        "is counted a second time for the same place by shorter or longer periods.",
        "Give months, quarters or years, not several of them for the same time.",
    ),
)
