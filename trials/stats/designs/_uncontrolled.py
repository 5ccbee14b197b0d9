"""What the designs without untreated units share."""

import numpy as np

from trials.stats.errors import InputRefused


def refuse_untreated(panel) -> None:
    """Raise InputRefused where the frame holds units that are never treated, or a side has no case."""
    if not panel.treated.all():
        raise InputRefused(
            "the table holds units where nothing changed, and this design does not use them",
            where=f"unit {panel.units[int(np.argmin(panel.treated))]}",
            remedy="Take them out, or choose difference_in_differences, which compares with them.",
        )
    for side, mask in (("before", panel.windows.before), ("after", panel.windows.after)):
        if not np.nansum(panel.size[:, mask]) > 0:
            raise InputRefused(
                f"there is no case {side} the start", remedy="Give periods with cases in them."
            )
