"""The cells of synthetic records: text, column by column, in the labels of the layout."""

import numpy as np

from cjnudge.cases.synthetic import layout
from cjnudge.cases.synthetic.tables import tables

SUITABLE_GRAVITY = 3  # gravity up to which the made-up records system calls a case suitable
NOTES = (
    "Synthetic note: made up, nothing of this happened.",
    "Synthetic note: an invented account, with a comma and a \"quoted\" word.",
    "",
)  # fmt: skip


def cells_of(seen, start):
    """One list of texts for each column of the layout; start: number of the first record of this batch."""
    count = len(seen["entry_on"])
    made = _identifiers(seen) | _days(seen) | _labels(seen) | _numbers(seen)
    made["Policing Team"] = _teams(seen)
    made["HO Code"] = list(seen["offence"])
    made[layout.MARK_COLUMN] = [layout.MARK] * count
    made["MO Notes"] = [NOTES[number % len(NOTES)] for number in range(start, start + count)]
    return [made[column] for column in layout.HEADER]


def _identifiers(seen):
    officers = [
        "" if gone else f"SYN-O-{number * 10 + district:05d}"
        for number, district, gone in _plain(seen, "officer", "district", "no_officer")
    ]
    return {
        "Crime Ref": [f"SYN-C-{number:08d}" for number in seen["crime"].tolist()],
        "Suspect PNC ID": [f"SYN-S-{number:07d}" for number in seen["suspect"].tolist()],
        "Suspect Name": [f"Synthetic Person {number}" for number in seen["suspect"].tolist()],
        "OIC Collar No": officers,
    }


def _days(seen):
    columns = {
        "Recorded": "recorded_on",
        "Suspect Identified": "entry_on",
        "Outcome Date": "latest_on",
        "First Outcome Date": "before_on",
        "Conditions Ended": "conditions_on",
        "Next Crime": "reoffended_on",
    }
    return {column: days_as_text(seen[name]) for column, name in columns.items()}


def days_as_text(days):
    """Days as 31/12/2025, "" where there is none; each different day is written once."""
    unique, which = np.unique(days.astype("datetime64[D]"), return_inverse=True)
    texts = np.array(
        ["" if np.isnat(day) else day.item().strftime(layout.DAY_FORMAT) for day in unique], dtype=object
    )
    return texts[which].tolist()


def _labels(seen):
    flags = {
        "Transferred Out": "transferred",
        "DA": "domestic_abuse",
        "Hate": "hate",
        "Indictable Only": "indictable_only",
    }
    caution = np.where(
        seen["is_resolved"] & np.isin(seen["outcome"], (2, 3)), seen["conditional"].astype(int), -1
    )
    return {
        "Outcome": _chosen(layout.OUTCOMES, seen["latest"]),
        "First Outcome": _chosen(layout.OUTCOMES, seen["before"]),
        "Gender": _listed(layout.SEXES, seen["sex"], seen["no_sex"]),
        "Self-defined Ethnicity": _listed(
            tables()["ethnicity"]["codes"], seen["ethnicity"], seen["no_ethnicity"]
        ),
        "Admission": _listed(layout.ADMISSIONS, seen["admission"], seen["no_admission"]),
        "System Eligibility": _listed(layout.ELIGIBILITIES, _suitability(seen), seen["no_eligibility"]),
        "Victim Consulted": _listed(
            layout.YES_NO, (~seen["victim_consulted"]).astype(int), seen["no_victim"]
        ),
        "Caution Kind": _listed(layout.CAUTION_KINDS, caution, caution < 0),
        "Conditions": _listed(layout.CONDITIONS, seen["conditions"], seen["conditions"] < 0),
        **{column: ["Y" if flag else "N" for flag in seen[name].tolist()] for column, name in flags.items()},
    }


def _suitability(seen):
    """What the made-up system says: 0 suitable, 1 refer, 2 unsuitable. No force's rule, and not this product's."""
    serious = (seen["gravity"] > SUITABLE_GRAVITY) | seen["indictable_only"]
    refer = seen["domestic_abuse"] | seen["hate"] | (seen["admission"] == 2)
    return np.where(serious, 2, np.where(refer, 1, 0))


def _numbers(seen):
    minutes = np.where(seen["is_decided"], seen["minutes"], -1)
    return {
        "Age": _texts(seen["age"], seen["no_age"]),
        "Gravity": _texts(seen["gravity"], seen["no_gravity"]),
        "OoCRs Before": _texts(seen["previous"], seen["no_previous"]),
        "Convictions Before": _texts(seen["convictions"], np.zeros(len(minutes), dtype=bool)),
        "Minutes Spent": _texts(minutes, minutes < 0),
    }


def _teams(seen):
    districts = tables()["districts"]
    names = [[f"{district} {team}" for team in districts["teams"]] for district in districts["names"]]
    return [names[district][team] for district, team in _plain(seen, "district", "team")]


def _chosen(labels, codes):
    return [labels.get(code, "") for code in codes.tolist()]


def _listed(labels, positions, gone):
    texts = np.array([*labels, ""], dtype=object)
    return texts[np.where(gone, len(labels), positions)].tolist()


def _texts(numbers, gone):
    return [
        "" if missing else str(number)
        for number, missing in zip(numbers.tolist(), gone.tolist(), strict=True)
    ]


def _plain(seen, *names):
    return zip(*(seen[name].tolist() for name in names), strict=True)
