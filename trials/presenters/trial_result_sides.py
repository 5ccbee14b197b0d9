"""The sides of a trial in words, and which of its shares may be shown."""

from cjnudge.disclosure import CASE_THRESHOLD

WITHOUT, WITH = "without", "with"
HIDDEN = "hidden"
PARTS = {
    "oocr": "Out-of-court resolution",
    "charge": "Charge or summons",
    "nfa": "No further action",
    "other": "Every other outcome",
}


def side_names(plan):
    """{side of a report: its name}, usual practice first; with and without where units start one after another."""
    names = {arm.key: arm.title for arm in sorted(plan.arms, key=lambda arm: bool(arm.nudges))}
    return {**names, WITHOUT: "Before the nudge", WITH: "With the nudge"}


def is_small(events, cases):
    """Whether a share of these counts would show fewer than five cases, on either side of it (DESIGN rule 9)."""
    return min(events, cases - events) < CASE_THRESHOLD


def shares_of(side):
    """{part: share per 100} of one side of a decomposition; HIDDEN where a part is a small count.

    Where only one would be hidden, the smallest of the others is hidden with it: the rest of 100 would show it.
    """
    counts = {part: share * side["cases"] for part, share in side["shares"].items()}
    small = {part for part, count in counts.items() if count < CASE_THRESHOLD}
    if len(small) == 1:
        small.add(min((part for part in counts if part not in small), key=counts.get))
    return {part: HIDDEN if part in small else 100 * side["shares"][part] for part in counts}
