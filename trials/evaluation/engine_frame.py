"""Cells as the engine reads them: one row per place and period of a contrast."""

import pandas as pd

from trials.stats import InputRefused, Plan


def engine_frame(cells, data, contrast):
    """DataFrame with unit, period (1, 2, 3 … over the contrast's span), treated, events, cases.

    Beside these entered and screened, where they are known for every cell. Empty cells are no row, as nothing was
    observed there. A place is treated from the start of the contrast on.
    """
    shares = cells.shares(data.basis)
    check_treated(shares, data, contrast)
    rows = [
        (place, number, int(place in data.treated and on >= contrast.start), *shares[place][on])
        for place in (*data.treated, *data.comparison)
        for number, on in enumerate(contrast.span, start=1)
        if on in shares.get(place, {})
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])
    return with_flow(frame, cells.entered(data.basis), contrast)


def with_flow(frame, entered, contrast):
    """The frame with the columns entered and screened, each only where every row has one."""
    cells = [
        entered.get((unit, contrast.span[period - 1]), (None, None))
        for unit, period in zip(frame["unit"], frame["period"], strict=True)
    ]
    for position, name in enumerate(("entered", "screened")):
        values = [cell[position] for cell in cells]
        if values and None not in values:
            frame[name] = values
    return frame


def check_treated(shares, data, contrast):
    """Raise InputRefused where a place looked at has no case before or after."""
    for place in data.treated:
        for side in ("before", "after"):
            if not any(on in shares.get(place, {}) for on in getattr(contrast, side)):
                remedy = "Choose periods in which it has cases."
                raise InputRefused(f"{place} has no case {side}", remedy=remedy)


def engine_plan(body, contrast):
    """The engine's Plan for one contrast: start and excluded periods follow from its dates."""
    numbers = {on: number for number, on in enumerate(contrast.span, start=1)}
    return Plan.from_dict(
        {
            **body.analysis,
            "start": numbers[contrast.start],
            "washout": len(contrast.washout),
            "exclude_periods": [numbers[on] for on in contrast.excluded],
        }
    )
