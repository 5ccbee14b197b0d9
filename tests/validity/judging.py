"""Whether what was counted in a cell lies where STATISTICS section 4 says it must."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scipy.stats import beta

from tests.validity.cell_list import CellList

# STATISTICS section 4: a cell passes if the 99 % exact interval of its rate reaches the band.
BANDS = {"type I": (0.03, 0.07), "coverage": (0.93, 0.97)}
CONFIDENCE = 0.99
LEAST_WARNED = 0.9
LEAST_POWER = 0.95  # of the best rival that is itself at most SOUND wrong in the same cell without an effect
SOUND = BANDS["type I"][1]
CODES = "abcde"


@dataclass
class Rival:
    """Another method in the same runs: its rejections, those shared with the default, and those without an effect."""

    runs: int = 0
    rejected: int = 0
    both: int = 0
    wrong: int = 0
    null_runs: int = 0

    @property
    def sound(self) -> bool:
        """Whether it counts: at most 7 % wrong in the paired null cell, which is run only where it may matter."""
        return self.wrong <= SOUND * self.null_runs


@dataclass
class Tally:
    """Counts of one cell. `runs` are all draws; those in which a refusal was due and came are not `judged`."""

    runs: int = 0
    rejected: int = 0
    covered: int = 0
    naive_rejected: int = 0
    naive_covered: int = 0
    refused: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODES, 0))
    due: int = 0
    undue: int = 0
    answered_though_due: int = 0
    warned: int = 0
    rivals: dict[str, Rival] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """Runs in which an answer was due, or came."""
        return self.runs - self.due

    @property
    def type_one(self) -> tuple[float, float]:
        """99 % exact interval of the rate of rejection; an undue refusal counts as one."""
        return exact_interval(self.rejected + self.undue, self.judged)

    @property
    def coverage(self) -> tuple[float, float]:
        """99 % exact interval of the share of intervals that hold the truth."""
        return exact_interval(self.covered, self.judged)

    @property
    def naive_type_one(self) -> tuple[float, float]:
        """The naive choice's rate of rejection."""
        return exact_interval(self.naive_rejected, self.runs)

    @property
    def naive_coverage(self) -> tuple[float, float]:
        """The naive choice's coverage."""
        return exact_interval(self.naive_covered, self.runs)


def exact_interval(count: int, runs: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Clopper and Pearson's interval."""
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, count, runs - count + 1)) if count else 0.0
    high = float(beta.isf(tail, count + 1, runs - count)) if count < runs else 1.0
    return low, high


def in_band(found: tuple[float, float], band: tuple[float, float]) -> bool:
    """Whether an interval reaches a band."""
    return found[1] >= band[0] and found[0] <= band[1]


def passes(judged: CellList, cell: dict, found: Tally) -> bool:
    """Whether the cell's purpose is met, no refusal came that was not due, and no answer where one was."""
    if found.undue or found.answered_though_due:
        return False
    return RULES[cell["purpose"]](judged, cell, found)


def _rates(judged: CellList, cell: dict, found: Tally) -> bool:
    """Type I error where there is no effect, and coverage, in their bands; power where there is an effect."""
    lenient = judged.may_be_conservative(cell)
    if not cell["effect"] and not judged.described(cell):
        low, high = BANDS["type I"]
        if found.type_one[0] > high or (found.type_one[1] < low and not lenient):
            return False
    low, high = BANDS["coverage"]
    if found.coverage[1] < low or (found.coverage[0] > high and not lenient):
        return False
    return not cell["effect"] or all(holds(found, rival) for rival in found.rivals.values())


def holds(found: Tally, rival: Rival) -> bool:
    """Whether the default's power may be 0.95 of this rival's; one that is not sound does not count.

    The same runs serve both, so the 99 % bound is that of the mean of (default - 0.95 rival) over runs.
    """
    if not rival.sound:
        return True
    share = LEAST_POWER * rival.rejected
    mean = (found.rejected - share) / rival.runs
    squares = found.rejected - 2 * LEAST_POWER * rival.both + LEAST_POWER**2 * rival.rejected
    variance = max(squares / rival.runs - mean**2, 0.0) / rival.runs
    return mean + 2.575829 * variance**0.5 >= 0


def best_rival(found: Tally) -> str | None:
    """The sound rival of most power."""
    sound = {name: rival for name, rival in found.rivals.items() if rival.sound}
    return max(sound, key=lambda name: sound[name].rejected) if sound else None


def naive_fails(cell: dict, found: Tally) -> bool:
    """Whether the naive choice errs beyond its band in this cell: too many rejections, or too little coverage."""
    wrong = not cell["effect"] and found.naive_type_one[0] > BANDS["type I"][1]
    return wrong or found.naive_coverage[1] < BANDS["coverage"][0]


RULES: dict[str, Callable[[CellList, dict, Tally], bool]] = {
    "type I": _rates,
    "coverage": _rates,
    "warning": lambda judged, cell, found: found.warned >= LEAST_WARNED * found.runs,
    "refusal": lambda judged, cell, found: found.due == found.runs,
}
