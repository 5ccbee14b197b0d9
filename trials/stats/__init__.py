"""The statistics engine: a plan and counts in, a report out. Pure: no Django, clock or hidden state.

Names are loaded when first used, so that a page which shows a plan does not wait for the numeric libraries.
"""

from importlib import import_module

_HOME = {
    "Allocation": "plan",
    "CannotEstimate": "errors",
    "Estimate": "report",
    "Finding": "report",
    "InputRefused": "errors",
    "Layout": "layout",
    "Look": "plan",
    "Outcome": "plan",
    "OutcomeResult": "report",
    "Plan": "plan",
    "Refusal": "report",
    "Report": "report",
    "TakenLook": "looks_taken",
    "allocate": "allocating",
    "analyse": "analysis",
    "correlation_intervals": "history",
    "cumulative_incidence": "timing",
    "power": "powering",
    "power_for_amount": "powering",
    "power_grid": "powering",
    "read_history": "history",
    "read_mean_history": "mean_history",
    "simulate_power": "powering",
    "smallest_detectable_amount": "powering",
    "smallest_detectable_effect": "powering",
    "verify_allocation": "allocating",
}

__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"trials.stats has no {name}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return __all__
