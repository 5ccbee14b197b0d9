"""The four grades that scrutiny panels publish, in the words of Dorset's scheme for out-of-court disposals."""

from enum import StrEnum


class Grade(StrEnum):
    """The first three are in order, from right to wrong; the fourth says that no grade was reached."""

    APPROPRIATE = "appropriate"
    OBSERVATIONS = "observations"
    INAPPROPRIATE = "inappropriate"
    NO_AGREEMENT = "no-agreement"

    @property
    def label(self):
        return LABELS[self]

    @classmethod
    def choices(cls):
        return [(grade.value, grade.label) for grade in cls]


LABELS = {
    Grade.APPROPRIATE: "Appropriate and consistent with policy",
    Grade.OBSERVATIONS: "Appropriate with observations",
    Grade.INAPPROPRIATE: "Inappropriate or inconsistent with policy",
    Grade.NO_AGREEMENT: "The panel fails to reach a conclusion",
}
IN_ORDER = (Grade.APPROPRIATE, Grade.OBSERVATIONS, Grade.INAPPROPRIATE)
