"""How many cases the force's rules call eligible, month by month."""

from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.limits import LEAST_MONTHS, laney
from cjnudge.cases.quality.wording import NEARLY_ALL, lean, month_name, of, percent

UNKNOWN_IS_MUCH = 0.10
NONE_APPLIED = (
    "No approved eligibility rules were applied, so that eligibility is unknown for every case. Have rules approved "
    "and import the extract again."
)


def look(material):
    counted = material.by_month(
        [_among("eligible"), _among("conditional"), _among("not eligible"), _among("unknown")]
    )
    known, unknown = sum(sum(line[1:4]) for line in counted), sum(line[4] for line in counted)
    if not known:
        return Found(sentences=[NONE_APPLIED], findings=["Eligibility is unknown for every case."])
    table = Table("Eligibility by month of entry", _HEADINGS, [_line(material, *line) for line in counted])
    return Found(
        [_READING], [*_unknown(material, unknown, known + unknown), *_shifts(material, counted)], [table]
    )


def _unknown(material, unknown, whole):
    """A finding where much is unknown; that it is nearly everything is about the rules and the columns they need."""
    share = material.cell(unknown, whole)[2]
    if share is None:
        side = lean(unknown, whole)
        return [f"Eligibility is unknown for {side} cases."] if side == NEARLY_ALL else []
    return [] if share < UNKNOWN_IS_MUCH else [f"Eligibility is unknown for {percent(share)}."]


_READING = (
    "The share is that of eligible or conditional cases among those whose eligibility is known. A nudge can change "
    "what officers write down about eligibility: where this share moves, measures among eligible cases compare "
    "different cases."
)
_HEADINGS = [
    ["Entered in", "text"],
    ["Eligible", "count"],
    ["Conditional", "count"],
    ["Not eligible", "count"],
    ["Unknown", "count"],
    ["Share eligible", "share"],
]


def _among(value):
    return f"count(*) FILTER (eligibility = '{value}')"


def _line(material, month, eligible, conditional, not_eligible, unknown):
    known = eligible + conditional + not_eligible
    share = material.cell(eligible + conditional, known)[2]
    counts = (eligible, conditional, not_eligible, unknown)
    return [month_name(month), *map(material.count, counts), share]


def _shifts(material, counted):
    """Months whose share, as it is shown, lies outside the limits of a p′ chart."""
    cells = [(line[0], *material.cell(line[1] + line[2], sum(line[1:4]))) for line in counted]
    judged = [(month, part, whole) for month, part, whole, share in cells if share is not None]
    if len(judged) < LEAST_MONTHS:
        return []
    limits = laney([part for _, part, _ in judged], [whole for _, _, whole in judged])
    if limits is None or not limits.number_outside:
        return []
    odd = [
        month_name(month) for (month, _, _), outside in zip(judged, limits.outside, strict=True) if outside
    ]
    return [f"The eligible share of {of(len(odd), len(judged), 'months')} out of line: {', '.join(odd)}."]


SECTION = Section(order=70, title="Eligibility", schemas=("cases",), look=look)
