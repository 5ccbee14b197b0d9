"""Synthetic cases as columns of numbers: who, where, when, what for, and how each ends in the end.

The day of the extract plays no part here: the same cases exist whenever one looks, and a later look shows more of
their outcomes (layout.py).
"""

import numpy as np

from cjnudge.cases.outcomes import OOCR
from cjnudge.cases.synthetic.draws import Draws, pick
from cjnudge.cases.synthetic.tables import identified, lags_of, tables

DAYS_A_MONTH = 30
# Reopened cases first had no further action for want of evidence: 15 or 16 in the published proportion of about 1 : 1.
FIRST_OF_REOPENED = (15, 16)


def make_cases(*, rows, months, seed):
    """{column: array of `rows` entries}; months: first days that cases enter in, in order.

    Days are numpy datetime64[D]. One row is one suspect and one crime; rows of one `decision` share suspect, unit,
    officer, days and outcome.
    """
    draws = Draws(seed)
    size = _decisions_needed(draws, rows)
    decisions = _decisions(draws, size, np.array(months, dtype="datetime64[D]"))
    return _crimes_of(draws, decisions, rows)


def _decisions_needed(draws, rows):
    """How many decisions have `rows` crimes between them: about 0.8 for each row, and never too few."""
    return len(_sizes(draws, rows)[: np.searchsorted(np.cumsum(_sizes(draws, rows)), rows) + 1])


def _sizes(draws, count):
    return 1 + draws.choose("crimes of a decision", count, tables()["assumptions"]["several_crimes"])


def _decisions(draws, size, months):
    made = {"decision": np.arange(size), **_what(draws, size)}
    made["entry_on"] = _entry_days(draws, size, months)
    made |= _where(draws, size) | _who(draws, size)
    _share_crimes(draws, made)
    made |= _endings(draws, size, made) | _particulars(draws, size, made)
    order = np.argsort(made["entry_on"], kind="stable")
    return {name: column[order] for name, column in made.items()}


def _what(draws, size):
    """Offence group and eventual outcome type together, in the published proportions."""
    keys = sorted(identified())
    chosen = draws.choose("group and outcome", size, [identified()[key] for key in keys])
    return {
        "group": np.array([key[0] for key in keys], dtype=object)[chosen],
        "outcome": np.array([key[1] for key in keys])[chosen],
    }


def _entry_days(draws, size, months):
    starts = months.astype("datetime64[M]")
    lengths = ((starts + 1).astype("datetime64[D]") - starts.astype("datetime64[D]")).astype(int)
    season = np.array(tables()["season"]["weights"])[starts.astype(int) % 12]
    month = draws.choose("entry month", size, season * lengths)
    day = (draws.uniform("entry day", size) * lengths[month]).astype(int)
    return starts[month].astype("datetime64[D]") + day


def _where(draws, size):
    districts = tables()["districts"]
    return {
        "district": draws.choose("district", size, districts["weights"]),
        "team": draws.choose("team", size, [1] * len(districts["teams"])),
    }


def _who(draws, size):
    """Suspects, a few of whom come often, and the officer, each of one district (number modulo ten)."""
    assumed = tables()["assumptions"]
    people = max(1, round(size / assumed["decisions_per_suspect"]))
    uneven = draws.uniform("suspect", size) ** assumed["repeat_exponent"]
    years = tables()["age"]
    person = (uneven * people).astype(int)
    band = pick(draws.uniform("age band", people), years["shares"])
    low, high = np.array(years["bands"]).T
    age = low[band] + (draws.uniform("age", people) * (high - low + 1)[band]).astype(int)
    return {
        "suspect": person,
        "officer": (draws.uniform("officer", size) * tables()["officers"]["number"] / 10).astype(int),
        "age": age[person],
        "sex": draws.choose("sex", people, [0.79, 0.21])[person],
        "ethnicity": draws.choose("ethnicity", people, tables()["ethnicity"]["shares"])[person],
    }


def _share_crimes(draws, made):
    """A few decisions are about a second suspect of the same crime as the decision before."""
    size = len(made["decision"])
    second = draws.chance("second suspect", size, tables()["assumptions"]["together_with_the_one_before"])
    second[0] = False
    second[1:] &= ~second[:-1]
    at = np.flatnonzero(second)
    for name in ("group", "entry_on", "district", "team"):
        made[name][at] = made[name][at - 1]
    made["shares_crime"] = second


def _endings(draws, size, made):
    """Outcome day, and the first outcome where the case was reopened; `never` where it was transferred."""
    assumed = tables()["assumptions"]
    days = _lag_days(draws, size, made["outcome"])
    outcome_on = made["entry_on"] + days
    reopened = draws.chance("reopened", size, assumed["reopened"]) & (days >= 20)
    first_days = (days * (0.2 + 0.4 * draws.uniform("first day", size))).astype(int)
    first = np.array(FIRST_OF_REOPENED)[draws.choose("first outcome", size, [1, 1])]
    reopened &= first != made["outcome"]
    return {
        "outcome_on": outcome_on,
        "reopened": reopened,
        "first_outcome": np.where(reopened, first, made["outcome"]),
        "first_outcome_on": np.where(reopened, made["entry_on"] + first_days, outcome_on),
        "never": draws.chance("transferred", size, assumed["transferred"]),
        "recorded_on": made["entry_on"] - _days_to_identify(draws, size),
    }


def _lag_days(draws, size, outcomes):
    """Days from entry to outcome: the published months of the outcome type, spread evenly within a month."""
    chances, within, late = (
        draws.uniform("lag", size),
        draws.uniform("day of lag", size),
        tables()["late"]["share"],
    )
    months = np.zeros(size)
    for outcome in np.unique(outcomes):
        weights = np.array(lags_of(outcome))
        at = outcomes == outcome
        months[at] = pick(chances[at], [*(weights / weights.sum() * (1 - late)), late])
    # The last place stands for 12 to 18 months.
    late_by = np.where(months == 13, draws.uniform("late", size) * 6 - 1, 0)
    # From any day of one month to any day of the month k later is k months, give or take one; in the same month the
    # outcome is the later of the two days.
    spread = within - draws.uniform("day of entry", size)
    spread = np.where(months == 0, np.abs(spread), spread)
    return np.floor((months + late_by + spread) * DAYS_A_MONTH).astype(int)


def _days_to_identify(draws, size):
    assumed = tables()["assumptions"]
    wait = -np.log1p(-draws.uniform("days to identify", size)) * assumed["days_to_identify"]
    same = draws.chance("same day", size, assumed["same_day"])
    return np.where(same, 0, np.minimum(wait, 90).astype(int))


def _particulars(draws, size, made):
    """What an eligibility rule asks for: gravity, admission, history, flags."""
    oocr = np.isin(made["outcome"], sorted(OOCR))
    admissions = tables()["admission"]
    uniform = draws.uniform("admission", size)
    history = draws.uniform("history", size)
    violent = np.isin(made["group"], ("Violence against the person", "Criminal damage and arson"))
    return {
        "is_oocr": oocr,
        "gravity": 1 + _gravity(draws, size, made["group"]),
        "admission": np.where(oocr, pick(uniform, admissions["oocr"]), pick(uniform, admissions["other"])),
        "previous": pick(history, [0.70, 0.18, 0.08, 0.04]),
        "convictions": (-np.log1p(-draws.uniform("convictions", size)) * 1.8).astype(int),
        "domestic_abuse": violent & draws.chance("domestic abuse", size, 0.38),
        "hate": draws.chance("hate", size, 0.015),
        "indictable_only": np.isin(made["group"], ("Robbery",)) | draws.chance("indictable", size, 0.01),
        "victim_consulted": draws.chance("victim consulted", size, 0.78),
        "conditional": draws.chance("conditional caution", size, 0.5),
        "has_conditions": oocr & draws.chance("conditions", size, tables()["assumptions"]["condition_share"]),
        "breached": draws.chance("breached", size, 0.12),
        "condition_days": 28 + (draws.uniform("condition days", size) * 84).astype(int),
        "minutes": 45 + (draws.uniform("minutes", size) * (120 + 240 * ~oocr)).astype(int),
        "reoffended": draws.chance("reoffended", size, tables()["assumptions"]["reoffended_in_a_year"]),
        "reoffended_days": 15 + (draws.uniform("days to reoffend", size) * 350).astype(int),
        "missing": draws.uniform("missing", (size, len(MISSING))),
    }


# Columns that may be empty, in the order of the uniform numbers that decide it.
MISSING = ("age", "sex", "ethnicity", "gravity", "admission", "previous", "victim", "officer", "eligibility")


def _gravity(draws, size, groups):
    uniform, chosen = draws.uniform("gravity", size), np.zeros(size, dtype=int)
    for group in np.unique(groups.astype(str)):
        at = groups == group
        chosen[at] = pick(uniform[at], tables()["gravity"].get(group, tables()["gravity"]["other"]))
    return chosen


def _crimes_of(draws, decisions, rows):
    """One entry for each crime of each decision, `rows` in all; every crime has its own number and offence."""
    size = len(decisions["decision"])
    row_of = np.repeat(np.arange(size), _sizes(draws, rows)[:size])[:rows]
    made = {name: column[row_of] for name, column in decisions.items()}
    first = np.r_[True, row_of[1:] != row_of[:-1]]
    crime = np.arange(rows)
    # The second suspect of a crime has the crime of the decision right before, where that kept its place in the order.
    together = first & made["shares_crime"] & np.r_[False, made["decision"][1:] == made["decision"][:-1] + 1]
    together[1:] &= made["suspect"][1:] != made["suspect"][:-1]
    crime[together] -= 1
    offence = _offences(draws, made["group"])
    return made | {"crime": crime, "offence": offence[crime]}


def _offences(draws, groups):
    uniform, codes = draws.uniform("offence", len(groups)), np.empty(len(groups), dtype=object)
    for group in np.unique(groups.astype(str)):
        listed = tables()["offences"][group]
        at = groups == group
        codes[at] = np.array([code for code, _ in listed], dtype=object)[
            pick(uniform[at], [share for _, share in listed])
        ]
    return codes
