"""Whether looks at the data went as planned."""

from dataclasses import asdict

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Information this far from the plan is worth a word; the bounds hold their error whatever it is.
FAR = 0.2


def run(evidence, estimates) -> Finding:
    """Fails where an earlier look had already crossed its bound. Facts: every look so far."""
    standing = evidence.look
    facts = {
        "looks": [{**asdict(stage), "crossed": stage.crossed} for stage in standing.stages],
        "planned": standing.planned,
        "max_information": standing.plan.max_information,
    }
    earlier = [stage.number for stage in standing.stages[:-1] if stage.crossed]
    if earlier:
        text = f"Look {earlier[0]} had already crossed its bound: the trial was to stop there."
        return Finding("", "fails", text, facts)
    now = standing.now
    if now.refused:
        return Finding("", "cannot tell", f"Look {now.number} tested nothing.", facts)
    if now.share is not None and abs(now.share - now.planned) > FAR:
        text = (
            f"Look {now.number} holds {now.share:.0%} of the planned information where {now.planned:.0%} was "
            "planned. The bounds allow for it."
        )
        return Finding("", "passes", text, facts)
    return Finding("", "passes", f"Look {now.number} of {standing.planned} came as planned.", facts)


CHECK = Check(question="Did the looks at the data go as planned?", needs=words("look"), run=run)
