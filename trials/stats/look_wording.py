"""What a look says on top of the result."""

from collections.abc import Mapping
from typing import Any

from trials.stats.looks import Standing
from trials.stats.report import Estimate
from trials.stats.wording import amount, interval, level_words, p_words, unit_of


def look_verdict(
    standing: Standing, estimate: Estimate, kind: str, rest: Any, contrasts: Mapping[str, Estimate]
) -> str:
    """The look's place and decision; `rest()` is the design's own sentence, said when the trial is over.

    With several `contrasts` it names the one the bound is held against, and how the others stand.
    """
    now = standing.now
    where = "" if now.after_period is None else f", after period {now.after_period}"
    opening = (
        f"Look {now.number} of {standing.planned}{where}, with {now.share:.0%} of the planned information."
    )
    test = f"{p_words(estimate.p_value)} against {level_words(now.level)}"
    whose = f" for {estimate.details['arm']} against {estimate.details['base']}" if len(contrasts) > 1 else ""
    if now.crossed and not now.final:
        return (
            f"{opening} The bound is crossed{whose} ({test}), so the trial may stop here; a difference that stops a "
            f"trial is biased upward: on average larger in size than the truth. {rest()}"
        )
    if now.final or now.share >= 1:
        done = "" if now.final else " All of the planned information is in, so this look is the last."
        crossed = "is crossed" if now.crossed else "is not crossed"
        return f"{opening}{done} The bound {crossed}{whose} ({test}). {rest()}"
    size = f"{amount(estimate.value, kind, estimate.scale)}{unit_of(kind, estimate.scale)}"
    return (
        f"{opening} The bound is not crossed{whose} ({test}), so the trial goes on as planned. "
        f"The difference so far is {size} {interval(estimate, kind)}, an interval that allows for all the looks."
        f"{_others(contrasts, kind)}"
    )


def _others(contrasts: Mapping[str, Estimate], kind: str) -> str:
    """Every arm against control, where there are several."""
    if len(contrasts) < 2:
        return ""
    said = [
        f"{arm} {amount(each.value, kind, each.scale)} {interval(each, kind)}, {p_words(each.p_value)}"
        for arm, each in contrasts.items()
    ]
    return f" Each arm against control, adjusted together: {'; '.join(said)}."
