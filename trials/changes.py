"""What can happen to a running trial, and what each means for its analysis. Knows no database."""

from dataclasses import dataclass

AS_ALLOCATED = "Every unit stays in the arm it was allocated to, and the day on which it happened is kept."


@dataclass(frozen=True, kw_only=True)
class ChangeKind:
    """One kind. `consequence` is read before it is recorded, `printed` on every result.

    needs: the fields that are asked for beside the day and the reason: "unit", "to" (another name), "into" (another
    unit of the plan), "what" (a text). `printed` may name {unit}, {on}, {to}, {into} and {what}.
    """

    key: str
    title: str
    consequence: str
    printed: str
    needs: tuple[str, ...] = ()
    by_hand: bool = True


KINDS = {
    kind.key: kind
    for kind in (
        ChangeKind(
            key="late_start",
            title="A unit went live late",
            needs=("unit",),
            consequence=(
                f"{AS_ALLOCATED} Its months count with the nudge from the planned start on, also those in which it was "
                "not there yet, so that the effect shown is that of the plan as it was carried out. The analysis "
                "beside it, of what was delivered, uses the actual day."
            ),
            printed="{unit} went live late, on {on}; it counts with its arm from the planned start.",
        ),
        ChangeKind(
            key="paused",
            title="The nudge was paused",
            needs=("unit",),
            consequence=(
                f"{AS_ALLOCATED} The months of the pause count as they were planned: leaving them out after the event "
                "would let the result choose its months."
            ),
            printed="The nudge was paused in {unit} on {on}; the months of the pause count as planned.",
        ),
        ChangeKind(
            key="resumed",
            title="A pause ended",
            needs=("unit",),
            consequence=f"{AS_ALLOCATED} Nothing is counted otherwise; the length of the pause is printed.",
            printed="The pause in {unit} ended on {on}.",
        ),
        ChangeKind(
            key="extended",
            title="The nudge goes on beyond the planned months",
            consequence=(
                "The analysis stays on the months of the sealed plan: more months chosen later could be chosen for "
                "what they show. Later months are described beside it and give no verdict. To analyse more, amend the "
                "plan; every page will say that it was amended, and whether data had been seen."
            ),
            printed="The nudge went on beyond the planned months from {on}; the analysis stays on the planned ones.",
        ),
        ChangeKind(
            key="switched_off",
            title="The nudge was switched off in a unit",
            needs=("unit",),
            consequence=(
                f"{AS_ALLOCATED} Its months after that day still count with the nudge, so that the effect shown is "
                "that of offering it. The analysis beside it, of what was delivered, uses the day."
            ),
            printed="The nudge was switched off in {unit} on {on}; its later months count as allocated.",
        ),
        ChangeKind(
            key="unit_closed",
            title="A unit closed",
            needs=("unit",),
            consequence=(
                "Its months before that day count in its arm. From the month of that day on it has no cases: these are "
                "missing, never noughts, and the result says how many there are. Where it is all months after the "
                "start, the unit cannot be compared."
            ),
            printed="{unit} closed on {on}; it counts up to the month before.",
        ),
        ChangeKind(
            key="unit_merged",
            title="A unit was merged into another",
            needs=("unit", "into"),
            consequence=(
                "From the month of that day on the merged unit has no cases of its own. The other one stays in its own "
                "arm, with the cases of both: where their arms differ, some cases then count in an arm that was not "
                "theirs, which draws the arms together. The result says so."
            ),
            printed="{unit} was merged into {into} on {on}; from then on its cases count there.",
        ),
        ChangeKind(
            key="unit_renamed",
            title="A unit has another name in the extract",
            needs=("unit", "to"),
            consequence=(
                "Cases under the new name count for the unit that was allocated, in its arm. Nothing else changes."
            ),
            printed="{unit} is called {to} in extracts since {on}.",
        ),
        ChangeKind(
            key="wording_changed",
            title="What officers see was changed",
            needs=("what",),
            consequence=(
                f"{AS_ALLOCATED} The result then speaks of the nudge with the change in it. Where the change is more "
                "than a correction, it is another nudge: write a new version of it and plan a new trial."
            ),
            printed="What officers see was changed on {on}: {what}",
        ),
        ChangeKind(
            key="unblinded",
            title="Figures were read before the planned look",
            by_hand=False,
            consequence=(
                "Counts of single units are shown to everyone who may read the force's data, for as many days as you "
                "say. It cannot be taken back: that figures were read before the planned look, when, by whose "
                "decision and why, stands in the audit trail and on every result of the trial."
            ),
            printed="Figures below force level were opened on {on}, before the planned look.",
        ),
    )
}


class UnknownKind(KeyError):
    """No kind of change has this key."""


def kind_of(key):
    """The ChangeKind; UnknownKind where there is none."""
    try:
        return KINDS[key]
    except KeyError:
        raise UnknownKind(key) from None


def printed(change):
    """The sentence of a recorded change that results print; `change` as trials.models.Change has it."""
    said = {"unit": change.unit or "every unit", "on": f"{change.on:%-d %B %Y}", **change.details}
    return KINDS[change.kind].printed.format_map({"to": "", "into": "", "what": "", **said})


def as_conducted(change):
    """{kind, title, unit, on, text, reason}: a change as a report keeps it, in JSON's types."""
    return {
        "kind": change.kind,
        "title": KINDS[change.kind].title,
        "unit": change.unit,
        "on": change.on.isoformat(),
        "text": printed(change),
        "reason": change.reason,
    }
