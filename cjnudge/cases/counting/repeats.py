"""Whether the suspect of a case was named again: in a later entry, or by the date that the extract supplies.

Named again counts from 14 days after the decision, because crimes found out with the first one are not a return, to
the end of the window from entry, so that every case was followed for the same time. Where the extract supplies the
date of the next crime that date is used, because the force sees more than the extract; else the entries of the same
suspect in the same snapshot. A case without a decision in the window has no decision to return after: it is not
counted as named again.
"""

from cjnudge.cases.counting.refusals import fields_of

EVERY = "true"
# Sorting eight million rows by suspect took nine tenths of the memory that a query may have (storage/duck.py), ten
# million more than all of it: so many leave room.
MOST_ROWS = 6_000_000
AFTER_DAYS = 14  # G1 of the guardrails: from disposal + 14 days
SUPPLIED = "the date of the next recorded crime that the extract supplies"
OWN_ENTRIES = "a later entry of the same suspect in this extract"


def source_in_words(fields):
    """Which of the two ways is used for an extract with these fields; "" where there is neither."""
    if "reoffended_on" in fields:
        return SUPPLIED
    return OWN_ENTRIES if "suspect" in fields else ""


def shares_of_suspects(snapshot, measure):
    """Conditions that part the suspects of a snapshot into as many shares as fit into memory, to be counted in turn."""
    if "repeat_suspects" not in measure.needs or "reoffended_on" in fields_of(snapshot):
        return [EVERY]
    number = -(-snapshot.rows // MOST_ROWS) or 1
    return [EVERY] if number == 1 else [f"hash(suspect) % {number} = {share}" for share in range(number)]


def with_again(parts, wanted, fields, decided_on, days, *, entries, suspects=EVERY):
    """FROM item: the case rows that meet a condition, with a column `again`.

    entries: FROM item of all rows of the extract. suspects: one of `shares_of_suspects`; the condition has it too.
    """
    start = f"{decided_on} + {AFTER_DAYS}"
    if "reoffended_on" in fields:
        named = f"reoffended_on BETWEEN {start} AND entry_on + {days}"
        return f"(SELECT *, coalesce({named}, false) AS again FROM {parts} WHERE {wanted})"  # noqa: S608 - own names
    # Only what is asked of is sorted; the later entries are those of every row.
    return f"""(SELECT dated.*, coalesce(later.later_on <= dated.entry_on + {days}, false) AS again
        FROM (SELECT *, {start} AS start_on FROM {parts} WHERE {wanted}) AS dated
        ASOF LEFT JOIN (SELECT suspect AS person, entry_on AS later_on FROM {entries} WHERE suspect IS NOT NULL
            AND {suspects}) AS later
        ON dated.suspect = later.person AND later.later_on >= dated.start_on)"""  # noqa: S608 - own names
