"""Runs a case and says what is wrong with what came: nothing may but a number, or a refusal in words."""

import math
import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.trials.stats.any_due import why_not_due
from tests.trials.stats.any_plan import Case
from trials.stats import CannotEstimate, InputRefused, Report, analyse

SLOWEST = 20.0  # seconds of the processor a report of 5,000 cells may take; most take a twentieth of one


@dataclass(frozen=True)
class Verdict:
    """How a case ended: "answered", "refused (a)" …, or "input rule"; `fault` says what is wrong, or is empty."""

    end: str
    fault: str = ""
    rule: str = ""
    report: Report | None = None
    seconds: float = 0.0


def judge(case: Case, *, slowest: float = SLOWEST) -> Verdict:
    """Analyses the case and looks at everything that came back."""
    begun = time.process_time()
    end, rule, report, fault = run(case)
    seconds = time.process_time() - begun
    faults = [fault, *(_report_faults(report) if report is not None else []), _due(case, end, rule)]
    if seconds > slowest:
        faults.append(f"it took {seconds:.1f} s of the processor")
    return Verdict(end, "; ".join(filter(None, faults)), rule, report, seconds)


def run(case: Case) -> tuple[str, str, Report | None, str]:
    """(end, input rule, report, fault)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # a division by nought on the way is a fault too
        try:
            return "answered", "", analyse(case.plan, case.frames, look=case.look, timing=case.timing), ""
        except InputRefused as refusal:
            return (
                "input rule",
                refusal.rule,
                None,
                "" if _in_words(refusal) else "a refusal without a remedy",
            )
        except CannotEstimate as refusal:
            return f"refused ({refusal.code})", "", refusal.report, _refusal_fault(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the fault looked for
            return "broken", "", None, f"{type(error).__name__}: {error}"


def _in_words(refusal: InputRefused) -> bool:
    return bool(refusal.rule.strip()) and refusal.remedy.rstrip().endswith(".") and "\n" not in refusal.remedy


def _refusal_fault(refusal: CannotEstimate) -> str:
    report = refusal.report
    if report is None or report.primary is not None or report.refusal.code != refusal.code:
        return "a refusal whose report does not say so"
    return "" if refusal.missing.strip() and refusal.would_do.strip() else "a refusal without a remedy"


def _report_faults(report: Report) -> list[str]:
    found = [f"{place} is not finite" for place in not_finite(report.as_dict())[:3]]
    if found:
        return found
    text = report.to_json()
    if Report.from_json(text).to_json() != text:
        found.append("the report's JSON does not come back")
    if not report.verdict.strip() or not report.verdict.rstrip().endswith("."):
        found.append(f"the verdict is no sentence: {report.verdict!r}")
    return found + [f"{key}: {fault}" for key, item in _estimates(report) if (fault := _estimate_fault(item))]


def _estimates(report: Report) -> list[tuple[str, Any]]:
    others = [(key, found.estimate) for key, found in report.outcomes.items() if found.estimate is not None]
    return [*report.estimates.items(), *report.contrasts.items(), *others]


def _estimate_fault(item: Any) -> str:
    if item.p_value is not None and not 0 <= item.p_value <= 1:
        return f"p is {item.p_value}"
    if item.low is not None and item.high is not None and not item.low <= item.high:
        return f"the interval is upside down: {item.low} to {item.high}"
    return ""


def not_finite(value: Any, place: str = "report") -> list[str]:
    """Places in nested values that hold NaN or an infinity."""
    if isinstance(value, dict):
        return [hit for key, item in value.items() for hit in not_finite(item, f"{place}.{key}")]
    if isinstance(value, (list, tuple)):
        return [hit for number, item in enumerate(value) for hit in not_finite(item, f"{place}[{number}]")]
    if isinstance(value, np.ndarray):
        return [] if np.isfinite(value).all() else [place]
    if isinstance(value, (float, np.floating)):
        return [] if math.isfinite(value) else [place]
    return []


def _due(case: Case, end: str, rule: str) -> str:
    if end == "broken" or case.due == "either":
        return ""
    if case.due == "refusal":
        return "" if end == "input rule" else f"{case.bent} was not refused: {end}"
    return why_not_due(case, end, rule)
