"""May a verdict be given at all, and how far may it reach? Gates that stand outside the engine.

Each gate gives a Gate: passes, fails (no verdict) or cannot tell, with the reason in words. Sources: the
rules every comparison obeys, equal follow-up and maturity.
"""

from dataclasses import dataclass
from fractions import Fraction

# Observational designs: more than this share not yet followed, or this far apart, and no verdict is given.
# Fractions: in doubles 2 cases of 100 are over 0.02.
IMMATURE_AT_MOST = Fraction(10, 100)
IMMATURE_APART_AT_MOST = Fraction(2, 100)
# Counts by closed month have no follow-up that could be checked, so no design earns more than this.
GRADE_WITHOUT_FOLLOW_UP = 3


@dataclass(frozen=True)
class Gate:
    """One gate's outcome. `blocks` refuses the verdict; `grade_at_most` caps the Maryland level."""

    key: str
    title: str
    status: str
    text: str
    blocks: bool = False
    grade_at_most: int = 5


def equal_follow_up(*, basis, follow_up_days, changes, typed=False):
    """Whether both sides were followed equally long. `changes` is {basis: change of the measure}.

    typed: a person typed the counts, so that there are no cases in which it could be looked up.
    """
    if follow_up_days:
        text = f"Every case counted was followed for {follow_up_days} days, the same on both sides."
        return Gate("follow_up", "Equal follow-up", "passes", text)
    if typed:
        return Gate("follow_up", "Equal follow-up", "fails", _TYPED, blocks=True)
    if basis == "recorded":
        return Gate("follow_up", "Equal follow-up", "fails", _recorded_words(changes), blocks=True)
    return Gate(
        "follow_up",
        "Equal follow-up",
        "cannot tell",
        "Follow-up unknown: the counts are by the month in which the investigation was closed, so how "
        "long each case was followed cannot be checked. The wording stays observational and the grade "
        "is at most 3.",
        grade_at_most=GRADE_WITHOUT_FOLLOW_UP,
    )


_TYPED = (
    "The counts were typed by a person and are not by month of entry, so nothing says how long each case was "
    "followed. They serve description, control charts and planning. For a verdict, type the counts again by month "
    "of entry with the same follow-up for every case, or bring in an extract."
)


def _recorded_words(changes):
    text = (
        "The counts are by the month in which the crime was recorded. Crimes recorded lately have had "
        "less time to get an outcome, and out-of-court resolutions are finalised faster than charges, "
        "so the latest periods look better than they will in the end."
    )
    if not {"recorded", "closed"} <= set(changes):
        return text + " Ask the same question of counts by closed month, or of cases followed equally long."
    recorded, closed = changes["recorded"], changes["closed"]
    if recorded * closed < 0:
        return f"{text} Here even the sign differs by basis: {_both(recorded, closed)}."
    return f"{text} By basis: {_both(recorded, closed)}."


def _both(recorded, closed):
    return f"{_points(recorded)} counted by recorded month, {_points(closed)} counted by closed month"


def _points(change):
    return f"{'up' if change > 0 else 'down'} {abs(change) * 100:.1f} points"


def _share(value):
    return f"{100 * float(value):.1f} %"


def maturity(flow):
    """The gate on cases not yet followed; flow: {part of the comparison: (entered, followed) counts}.

    Every part is held against every other: one place that is followed badly does not hide among many.
    """
    entered, followed = (sum(part[i] for part in flow.values()) for i in (0, 1))
    if entered == 0:
        return Gate("maturity", "Maturity", "fails", "No case entered in these periods.", blocks=True)
    # Stored cells come back in alphabetical order: the same text from both, places looked at and before first.
    ordered = sorted(flow.items(), reverse=True)
    shares = {name: 1 - Fraction(done, came) for name, (came, done) in ordered if came}
    overall, apart = 1 - Fraction(followed, entered), max(shares.values()) - min(shares.values())
    parts = "; ".join(f"{name} {_share(share)}" for name, share in shares.items())
    text = (
        f"{entered:,} cases entered, {followed:,} followed in full, {entered - followed:,} not yet: "
        f"{_share(overall)} in all ({parts})."
    )
    if overall > IMMATURE_AT_MOST or apart > IMMATURE_APART_AT_MOST:
        remedy = " No verdict over 10 % or 2 points apart: wait for a later snapshot, or end earlier."
        return Gate("maturity", "Maturity", "fails", text + remedy, blocks=True)
    return Gate("maturity", "Maturity", "passes", text)
