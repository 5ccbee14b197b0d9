"""What an extract of one day shows of synthetic cases: later outcomes, and cases that enter later, are not in it."""

import numpy as np

from cjnudge.cases.synthetic.cases import MISSING
from cjnudge.cases.synthetic.tables import tables

NO_CASE = -1


def known_by(cases, as_at):
    """The cases that had entered by the day, with what was known of them then; NO_CASE or NaT where it was not."""
    day = np.datetime64(as_at)
    entered = cases["entry_on"] <= day
    seen = {name: column[entered] for name, column in cases.items()}
    return seen | _outcomes(seen, day) | _conditions(seen, day) | _next_crime(seen, day) | _gaps(seen)


def _outcomes(seen, day):
    """The latest outcome by the day; the first one stands beside it only where it was changed."""
    open_for_ever = seen["never"]
    ended = (seen["outcome_on"] <= day) & ~open_for_ever
    first_known = (seen["first_outcome_on"] <= day) & ~open_for_ever
    changed = ended & seen["reopened"]
    latest = np.where(ended, seen["outcome"], np.where(first_known, seen["first_outcome"], NO_CASE))
    latest_on = np.where(ended, seen["outcome_on"], np.where(first_known, seen["first_outcome_on"], _NO_DAY))
    return {
        "latest": latest,
        "latest_on": latest_on,
        "before": np.where(changed, seen["first_outcome"], NO_CASE),
        "before_on": np.where(changed, seen["first_outcome_on"], _NO_DAY),
        "transferred": open_for_ever & (seen["entry_on"] + 14 <= day),
        "is_decided": latest != NO_CASE,
    }


_NO_DAY = np.datetime64("NaT", "D")


def _conditions(seen, day):
    """0 none, 1 open, 2 completed, 3 breached, of resolutions whose day has come; NO_CASE of the others."""
    resolved = (seen["outcome_on"] <= day) & ~seen["never"] & seen["is_oocr"]
    ends_on = seen["outcome_on"] + seen["condition_days"]
    ended = ends_on <= day
    state = np.where(ended, np.where(seen["breached"], 3, 2), 1)
    has = resolved & seen["has_conditions"]
    return {
        "is_resolved": resolved,
        "conditions": np.where(has, state, np.where(resolved, 0, NO_CASE)),
        "conditions_on": np.where(has & ended, ends_on, _NO_DAY),
    }


def _next_crime(seen, day):
    """The next crime with this suspect: counted from the outcome, and known once it has happened."""
    on = seen["outcome_on"] + seen["reoffended_days"]
    known = seen["reoffended"] & ~seen["never"] & (on <= day)
    return {"reoffended_on": np.where(known, on, _NO_DAY)}


def _gaps(seen):
    """{"no_<column>": truth values}: what the records system leaves empty, the same on every day."""
    assumed = tables()["assumptions"]
    return {
        f"no_{name}": seen["missing"][:, at] < assumed[f"missing_{name}"] for at, name in enumerate(MISSING)
    }
