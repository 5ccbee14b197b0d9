"""The header and labels of the synthetic extract, like a records system's own, and the mapping that reads them."""

from cjnudge.cases.extract.fields import SYNTHETIC_COLUMN
from cjnudge.cases.synthetic.tables import tables

NAME = "Synthetic records system"
# The word stands in the header, in every record and in the file's name.
MARK_COLUMN = SYNTHETIC_COLUMN
MARK = "SYNTHETIC"

# (column, what the mapping makes of it); None: dropped, never stored.
COLUMNS = (
    (MARK_COLUMN, None),
    ("Crime Ref", "crime"),
    ("Suspect PNC ID", "suspect"),
    ("Suspect Name", None),
    ("OIC Collar No", "officer"),
    ("Recorded", "recorded_on"),
    ("Suspect Identified", "entry_on"),
    ("Policing Team", "unit"),
    ("HO Code", "offence"),
    ("Age", "age_band"),
    ("Gender", "sex"),
    ("Self-defined Ethnicity", "ethnicity"),
    ("Outcome", "outcome"),
    ("Outcome Date", "outcome_on"),
    ("First Outcome", "first_outcome"),
    ("First Outcome Date", "first_outcome_on"),
    ("Transferred Out", "transferred"),
    ("Gravity", "gravity"),
    ("Admission", "admission"),
    ("OoCRs Before", "previous"),
    ("Convictions Before", "convictions"),
    ("DA", "domestic_abuse"),
    ("Hate", "hate"),
    ("Indictable Only", "indictable_only"),
    ("System Eligibility", "stated_eligibility"),
    ("Victim Consulted", "victim_consulted"),
    ("Caution Kind", "caution_kind"),
    ("Conditions", "conditions"),
    ("Conditions Ended", "conditions_on"),
    ("Next Crime", "reoffended_on"),
    ("Minutes Spent", "minutes"),
    ("MO Notes", None),
)
HEADER = tuple(column for column, _ in COLUMNS)

DAY_FORMAT = "%d/%m/%Y"
OUTCOMES = {
    1: "Charge / Summons",
    2: "Caution - Youth",
    3: "Caution - Adult",
    5: "Offender Died",
    8: "Community Resolution",
    9: "Not in Public Interest - CPS",
    10: "Not in Public Interest - Police",
    11: "Under Age of Responsibility",
    12: "Suspect Too Ill",
    13: "Witness Dead or Too Ill",
    15: "Evidential - Victim Supports",
    16: "Evidential - Victim Does Not Support",
    17: "Time Limit Expired",
    20: "Other Body or Agency",
    21: "Further Investigation Not in Public Interest",
    22: "Diversionary Activity (O22)",
}
SEXES = {"Male": "male", "Female": "female"}
ETHNICITIES = {"W": "white", "M": "mixed", "A": "asian", "B": "black", "O": "other", "N": "not stated"}
ADMISSIONS = {
    "Full Admission": "admitted",
    "Accepts Responsibility": "responsibility accepted",
    "Denied / No Reply": "not admitted",
}
YES_NO = {"Y": "yes", "N": "no"}
ELIGIBILITIES = {"Suitable": "eligible", "Refer": "conditional", "Unsuitable": "not eligible"}
CAUTION_KINDS = {"Simple": "simple", "Conditional": "conditional"}
CONDITIONS = {"No Conditions": "none", "Open": "open", "Completed": "completed", "Breached": "breached"}


def mapping_body(*, by_district=False):
    """The mapping of this layout as a plain value, in the form of a mapping's body.

    by_district: the unit of a case is its district, and not its team.
    """
    flags = ("transferred", "domestic_abuse", "hate", "indictable_only", "victim_consulted")
    outcomes = {label: str(code) for code, label in OUTCOMES.items()}
    return {
        "format": 1,
        "columns": {column: field or "drop" for column, field in COLUMNS},
        "confirmed_drops": [column for column, field in COLUMNS if field is None],
        "days": {field: "uk" for _, field in COLUMNS if field and field.endswith("_on")},
        "labels": {
            "outcome": outcomes,
            "first_outcome": outcomes,
            "sex": SEXES,
            "ethnicity": {code: ETHNICITIES[code[0]] for code in tables()["ethnicity"]["codes"]},
            "admission": ADMISSIONS,
            "stated_eligibility": ELIGIBILITIES,
            "caution_kind": CAUTION_KINDS,
            "conditions": CONDITIONS,
            **dict.fromkeys(flags, YES_NO),
            **({"unit": districts_of_teams()} if by_district else {}),
        },
        "as_written": ["offence"] if by_district else ["unit", "offence"],
        "ages_in_years": True,
    }


def districts_of_teams():
    """{label of a team: its district}."""
    listed = tables()["districts"]
    return {f"{name} {team}": name for name in listed["names"] for team in listed["teams"]}
