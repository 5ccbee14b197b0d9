"""Methods timed in turn, so that whatever else the machine does meets all of them alike."""

import statistics
import time
from collections.abc import Callable, Mapping

REPEATS = 7


def seconds_of(work: Callable) -> float:
    """Wall-clock seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(ways: Mapping[str, Callable], repeats: int = REPEATS) -> dict[str, float]:
    """Median seconds of each way: once each unmeasured, then all in turn.

    A way that gives a float has timed itself, as a peer in another process does without the way there and back.
    """
    seconds = {name: [] for name in ways}
    for turn in range(repeats + 1):
        for name, way in ways.items():
            own = _timed(way)
            if turn:
                seconds[name].append(own)
    return {name: statistics.median(found) for name, found in seconds.items()}


def _timed(way: Callable) -> float:
    started = time.perf_counter()
    given = way()
    passed = time.perf_counter() - started
    return given if isinstance(given, float) else passed


def table(benchmark: str, seconds: Mapping[str, float], rates: Mapping[str, dict], **more) -> dict:
    """One benchmark's figures: for each method its time as a multiple of ours, and its rates beside it."""
    methods = {
        name: {"times_ours": round(passed / seconds["ours"], 3), **rates.get(name, {})}
        for name, passed in seconds.items()
    }
    return {"benchmark": benchmark, "our_seconds": round(seconds["ours"], 5), "methods": methods, **more}


def rates_of(null: list[tuple[float, float]], known: list[tuple[float, float]], truth: float) -> dict:
    """Bias on sets with the known effect, rejections at 5 % on sets without; each set is (estimate, p-value)."""
    return {
        "bias": round(statistics.fmean(value for value, _ in known) - truth, 4),
        "rejects_null": round(statistics.fmean(p <= 0.05 for _, p in null), 3),
        "finds_effect": round(statistics.fmean(p <= 0.05 for _, p in known), 3),
        "sets": len(null),
    }
