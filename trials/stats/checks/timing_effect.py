"""Whether a difference only says that outcomes came sooner, not that there were more of them."""

from dataclasses import dataclass

import numpy as np

from trials.stats.report import Finding
from trials.stats.strategy import Check, words
from trials.stats.wording import signed

# With more cases than this still open at the last lag, a window is too short to say what they come to
# (DOMAIN 3.4: a window holds at least 90 % of eventual outcomes).
MOST_OPEN = 0.10


@dataclass(frozen=True)
class Fading:
    """The difference at its clearest early lag and at the last one. `early`, `fades`, `lasts`: past chance."""

    day: int
    value: float
    low: float
    high: float
    last_day: int
    last: float
    last_low: float
    last_high: float
    early: bool
    fades: bool
    lasts: bool
    open: float


def run(evidence, estimates) -> Finding:
    """Fails where arms differ within a shorter window, the difference shrinks after, and at the end none is left."""
    timing = evidence.timing
    if not timing.signs.any():
        return Finding(
            "",
            "cannot tell",
            "Units start at different times, so cases with and without the nudge came at different times too: "
            "give the timing table a column period.",
        )
    if timing.drawn is None or len(timing.lags) < 2:
        return Finding("", "cannot tell", "Too few units or days to see how a difference comes about.")
    found = follow(timing, evidence.plan.alpha)
    return _finding(found, "uncontrolled" in evidence.offers)


def follow(timing, alpha: float) -> Fading:
    """Where the leading cause's difference is clearest before the last lag, and what is left of it there."""
    row, lags = timing.causes.index(timing.cause), len(timing.lags)
    own = np.arange(row * lags, (row + 1) * lags)
    drawn = timing.drawn.take(own)
    values = timing.differences[row]
    low, high, _ = drawn.interval(values, alpha)
    size = _ratio(values, drawn.spread)[:-1]
    loss = drawn.less_last()
    shrunk = _ratio((values[:-1] - values[-1]) * np.sign(values[:-1]), loss.spread)
    early = np.abs(size) > drawn.take(np.arange(lags - 1)).bound_together(alpha)
    fades = shrunk > loss.bound_together(alpha)
    both = early & fades
    ranked = np.where(both, np.abs(size), -1) if both.any() else np.abs(size)
    day = int(np.argmax(ranked))
    return Fading(
        day=int(timing.lags[day]),
        value=float(values[day]),
        low=float(low[day]),
        high=float(high[day]),
        last_day=int(timing.lags[-1]),
        last=float(values[-1]),
        last_low=float(low[-1]),
        last_high=float(high[-1]),
        early=bool(early.any()),
        fades=bool(both.any()),
        lasts=bool(drawn.spread[-1] > 0 and not low[-1] <= 0 <= high[-1]),
        open=float(timing.unfinished[timing.signs != 0, -1].max()),
    )


def _ratio(values: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """values / spread; 0 where nothing moves."""
    return np.divide(
        values, spread[: len(values)], out=np.zeros(len(values)), where=spread[: len(values)] > 0
    )


def _finding(found: Fading, uncontrolled: bool) -> Finding:
    first = f"By day {found.day} the difference was {_points(found.value, found.low, found.high)}"
    last = f"by day {found.last_day} {_points(found.last, found.last_low, found.last_high)}"
    facts = {name: getattr(found, name) for name in found.__dataclass_fields__}
    if found.fades and not found.lasts:
        name = "Timing alone" if uncontrolled else "Timing effect"
        turn = "sooner, not more often" if found.value > 0 else "later, not less often"
        return Finding("", "fails", f"{name}: outcomes came {turn}. {first}, {last}.", facts)
    if found.lasts and found.open > MOST_OPEN:
        text = f"{first}, {last}, when {found.open:.0%} of the cases of one side had no outcome yet."
        return Finding("", "cannot tell", text, facts)
    if found.lasts:
        return Finding("", "passes", f"The difference does not fade: {_lower(first)}, {last}.", facts)
    if found.early:
        return Finding("", "cannot tell", f"{first}, {last}: whether any of it lasts is not clear.", facts)
    return Finding("", "passes", f"No window up to {found.last_day} days shows a difference.", facts)


def _points(value: float, low: float, high: float) -> str:
    return f"{signed(100 * value)} points ({signed(100 * low)} to {signed(100 * high)})"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


CHECK = Check(
    question="Did outcomes come sooner rather than more often?",
    needs=words("timing"),
    run=run,
    warns=True,
)
