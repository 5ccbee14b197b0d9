"""What an amendment may not touch once units have their arms or looks have been taken."""

from dataclasses import replace

# The draw was made from these; whatever they said afterwards, units keep the arms that they were given.
FIXED_BY_DRAW = {
    "arms": "the arms",
    "units": "the units",
    "design": "the design",
    "allocation": "how units are allocated",
    "seed_digest": "the committed seed",
    "step_periods": "the months between two steps",
    "measure": "the measure",
    "basis": "how cases are counted",
    "first_period": "the first month",
}
POWER_RESTS_ON = (
    *(
        "arms",
        "units",
        "design",
        "measure",
        "follow_up_days",
        "first_period",
        "start",
        "periods",
        "step_periods",
    ),
    *("washout", "allocation", "primary_contrast", "alpha", "scale", "weights", "icc", "cac", "looks"),
)


def refusal_after_draw(drawn, amended):
    """Why the amended plan does not fit the allocation drawn under the other, in words; "" where it does."""
    changed = [
        words for name, words in FIXED_BY_DRAW.items() if getattr(drawn, name) != getattr(amended, name)
    ]
    if not changed:
        return ""
    return (
        f"Units have their arms already, so that {_listed(changed)} can no longer change: the trial is analysed as "
        "allocated. Record what happens in the units as a change of the running trial."
    )


def refusal_of_looks(under, taken, amended):
    """Why the amended plan does not fit the looks taken, in words; "" where it does.

    under: the plan of the last of them; taken: how many. What a look has spent of the error is kept with its run, as a
    share of the plan's information and level: with another sum or another level by then, it would be spent twice.
    """
    if amended.looks[:taken] != under.looks[:taken]:
        return f"{taken} looks have been taken, and they stay in the plan: put them back, first and in this order."
    changed = [words for name, words in SPENT_FROM.items() if getattr(under, name) != getattr(amended, name)]
    if not changed:
        return ""
    return (
        f"A look has spent a part of the error already, so that {_listed(changed)} can no longer change: put it back. "
        "Looks may be added, and months."
    )


SPENT_FROM = {"alpha": "the level", "max_information": "the information that the looks share out"}


def without_stale_power(earlier, written):
    """The plan without the power, and the reason for doing with too little, that spoke of another text of it.

    A reason that was written anew with this text stays: it was given for it.
    """
    power_of = (written.worthwhile.power, written.worthwhile.power_at_high_icc)
    if earlier is None or power_of != (earlier.worthwhile.power, earlier.worthwhile.power_at_high_icc):
        return written
    same = all(getattr(earlier, name) == getattr(written, name) for name in POWER_RESTS_ON)
    if same and earlier.worthwhile.effect == written.worthwhile.effect:
        return written
    held = written.worthwhile
    is_old = held.override_reason == earlier.worthwhile.override_reason
    reason = "" if is_old else held.override_reason
    stale = {"power": None, "power_at_high_icc": None, "override_reason": reason}
    return replace(written, worthwhile=replace(held, **stale))


def _listed(words):
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
