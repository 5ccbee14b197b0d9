"""How far to go along a direction of descent: the search of Moré and Thuente.

Source: Moré and Thuente (1994) ACM Trans Math Softw 20:286, with the constants of Byrd, Lu, Nocedal and Zhu (1995)
SIAM J Sci Comput 16:1190.
"""

import math
from dataclasses import dataclass, replace

ENOUGH_FALL = 1e-3  # share of the fall that the first slope promises
ENOUGH_FLAT = 0.9  # share of the first slope that may be left
NARROW = 0.1  # a bracket no wider than this share of its end is not halved again
MOST_TRIALS = 20


@dataclass(frozen=True)
class Trial:
    """A step along the direction, with the function's value and slope there; `at` is whatever belongs to it."""

    step: float
    value: float
    slope: float
    at: object = None

    def less(self, line):
        """The same, less a line through nought of this slope."""
        return replace(self, value=self.value - self.step * line, slope=self.slope - line)


@dataclass
class _Search:
    """The best step so far, the other end of the bracket, and the span in which the next step must lie."""

    best: Trial
    other: Trial
    span: tuple[float, float]
    widths: tuple[float, float]
    bracketed: bool = False
    promising: bool = True  # until a step has fallen enough at a slope that no longer falls


def find_step(function, start, longest):
    """The Trial to go to, tried from 1 on, where the function falls enough and is flat enough; None if not found.

    function: step -> Trial. start: the Trial of step 0, with a slope under nought. A search that can narrow no
    further, or runs into `longest`, takes what it has, as the original does.
    """
    line = ENOUGH_FALL * start.slope
    search = _Search(start, start, (0.0, 5.0), (longest, 2 * longest))
    step = min(1.0, longest)
    for _ in range(MOST_TRIALS):
        trial = function(step)
        enough = start.value + step * line
        if search.promising and trial.value <= enough and trial.slope >= 0:
            search.promising = False
        if _at_an_end(search, trial, enough, line, longest) or _good(trial, enough, start.slope):
            return trial
        step = min(max(_next_step(search, trial, enough, line), 0.0), longest)
        if _too_narrow(search, step):
            step = search.best.step
    return None


def _good(trial, enough, slope):
    return trial.value <= enough and abs(trial.slope) <= ENOUGH_FLAT * -slope


def _at_an_end(search, trial, enough, line, longest):
    """Whether there is nowhere better to go to."""
    falls = trial.value <= enough
    if trial.step == longest and falls and trial.slope <= line:
        return True
    if trial.step == 0 and (not falls or trial.slope >= line):
        return True
    return _too_narrow(search, trial.step)


def _too_narrow(search, step):
    low, high = search.span
    return search.bracketed and (not low < step < high or high - low <= NARROW * high)


def _next_step(search, trial, enough, line):
    """The step to try next; the search then holds the bracket with this trial in it."""
    if search.promising and enough < trial.value <= search.best.value:
        step = _guess(search, trial, line)
    else:
        step = _guess(search, trial, 0.0)
    best, other = search.best.step, search.other.step
    if not search.bracketed:
        search.span = (step + 1.1 * (step - best), step + 4 * (step - best))
        return step
    width, before = search.widths
    if abs(other - best) >= 0.66 * before:
        step = best + (other - best) / 2
    search.widths = (abs(other - best), width)
    search.span = (min(best, other), max(best, other))
    return step


def _guess(search, trial, line):
    """The safeguarded step of the cubic and the parabola through the ends and the trial, all less a line."""
    best, other, now = (one.less(line) for one in (search.best, search.other, trial))
    turned = now.slope * math.copysign(1.0, best.slope) < 0
    if now.value > best.value:
        step, search.bracketed = _higher(best, now), True
    elif turned:
        step, search.bracketed = _turned(best, now), True
    elif abs(now.slope) < abs(best.slope):
        step = _flatter(search, best, other, now)
    else:
        step = _steeper(search, best, other, now)
    if now.value > best.value:
        search.other = trial
    else:
        search.best, search.other = trial, search.best if turned else search.other
    return step


def _higher(best, now):
    """The value rose: between the two, nearer the best."""
    cubic = best.step + _cubic(best, now)[0] * (now.step - best.step)
    chord = (best.value - now.value) / (now.step - best.step) + best.slope
    parabola = best.step + best.slope / chord / 2 * (now.step - best.step)
    if abs(cubic - best.step) < abs(parabola - best.step):
        return cubic
    return cubic + (parabola - cubic) / 2


def _turned(best, now):
    """The slope changed its sign: between the two, the one farther from the trial."""
    cubic = now.step + _cubic(now, best)[0] * (best.step - now.step)
    return max(_secant(best, now), cubic, key=lambda step: abs(step - now.step))


def _flatter(search, best, other, now):
    """The slope is flatter: beyond the trial, but not out of the span."""
    share, bend = _cubic(now, best)
    beyond = now.step + share * (best.step - now.step)
    cubic = beyond if share < 0 and bend != 0 else search.span[int(now.step > best.step)]
    pair = (_secant(best, now), cubic)
    if not search.bracketed:
        return min(max(max(pair, key=lambda step: abs(step - now.step)), search.span[0]), search.span[1])
    step = min(pair, key=lambda step: abs(step - now.step))
    farthest = now.step + 0.66 * (other.step - now.step)
    return min(farthest, step) if now.step > best.step else max(farthest, step)


def _steeper(search, best, other, now):
    """The slope is no flatter: to the other end's cubic, or as far as the span goes."""
    if search.bracketed:
        return now.step + _cubic(now, other)[0] * (other.step - now.step)
    return search.span[int(now.step > best.step)]


def _secant(best, now):
    return now.step + now.slope / (now.slope - best.slope) * (best.step - now.step)


def _cubic(a, b):
    """(where between a and b the cubic through both has its minimum, as a share of the way; its bend)."""
    theta = 3 * (a.value - b.value) / (b.step - a.step) + a.slope + b.slope
    scale = max(abs(theta), abs(a.slope), abs(b.slope))
    root = scale * math.sqrt(max((theta / scale) ** 2 - a.slope / scale * (b.slope / scale), 0.0))
    bend = math.copysign(root, b.step - a.step)
    below = bend - a.slope + bend + b.slope
    return ((bend - a.slope + theta) / below if below else 0.0), bend
