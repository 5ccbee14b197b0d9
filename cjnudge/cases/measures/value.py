"""One measure, as a value."""

from dataclasses import dataclass

# What a measure may need beside outcome types, in the words a refusal uses.
NEEDS = {
    "eligible_cases": "eligible cases by the month they entered, each followed for the whole window",
    "recorded_crime": "the number of crimes recorded",
    "suspects": "suspects followed from one case to the next",
    "repeat_suspects": "suspects named again in a later crime",
}
BASES = {
    "entry": "by the month a case entered",
    "recorded": "by the month a crime was recorded",
    "closed": "by the month an investigation was closed",
}
UNITS = {"per_100": (100, "in 100"), "per_1000": (1000, "in 1,000")}
BETTER = {
    "higher": "higher is better, as far as the resolutions are appropriate",
    "lower": "lower is better",
    "neither": "neither way is good in itself",
}


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What is asked, and which outcome types answer it.

    `numerator` and `denominator` are sets of outcome types; where the file names something else instead (a
    key of NEEDS), the set is empty and `needs` has that key. `follow_up_days` is None where no follow-up is
    asked for.
    """

    key: str
    version: int
    title: str
    question: str
    numerator: frozenset
    denominator: frozenset
    needs: frozenset
    denominator_words: str
    basis: tuple
    eligibility: str
    follow_up_days: int | None
    unit: str
    better: str
    cannot_tell: tuple
    companions: tuple
    source: str

    @property
    def per(self):
        """100 or 1,000."""
        return UNITS[self.unit][0]

    @property
    def unit_words(self):
        return UNITS[self.unit][1]
