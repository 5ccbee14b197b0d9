"""A sound instrument file in as few words as possible, to be broken by tests."""

SOUND = """
title = "Sample"
about = "For tests"
standing = "not validated in policing"
adapted = "own wording"
[behaviour]
statement = "When a case fits, do it."
actor = "officer"
action = "does it"
context = "a case"
target = "the suspect"
time = "at the decision"
[scale]
low = 0
high = 10
low_label = "no"
high_label = "yes"
polarity = "enabler"
[notice]
agreement = "I agree."
purpose = "To learn."
who_sees = "Nobody sees one answer."
limits = "A court order could."
kept = "Three years."
withdrawal = "It cannot be found again."
contact = "The survey's owner."
[[item]]
id = "k1"
component = "C-Ps"
text = "I know how."
[[item]]
id = "k2"
component = "C-Ps"
text = "I remember to."
"""
