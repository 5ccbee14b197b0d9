"""What counts of a force's own cases may be given out for: one of these is chosen, and kept in the audit trail."""

PURPOSES = {
    "evaluation": "Evaluation of a change in how cases are decided",
    "board": "A report to the criminal justice board or a chief officer",
    "scrutiny": "A scrutiny panel, inspection or audit",
    "quality": "Comparing the counts with the records system",
    "request": "Answering a request that the law says to answer",
}
