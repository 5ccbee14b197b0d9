"""What officers said before and after, by arm: changes of bands compared, and every arm's means.

A band is one figure, however many answered: officers who work together answer alike. Its change from the earlier survey
to the later one is held against that of bands without the nudge by the cluster long difference (STATISTICS section 3).
"""

import json
from dataclasses import asdict

import pandas as pd

from trials.planning.engine_plan import base_of
from trials.planning.trial_plan import CONTROL
from trials.stats import CannotEstimate, InputRefused, Outcome, Plan, analyse
from trials.stats.arithmetic.multiplicity import benjamini_hochberg, holm
from trials.stats.canonical import canonical_json
from trials.stats.report import OutcomeResult, Refusal

COLUMNS = ("unit", "arm", "treated", "period", "n", "mean", "sd")
ADJUSTMENTS = {"secondary": holm, "exploratory": benjamini_hochberg}
NO_CONTROL = "every band had the nudge when the later survey was answered"
NO_NUDGE = "no band had the nudge when the later survey was answered"
NOTHING = "There is nothing to hold its change against."


def with_surveys(plan, report, bands):
    """The engine's report with the outcomes from surveys among the others, adjusted together; itself without any."""
    if not bands or report["primary"] is None:
        return report
    outcomes = {**report["outcomes"], **survey_results(plan, bands)}
    return {**report, "outcomes": adjusted_together(plan, outcomes)}


def surveys_in(material):
    """{"surveys": which they are, what was left out, every arm's means}, or {} where nothing was read from any."""
    if not material.surveys:
        return {}
    return {"surveys": {**material.surveys, "levels": levels_of(material.bands)}}


def survey_results(plan, bands):
    """{key: outcome as the engine's report has them} of the plan's outcomes from surveys.

    bands: {key: rows [name, arm, in force, 1 or 2, answers, mean, sd]}.
    """
    lines = [line for line in plan.outcomes if line.key in bands]
    return {line.key: as_values(result_of(plan, line, bands[line.key])) for line in lines}


def result_of(plan, line, rows):
    """The OutcomeResult of one outcome, in the arm that the verdict speaks of."""
    table = pd.DataFrame(rows, columns=COLUMNS)
    base = base_of(plan) if CONTROL not in {arm.key for arm in plan.arms} else CONTROL
    own = next(key for key in plan.primary_contrast if key != base)
    found, why = {}, ""
    for arm in [arm.key for arm in plan.arms if arm.key != base]:
        try:
            found[arm] = change_of(plan, line, table, arm, base)
        except (CannotEstimate, InputRefused) as refusal:
            why = str(refusal) if arm == own else why
    refused = Refusal(missing=why, would_do="", code="") if why else None
    text = f"No estimate. {why}" if why else ""
    several = found if len(found) > 1 else {}
    return OutcomeResult(line.key, line.role, found.get(own), refused, None, None, text, contrasts=several)


def change_of(plan, line, table, arm, base):
    """Estimate of how much more the bands of an arm changed than those of the base."""
    chosen = table[table["arm"].isin((arm, base))]
    if not (chosen["arm"] == base).any():
        raise InputRefused(NO_CONTROL, remedy=NOTHING)
    if not (chosen["arm"] == arm).any():
        raise InputRefused(NO_NUDGE, remedy=NOTHING)
    treated = ((chosen["arm"] == arm) & (chosen["period"] == 2)).astype(int)
    frame = chosen.assign(treated=treated).drop(columns="arm")
    asked = Plan(
        design="difference_in_differences",
        alpha=plan.alpha,
        seed=plan.analysis_seed,
        start=2,
        outcomes=(Outcome(line.key, role="primary", better=line.better, follow_up_days=0),),
    )
    return analyse(asked, frame).primary


def as_values(result):
    """As the engine's report writes it down."""
    return json.loads(canonical_json(asdict(result)))


def adjusted_together(plan, outcomes):
    """The outcomes with p-values adjusted over all of their role: those from surveys and those from cases."""
    roles, found = {line.key: line.role for line in plan.outcomes}, dict(outcomes)
    for role, adjust in ADJUSTMENTS.items():
        tested = [
            key
            for key, one in found.items()
            if roles.get(key) == role and one["estimate"] and one["estimate"]["p_value"] is not None
        ]
        for key, p_value in zip(
            tested, adjust([found[key]["estimate"]["p_value"] for key in tested]), strict=True
        ):
            found[key] = {**found[key], "adjusted_p": json.loads(canonical_json(p_value))}
    return found


def levels_of(bands):
    """[{"key", "arm", "bands", "before", "after"}]: mean of an arm's bands in each survey, every band counted once."""
    found = []
    for key, rows in sorted(bands.items()):
        for arm in dict.fromkeys(row[1] for row in sorted(rows, key=lambda row: (row[2], row[1]))):
            own = [row for row in rows if row[1] == arm]
            means = {wave: [row[5] for row in own if row[3] == wave] for wave in (1, 2)}
            before, after = (sum(means[wave]) / len(means[wave]) for wave in (1, 2))
            found.append({"key": key, "arm": arm, "bands": len(means[1]), "before": before, "after": after})
    return found
