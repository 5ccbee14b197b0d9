"""Home Office outcome types and sets of them, written "2+3+6"."""

OUTCOME_TYPES = frozenset(range(1, 23))
NOT_YET_ASSIGNED = 0  # a row of the published tables, never an outcome and never in a denominator
OOCR = frozenset({2, 3, 6, 7, 8, 22})
CHARGE = frozenset({1})
NO_FURTHER_ACTION = frozenset({9, 10, 12, 13, 15, 16, 17, 21})  # with a known suspect
POSITIVE = OOCR | CHARGE
NOT_POSITIVE = OUTCOME_TYPES - POSITIVE
SUBSET_CODES = frozenset({"1A", "2A", "3A"})

NONE = ""  # unknown, or no outcome
PENDING = str(NOT_YET_ASSIGNED)


class OutcomeProblem(ValueError):
    """A text is no outcome type and no set of them; `reason` and `remedy` are for who sent it."""

    def __init__(self, reason, remedy):
        super().__init__(f"{reason} {remedy}")
        self.reason, self.remedy = reason, remedy


def join_types(types):
    """The canonical text of a set: types in ascending order with "+" between."""
    return "+".join(str(code) for code in sorted(types))


def split_types(text):
    """The set a canonical text names; empty for "" and for "0", which count towards nothing."""
    return frozenset(int(code) for code in text.split("+") if code) - {NOT_YET_ASSIGNED}


def parse_type(text):
    """One outcome type, 0 to 22, from a cell; OutcomeProblem for subset codes and unknown ones."""
    code = text.strip().upper()
    if code in SUBSET_CODES:
        raise OutcomeProblem(
            "Outcome types 1A, 2A and 3A are part of 1, 2 and 3 and would be counted twice.",
            "Take the 1A, 2A and 3A rows out of the file; their counts are already in 1, 2 and 3.",
        )
    if code.endswith(".0"):
        code = code[:-2]
    if not (code.isascii() and code.isdigit()) or len(code) > 2 or int(code) > max(OUTCOME_TYPES):
        raise OutcomeProblem(
            "This is not an outcome type.",
            "Use the Home Office outcome types 1 to 22, or 0 for not yet assigned.",
        )
    return int(code)


def parse_types(text):
    """The canonical text of a set written "2+3+6" in any order; 0 stands alone and no type comes twice."""
    codes = [parse_type(part) for part in text.split("+")]
    if len(codes) != len(set(codes)) or (NOT_YET_ASSIGNED in codes and len(codes) > 1):
        raise OutcomeProblem(
            "A set names each outcome type once, and 0 (not yet assigned) stands alone.",
            "Write the set like 2+3+6+7+8+22, and give 0 a row of its own.",
        )
    return join_types(codes)


def in_words(types):
    """ "outcome type 8" or "outcome types 2, 3 and 22"."""
    codes = [str(code) for code in sorted(types)]
    if len(codes) == 1:
        return f"outcome type {codes[0]}"
    return f"outcome types {', '.join(codes[:-1])} and {codes[-1]}"
