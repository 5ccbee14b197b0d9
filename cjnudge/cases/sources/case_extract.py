"""A force's own extract: one row for each suspect decision, read through the mapping the force has made.

The bases are those of the dates that are mapped: the entry date and the outcome date always, the recorded date
where the extract has one.
"""

from cjnudge.cases.feeds import Feed

FEED = Feed(
    key="case_extract",
    version=2,  # 1 took a decision's eligibility from whichever of its rows came first
    title="case extract",
    grain="case",
    bases=("entry", "closed", "recorded"),
    layouts=(),
    published=False,
    source="The force's own case system, read through its own mapping.",
    holds=frozenset({"eligible_cases"}),
    follow_up_known=True,
    known_problems=(
        "Identifiers are pseudonyms, keyed for this force alone: the rows stay personal data.",
        "What the force's system does not record, such as a resolution noted on paper, is not here.",
        "Without a crime identifier nothing tells whether two files hold the same case: it would count twice.",
        "One suspect, one entry date, one outcome and its date are one decision, however many crimes it covers. It is "
        "eligible only if every crime in it is: the row with the least favourable eligibility stands for it.",
    ),
    schema="cases",
)
