"""Our reading of the Maryland scale: the design's level, lowered by what the checks find."""

from collections.abc import Iterable

from trials.stats.report import Finding
from trials.stats.strategy import Design, all_checks

LOWEST = 1


def grade(design: Design, findings: Iterable[Finding]) -> int:
    """The level after every finding; no result raises it above the design's own."""
    level, checks = design.maryland, all_checks()
    for finding in findings:
        level = min(level, checks[finding.key].grade(level, finding))
    return max(level, LOWEST)


def one_step_if_failed(level: int, finding: Finding) -> int:
    """One level lower where the check fails."""
    return level - 1 if finding.status == "fails" else level
