"""Which columns of a payload the attack reads, and in words why it reads nothing from each of the others.

A column of numbers that stands in neither list is found by `unaccounted`, and a test fails: no new table escapes.
"""

from fnmatch import fnmatchcase

READ = "read"
WHO = "It counts who was asked and who answered, which the attacker knows: there is no answer in it."
AGAIN = "It follows from figures that are read, by arithmetic without the answers."
PRODUCTS = "It rests on products or ranks of one person's answers over everybody: it is no sum over people."
PAIRS = (
    "It rests on the difference of each person's two answers, divided by its spread or set against an error taken from "
    "the earlier survey: it is no sum over people of anything they answered in one of the two."
)
TOGETHER = (
    "Whether somebody is flagged follows from all their marks together and the order in which they were asked, which "
    "was forgotten: it bounds no single quantity. How many are flagged at most is used for the means without them."
)

# (section, table, column, READ or the reason); the first that fits counts. A * stands for any words.
COLUMNS = (
    ("response", "by_unit", "*", WHO),
    ("response", "by_role", "*", WHO),
    ("response", "by_code", "*", WHO),
    ("profile", "overall", "answered", READ),
    ("profile", "overall", "mean", READ),
    ("profile", "by_*", "answers", WHO),
    ("profile", "by_*", "?-??", READ),
    ("items", "items", "outside", AGAIN),
    ("items", "items", "answered", READ),
    ("items", "items", "low", READ),
    ("items", "items", "middle", READ),
    ("items", "items", "high", READ),
    ("items", "item.*", "answers", READ),
    ("items", "item.*", "share", AGAIN),
    ("barriers", "ranked", "mean", AGAIN),
    ("barriers", "ranked", "headroom", AGAIN),
    ("barriers", "ranked", "rank", PRODUCTS),
    ("barriers", "ranked", "association", PRODUCTS),
    ("barriers", "ranked", "potential", PRODUCTS),
    ("training", "learning", "before", READ),
    ("training", "learning", "after", READ),
    ("training", "learning", "*", PAIRS),
    ("training", "learning_later", "before", READ),
    ("training", "learning_later", "after", READ),
    ("training", "learning_later", "*", PAIRS),
    ("training", "behaviour", "before", READ),
    ("training", "behaviour", "after", READ),
    ("training", "behaviour", "*", PAIRS),
    ("training", "*.mean", "answered", READ),
    ("training", "*.mean", "mean", READ),
    ("training", "*.marks", "answers", READ),
    ("training", "*.marks", "share", AGAIN),
    ("training", "*", "answers", READ),
    ("training", "*", "share", READ),
    ("knowledge", "scenarios", "answered", READ),
    ("knowledge", "scenarios", "agree", READ),
    ("knowledge", "scenarios", "unsure", READ),
    ("knowledge", "scenarios", "other", READ),
    ("knowledge", "overall", "figure", READ),
    ("knowledge", "detection", "figure", PRODUCTS),
    ("vignettes", "effects", "effect", READ),
    ("compared", "components", "before", READ),
    ("compared", "components", "after", READ),
    ("compared", "components", "change", PAIRS),
    ("compared", "components", "d_z", PAIRS),
    ("compared", "components", "up", PAIRS),
    ("compared", "components", "down", PAIRS),
    ("weighted", "scores", "plain", READ),
    ("weighted", "scores", "weighted", READ),
    ("weighted", "margins", "*", WHO),
    ("reliability", "domains", "*", PRODUCTS),
    ("reliability", "items", "*", PRODUCTS),
    ("quality", "flags", "*", TOGETHER),
    ("quality", "scores", "everyone", READ),
    ("quality", "scores", "without", READ),
)


def standing_of_column(*place):
    """READ, the reason why it is not, or None where nobody has thought of it. place: section, table, column."""
    return next(
        (
            standing
            for *pattern, standing in COLUMNS
            if all(fnmatchcase(word, one) for word, one in zip(place, pattern, strict=True))
        ),
        None,
    )


def number_columns(payload):
    """[(section, table, column)] of every column that is meant for numbers, or has one in it."""
    return [
        (section["key"], table["key"], column["key"])
        for section in payload["sections"]
        for table in section["tables"]
        for place, column in enumerate(table["columns"])
        if column["kind"] != "text" or any(_is_number(row["cells"][place]) for row in table["rows"])
    ]


def unaccounted(payload):
    """The columns of numbers that the attack neither reads nor leaves with a reason."""
    return [place for place in number_columns(payload) if standing_of_column(*place) is None]


def _is_number(cell):
    return isinstance(cell, int | float) or (isinstance(cell, dict) and "value" in cell)
