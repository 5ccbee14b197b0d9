"""What the trail may be used for: section 62(4) of the Data Protection Act 2018 names these four and no other."""

from enum import StrEnum


class Purpose(StrEnum):
    LAWFULNESS = "lawfulness"
    SELF_MONITORING = "self-monitoring"
    INTEGRITY = "integrity"
    PROCEEDINGS = "proceedings"

    @property
    def label(self):
        return LABELS[self]

    @classmethod
    def choices(cls):
        return [(purpose.value, purpose.label) for purpose in cls]


LABELS = {
    Purpose.LAWFULNESS: "To verify that processing was lawful",
    Purpose.SELF_MONITORING: "For the force's self-monitoring, including internal disciplinary proceedings",
    Purpose.INTEGRITY: "To ensure the integrity and security of personal data",
    Purpose.PROCEEDINGS: "For the purposes of criminal proceedings",
}
