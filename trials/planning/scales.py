"""In what an outcome is measured: points of a hundred cases, or a scale of its own that a page has to name."""

from dataclasses import dataclass

from trials.stats.wording import signed

CRIMES, HARM = "crime_level", "repeat_harm_12m"
# Held against the months before the start, where 1 stands: a margin of 0.1 is ten per cent of them.
INDEXED = (CRIMES, HARM)
OF_SURVEYS = "comb_"


@dataclass(frozen=True)
class Scale:
    """`factor` turns a stored figure into the shown one; `words` follow it."""

    factor: int
    words: str
    digits: int = 1

    def shown(self, value):
        """A difference without its words, with a true minus sign."""
        return signed(self.factor * value, self.digits)

    def said(self, value):
        """ "3.0 points", "−2.1 minutes"."""
        return f"{self.shown(value)} {self.words}"


POINTS = Scale(100, "points")
OF_BEFORE = Scale(100, "% of the months before")
OWN = {
    "officer_minutes": Scale(1, "minutes"),
    "days_to_outcome": Scale(1, "days"),
    **dict.fromkeys(INDEXED, OF_BEFORE),
}
OF_ITEMS = Scale(1, "on the questionnaire’s scale", 2)


def scale_of(key):
    """The Scale of an outcome by its key: points, unless it has one of its own."""
    return OF_ITEMS if key.startswith(OF_SURVEYS) else OWN.get(key, POINTS)


def is_share(key):
    """Whether it is a share of cases, which differs in percentage points."""
    return scale_of(key) is POINTS


def margin_words(line, digits=6):
    """A guardrail's margin as it is read, without noughts at the end: "3 points", "10 % of the months before"."""
    scale = scale_of(line.key)
    return f"{round(scale.factor * line.margin, digits):g} {scale.words}"
