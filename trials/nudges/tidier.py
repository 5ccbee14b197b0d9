"""A record under the twelve items of TIDieR, as a protocol prints it.

Source: Hoffmann and others (2014), Better reporting of interventions: template for intervention description and
replication (TIDieR), BMJ 348:g1687. The item names are from general knowledge and were not read again at the source.
"""

from trials.nudges.lines import words_of


def tidier_items(title, version, record):
    """[(number, name of the item, text)] of items 1 to 12; 10 and 12 say where they are kept."""
    said = {name: words_of(name, getattr(record, name)) for name in ("functions", "techniques")}
    return [
        (1, "Brief name", f"{title}, version {version}"),
        (2, "Why", record.why),
        (3, "What: materials", record.materials),
        (4, "What: procedures", f"{record.wording} {said['functions']}. {said['techniques']}".strip()),
        (5, "Who provided", record.who),
        (6, "How", record.where),
        (7, "Where", record.where),
        (8, "When and how much", f"{record.when} {record.dose}".strip()),
        (9, "Tailoring", record.tailoring),
        (10, "Modifications", "Each later version of the nudge and the changes recorded in the trial."),
        (11, "How well: planned", record.fidelity),
        (12, "How well: actual", "The log of what was delivered in each unit."),
    ]
