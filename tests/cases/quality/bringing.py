"""A synthetic extract brought into a practice space through the real door: mapping, reader, rules, job."""

from datetime import date

from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.models import Mapping, MappingVersion
from cjnudge.cases.operations.at_once import import_cases
from cjnudge.cases.operations.mappings import start_mapping
from cjnudge.cases.storage.parts import canonical
from cjnudge.cases.synthetic import NAME, mapping_body, write_extract
from tests.cases.eligibility.written import approved
from tests.people import NOW

ASKED = {"first_month": date(2023, 1, 1), "months": 14, "seed": 9, "rows": 8_000}
EARLIER, LATER = date(2024, 3, 31), date(2024, 12, 31)
# What the made-up records system says is taken over: no force's matrix.
RULES = RuleSet(
    (
        Rule("eligible", "The system says suitable.", (Condition("stated_eligibility", "is", "eligible"),)),
        Rule(
            "conditional", "The system says refer.", (Condition("stated_eligibility", "is", "conditional"),)
        ),
        Rule("not eligible", "The system says unsuitable."),
    )
)


def mapping_of(force, by):
    """The mapping of the synthetic extract, written once."""
    found = Mapping.scoped.for_force(force).filter(name=NAME).first()
    if found:
        return MappingVersion.scoped.for_force(force).filter(mapping=found).first()
    return start_mapping(force=force, name=NAME, body=read_body(canonical(mapping_body())), by=by, at=NOW)


def approve(force, by, second):
    return approved(force, by, second, RULES)


def bring(force, by, folder, as_at, **changes):
    """The snapshot of the extract as at a day; the same arguments bring the same bytes."""
    path = folder / f"synthetic-{as_at}.csv"
    write_extract(path, as_at=as_at, **ASKED | changes)
    upload = import_cases(
        paths=[path], force=force, by=by, mapping_version=mapping_of(force, by), as_at=as_at
    )
    return upload.snapshot
