"""How different missing outcomes of single allocated cases would have to be for the conclusion to change."""

import numpy as np

from trials.stats.checks.delta_missing import STEPS, judge_deltas
from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The primary with its interval, moved by delta times the share missing in the arm compared."""
    panel = evidence.panel
    if "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    names, arm = arms_of(panel, evidence.plan)
    rows = arm == numbers_of(evidence.plan, names)[0]
    entered, known = (
        np.nansum(part[rows][:, panel.windows.after]) for part in (panel.flow["entered"], panel.size)
    )
    share = float(1 - known / max(entered, 1))
    own = estimates["newcombe_arms"]
    return judge_deltas(
        [tuple(bound + delta * share for bound in (own.value, own.low, own.high)) for delta in STEPS]
    )


CHECK = Check(
    question="Would the conclusion stand if missing outcomes were unlike the known?",
    needs=words("arm_counts", "proportion", "risk_difference", "newcombe_arms"),
    run=run,
)
