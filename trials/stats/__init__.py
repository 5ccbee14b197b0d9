"""The statistics engine: a plan and counts in, a report out. Pure: no Django, clock or hidden state."""

from trials.stats.analyse import analyse
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.plan import Allocation, Look, Outcome, Plan
from trials.stats.report import Estimate, Finding, OutcomeResult, Refusal, Report

__all__ = [
    "Allocation",
    "CannotEstimate",
    "Estimate",
    "Finding",
    "InputRefused",
    "Look",
    "Outcome",
    "OutcomeResult",
    "Plan",
    "Refusal",
    "Report",
    "analyse",
]
