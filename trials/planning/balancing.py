"""What a constrained draw balances: figures of every unit's past that differ between units. Pure."""

CONSTRAINED = "constrained"
CALLED = {"cases": "the number of cases a month", "share": "the level in the past"}


def differing(names_and_values):
    """((name, values), …) of those whose values are not all the same: the others have nothing to balance."""
    return tuple((name, values) for name, values in names_and_values if len(set(values)) > 1)


def balance_problem(units, rule, arms):
    """Why a constrained draw cannot balance these units, in words; "" where it can, and for any other method.

    units: of a plan; rule: its AllocationRule; arms: how many. Where the rule names no attribute, all that the first
    unit has are balanced.
    """
    if rule is None or rule.method != CONSTRAINED or not units:
        return ""
    held = [dict(unit.covariates) for unit in units]
    names = rule.factors or tuple(held[0])
    if not names:
        return (
            "The plan holds no figures of its units’ past, so there is nothing to balance: let the design assistant "
            "make the draft from an extract, or choose another method."
        )
    lacking = next(
        ((unit, name) for unit in units for name in names if name not in dict(unit.covariates)), None
    )
    if lacking:
        return _lacks(*lacking)
    equal = [called(name) for name in names if len({one[name] for one in held}) == 1]
    if equal:
        return _alike(equal, len(equal) < len(names))
    return _unsplit(len(units), rule.ratio or (1,) * arms)


def called(name):
    """The attribute as it is read."""
    return CALLED.get(name, f"“{name}”")


def _lacks(unit, name):
    return (
        f"The plan does not hold {called(name)} of “{unit.name}”, so it cannot be balanced: leave it out of the "
        "attributes to balance, or choose another method."
    )


def _alike(equal, others):
    said = " and ".join(equal)
    way = (
        "name the other attributes to balance, or choose another method"
        if others
        else "choose another method"
    )
    return f"{said[0].upper()}{said[1:]} would be balanced, and every unit has the same: {way}."


def _unsplit(count, ratio):
    """A constrained draw gives every scheme the same numbers, so that no unit may be left over."""
    if count % sum(ratio) == 0:
        return ""
    return (
        f"{count} units cannot be shared out {' to '.join(map(str, ratio))} without a remainder, as a draw among the "
        "best balanced needs: choose another method, or other units."
    )
