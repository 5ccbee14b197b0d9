"""The sentences that a survey's notice gains by how it is set up: in English, to be translated with the pages' words.

They stand in WORDS like every other word of the pages. `{name}` is put in when the survey is launched.
"""

PROMISES = {
    "promise_kept_one": "The list of people invited is deleted 30 days after the survey closes, unfinished answers "
    "after 72 hours, and answers after one year.",
    "promise_kept_many": "The list of people invited is deleted 30 days after the survey closes, unfinished answers "
    "after 72 hours, and answers after {years} years.",
    "promise_batches": "Results are let out before the survey closes too, on {days}: for a random part of the answers "
    "handed in by then, mixed with those that stay behind, and with groups of fewer than ten hidden as always.",
    "promise_batches_stay": "What was let out before the survey closed cannot be taken back.",
    "promise_extract": "Researchers may get the answers to the scaled questions, one line a person, when at least 100 "
    "people have answered: without area, role, service or anything that was written, in random order, and only where "
    "a test shows that nobody can be made out in it.",
    "promise_languages": "Which language you answer in is kept only where ten or more people used it.",
}
