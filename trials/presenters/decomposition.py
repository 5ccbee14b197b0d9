"""The decomposition of a change in OoCR, as rows and sentences."""

from trials.presenters.numbers import points

LABELS = {
    "oocr": "Out-of-court resolution",
    "charge": "Charge or summons",
    "nfa": "No further action",
    "other": "Every other outcome",
}
IN_A_SENTENCE = {
    "oocr": "out-of-court resolutions",
    "charge": "charges",
    "nfa": "no further action",
    "other": "every other outcome",
}
NOT_SEPARABLE = (
    "Published “no further action” cannot be told apart here: “every other outcome” holds it together with "
    "crimes without a suspect and all remaining outcome types."
)
NOT_WHICH_CASE = "Counts do not show which case would have ended how."
NOT_HELD = "The snapshot does not hold the outcomes that this needs."


def parts_in(found):
    """The parts a decomposition has, in the order in which they are always shown."""
    return [part for part in LABELS if part in found["treated"]]


def caption(report):
    """What the figures are per 100 of."""
    return f"Per 100 {(report['decomposition'] or {'of': 'outcomes'})['of']}"


def headings():
    """Of the table: [(label, kind)]."""
    numeric = [(label, "numeric") for label in ("Before", "After", "Change")]
    return [("Outcome", ""), ("Where", ""), *numeric]


def rows(report, subject):
    """[part, where, before, after, change], per 100."""
    found = report["decomposition"]
    if not found:
        return []
    return [
        [
            LABELS[part],
            name,
            f"{values['before']:.1f}",
            f"{values['after']:.1f}",
            points(values["change"] / 100),
        ]
        for part in parts_in(found)
        for side, name in sides(found, subject)
        for values in [found[side][part]]
    ]


def sides(found, subject):
    """[(side, whose)]: the comparison only where there is one."""
    mean = [("comparison", f"Mean of {subject.others}")] if found["comparison"] else []
    return [("treated", subject.name), *mean]


def sentences(report, subject):
    """Where the change in OoCR is matched, in a few sentences."""
    found = report["decomposition"]
    if not found:
        return [report["decomposition_refused"] or NOT_HELD]
    changes = {part: found["treated"][part]["change"] for part in parts_in(found)}
    words = [_moved(changes, found, subject), _matched(changes)]
    if found["comparison"]:
        charges = went(found["comparison"]["charge"]["change"])
        words.append(f"Over the same time charges {charges} on average in {subject.others}.")
    words += ["" if "nfa" in changes else NOT_SEPARABLE, NOT_WHICH_CASE]
    return [text for text in words if text]


def _moved(changes, found, subject):
    parts = [f"{IN_A_SENTENCE[part]} {went(change)}" for part, change in changes.items()]
    return f"Per 100 {found['of']} in {subject.inside}, {', '.join(parts[:-1])} and {parts[-1]}."


def _matched(changes):
    """For a rise in OoCR: which parts fell by how much; nothing where another part rose too."""
    rest = {part: -change for part, change in changes.items() if part != "oocr"}
    if f"{changes['oocr']:.1f}" in {"0.0", "-0.0"} or min(changes["oocr"], *rest.values()) < 0:
        return ""
    parts = [f"{abs(fall):.1f} fewer {FEWER[part]}" for part, fall in rest.items()]  # never "-0.0"
    matched = f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"The {changes['oocr']:.1f} more out-of-court resolutions stand beside {matched}."


FEWER = {"charge": "charges", "nfa": "cases with no further action", "other": "other outcomes"}


def went(change):
    """ "rose by 1.8", "fell by 0.1" or "stayed level"."""
    if f"{abs(change):.1f}" == "0.0":
        return "stayed level"
    return f"{'rose' if change > 0 else 'fell'} by {abs(change):.1f}"
