"""Whether units that took the nudge up are of a size with those they are compared with."""

import numpy as np

from trials.stats.adoption import read_adoption
from trials.stats.checks.size_comparability import compare_sizes
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The rule of `size_comparability` on all cases of a unit, those that start against those that do not.

    Handing out the starts again takes every unit to vary alike: four units of 10 cases a month among eight of 100
    were found to differ in 16 % of 1,000 panels in which nothing happened.
    """
    panel, adoption = evidence.panel, evidence.derive(read_adoption)
    cases = dict(zip(panel.units, np.nansum(panel.size, axis=1).tolist(), strict=True))
    size = np.array([cases[name] for name in adoption.units])
    starts = np.isfinite(adoption.starts[adoption.cohort])
    return compare_sizes(size[starts], size[~starts])


CHECK = Check(
    question="Are units that started of a size with those that did not?",
    needs=words("adoption"),
    run=run,
    warns=True,
)
