"""Counts that the Home Office has published: outcomes by force, period and outcome type.

Four layouts come from its open data tables, one is the project's own (cases/reference/*.csv). The wide ones
have a
column of all assigned outcomes: what is left of it after charges and out-of-court resolutions becomes one row
whose set names every other type, because the table gives those as one total only.
"""

from cjnudge.cases.feeds import Feed, Layout, Option, Row
from cjnudge.cases.outcomes import NOT_POSITIVE, OOCR, join_types
from cjnudge.cases.problems import CellProblem
from cjnudge.cases.reading.cells import (
    BASES,
    basis,
    filled,
    financial_year,
    outcome_type,
    outcome_types,
    quarter,
    whole_number,
)
from cjnudge.periods import parse_financial_year

# The tables of different years spell one force in two ways; one spelling, so that it is one force here.
SPELLINGS = {"London, City of": "City of London"}
NON_TERRITORIAL = frozenset({"British Transport Police"})
ENGLAND_AND_WALES = "England and Wales"
SINGLE = (1, 2, 3, 6, 7, 8, 22)
REST = join_types(NOT_POSITIVE)
ALL_OOCR = join_types(OOCR)
WIDE_BASES = ("closed", "recorded")


def _territorial(place):
    """Whether a place is a territorial force; None for a place that is no force."""
    return None if place == ENGLAND_AND_WALES else place not in NON_TERRITORIAL


def _force(record, column):
    place = filled(record, column)
    return SPELLINGS.get(place, place)


def _rest(record, assigned, positive):
    """Assigned outcomes that are neither a charge nor an out-of-court resolution."""
    rest = whole_number(record, assigned) - positive
    if rest < 0:
        raise CellProblem(assigned, "It is less than the outcomes it is the total of.", "Correct the row.")
    return rest


def _agree(record, column, total):
    if whole_number(record, column) != total:
        raise CellProblem(column, "It is not the sum of the columns it is the total of.", "Correct the row.")


def _single_types(record, name, assigned, oocr, positive):
    """[(outcome set, n)] of a record with a column for each of seven types; the totals must agree."""
    counts = [(str(code), whole_number(record, name(code))) for code in SINGLE]
    resolved = sum(n for code, n in counts if code != "1")
    _agree(record, oocr, resolved)
    _agree(record, positive, resolved + counts[0][1])
    return [*counts, (REST, _rest(record, assigned, resolved + counts[0][1]))]


def _rows(place, basis_key, period, grain, counts):
    """A period whose every count is 0 was not returned: it gives no row, rather than a row of noughts."""
    if not any(n for _, n in counts):
        return
    for outcomes, n in counts:
        yield Row(place, _territorial(place), basis_key, period, grain, outcomes, None, None, n)


def _force_year(record, options):
    counts = _single_types(
        record, lambda code: "charge_t1" if code == 1 else f"t{code}", "assigned", "oocr", "positive"
    )
    return _rows(_force(record, "force"), "closed", financial_year(record, "fy"), "year", counts)


def _force_quarter(record, options):
    period = quarter(record, "fq", financial_year(record, "fy"))
    for key in WIDE_BASES:
        counts = _single_types(
            record, f"{key}_t{{}}".format, f"{key}_assigned", f"{key}_oocr", f"{key}_positive"
        )
        yield from _rows(options["place"], key, period, "quarter", counts)


def _national_quarter(record, options):
    period = quarter(record, "fq", financial_year(record, "fy"))
    for key in WIDE_BASES:
        charge, oocr = whole_number(record, f"{key}_charge"), whole_number(record, f"{key}_oocr")
        counts = [("1", charge), (ALL_OOCR, oocr), (REST, _rest(record, f"{key}_assigned", charge + oocr))]
        yield from _rows(ENGLAND_AND_WALES, key, period, "quarter", counts)


def _force_quarter_group(record, options):
    place = _force(record, "Force")
    yield Row(
        place,
        _territorial(place),
        options["basis"],
        quarter(record, "Financial Quarter", options["financial_year"]),
        "quarter",
        outcome_type(record, "Outcome Type"),
        filled(record, "Offence Group"),
        None,
        whole_number(record, "n", signed=True),
    )


def _own(record, options):
    year = financial_year(record, "financial_year")
    yearly = not record["quarter"].strip()
    yield Row(
        _force(record, "force"),
        _yes_no(record, "territorial"),
        basis(record, "basis"),
        year if yearly else quarter(record, "quarter", year),
        "year" if yearly else "quarter",
        outcome_types(record, "outcome_types"),
        None,
        None,
        whole_number(record, "n"),
    )


def _yes_no(record, column):
    try:
        return {"yes": True, "no": False, "": None}[record[column].strip()]
    except KeyError:
        raise CellProblem(column, "This is neither yes nor no.", "Write yes, no, or nothing.") from None


def _place(text):
    if not text.strip() or len(text) > 120:
        raise ValueError("write the name of the force as published, for example Hertfordshire")
    return text.strip()


def _basis(text):
    if text not in BASES:
        raise ValueError(f"write one of: {', '.join(BASES)}")
    return text


PLACE = Option("place", "which force it counts", _place)
FINANCIAL_YEAR = Option("financial_year", "which financial year it counts", parse_financial_year)
# The file has one count column without a name for its basis; its totals are those of the recorded basis.
BASIS = Option("basis", "on which basis it counts", _basis, default="recorded")

_FORCE_COLUMNS = tuple(
    f"{key}_{name}"
    for key in WIDE_BASES
    for name in (*(f"t{code}" for code in SINGLE), "oocr", "positive", "assigned")
)
_NATIONAL_COLUMNS = tuple(f"{key}_{name}" for key in WIDE_BASES for name in ("charge", "oocr", "assigned"))
_YEAR_COLUMNS = ("charge_t1", "t2", "t3", "t6", "t7", "t8", "t22", "oocr", "positive", "assigned")

FEED = Feed(
    key="published_counts",
    version=1,
    title="published counts",
    grain="published count",
    bases=WIDE_BASES,
    published=True,
    source="Home Office police recorded crime and outcomes open data. Crown copyright, Open Government "
    "Licence v3.0.",
    known_problems=(
        "A count by month or quarter closed says nothing about how long its cases were followed.",
        "A count by quarter recorded is not complete in its latest quarters: resolutions are finalised "
        "faster than charges.",
        "Type 22 was voluntary before April 2021: earlier years cannot be compared between forces.",
        "A period for which a force returned nothing is left out; it is not a period of noughts.",
    ),
    layouts=(
        Layout(
            "own",
            ("force", "territorial", "basis", "financial_year", "quarter", "outcome_types", "n"),
            _own,
            covers=frozenset(),
        ),
        Layout("force_year", ("force", "fy", *_YEAR_COLUMNS), _force_year),
        Layout("force_quarter", ("fy", "fq", *_FORCE_COLUMNS), _force_quarter, (PLACE,)),
        Layout("national_quarter", ("fy", "fq", *_NATIONAL_COLUMNS), _national_quarter),
        Layout(
            "force_quarter_group",
            ("Force", "Financial Quarter", "Offence Group", "Outcome Type", "Outcome Group", "n"),
            _force_quarter_group,
            (FINANCIAL_YEAR, BASIS),
        ),
    ),
)
