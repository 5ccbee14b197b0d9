"""Small extracts of cases, and the mapping that reads them."""

from datetime import date, timedelta
from hashlib import sha256

from cjnudge.cases.extract.mapping import MappingBody
from cjnudge.cases.models import Mapping, MappingVersion
from tests.people import NOW

HEADER = (
    "Crime No",
    "PNC ID",
    "Collar No",
    "Suspect Name",
    "Identified",
    "Team",
    "Outcome",
    "Outcome Date",
    "Offence",
)
BODY = MappingBody(
    columns={
        "Crime No": "crime",
        "PNC ID": "suspect",
        "Collar No": "officer",
        "Suspect Name": "drop",
        "Identified": "entry_on",
        "Team": "unit",
        "Outcome": "outcome",
        "Outcome Date": "outcome_on",
        "Offence": "drop",
    },
    confirmed_drops=("Suspect Name",),
    days={"entry_on": "iso", "outcome_on": "iso"},
    labels={"outcome": {"Community resolution": "8", "Charged": "1", "NFA": "16"}},
    as_written=("unit",),
)
FIRST_DAY = date(2026, 1, 1)
AS_AT = date(2026, 9, 30)


def case(
    number, *, suspect=None, crime=None, on=None, outcome="Community resolution", days=10, team="Watford"
):
    """A record: the `number`th case, its outcome so many days after entry."""
    entry = on or FIRST_DAY + timedelta(days=number % 28)
    decided = entry + timedelta(days=days) if outcome else ""
    suspect = f"20/{suspect or number:07d}A" if suspect != "" else ""
    return f"41/{crime or number:06d}/26,{suspect},C{number % 50:04d},Some Name,{entry},{team},{outcome},{decided},x"


def text(*records):
    """The bytes of an extract of these records."""
    return ("\n".join([",".join(HEADER), *records]) + "\n").encode()


def many(rows, **given):
    """The bytes of an extract of so many cases."""
    return text(*(case(number, **given) for number in range(1, rows + 1)))


def make_mapping(force, by, *, body=BODY, slug="niche", number=1):
    """A version of a mapping, ready to read HEADER with."""
    mapping, _ = Mapping.objects.get_or_create(
        force=force, slug=slug, defaults={"name": slug.title(), "started_at": NOW, "started_by_id": by.pk}
    )
    said = body.canonical()
    return MappingVersion.objects.create(
        force=force,
        mapping=mapping,
        number=number,
        body=said,
        hash=sha256(said.encode()).hexdigest(),
        written_at=NOW,
        written_by_id=by.pk,
    )
