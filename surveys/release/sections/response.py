"""How many of those asked answered, by unit and role as the list of people had it, and by code."""

from surveys.release.policy import percent, with_complement
from surveys.release.tables import cannot, column, row, section, table
from surveys.release.wording import hidden_note

# What a lead reads while a wave is open, too: surveys/queries/uptake.py. An upper edge belongs to the lower band.
BANDS = ((25, "under 25 %"), (50, "25 to 50 %"), (75, "50 to 75 %"), (100, "over 75 %"))
SMALL = "Units with fewer than ten asked"
CODES = "By a code anyone of the area could answer, and more than once: repeat answers cannot be excluded."
APPROXIMATE = "The rate is approximate: hand-ins against the headcount that was stated."
ROUGH = (
    "A rate is taken of rounded counts: for some 20 asked it can be off by 25 points, for 100 by 6, for 500 by 1. "
    "“About” goes by the counts as they are."
)
LINKS = "Personal links that were used, of those sent."


def make(material):
    """Rates by stratum; None where nobody knows how many were asked, as in a made-up survey."""
    tables = [
        _strata(material, "units", "by_unit", "By unit", material.names.get("unit", {})),
        _strata(material, "role_bands", "by_role", "By role", material.names.get("role", {})),
        _codes(material),
    ]
    tables = [found for found in tables if found]
    notes = [CODES] if material.codes else []
    return section("response", tables, notes) if tables else None


def _strata(material, kind, key, title, names):
    strata = material.asked.get(kind) or {}
    if sum(sent for sent, _ in strata.values()) < material.policy.group:
        return None
    hidden = _hidden(material.policy, strata, kind)
    rows = [
        row(stratum or "small", names.get(stratum, stratum) if stratum else SMALL,
            _cells(material.policy, (kind, stratum), *numbers, stratum in hidden))
        for stratum, numbers in strata.items()
    ]  # fmt: skip
    whole = [sum(numbers) for numbers in zip(*strata.values(), strict=True)]
    used = [(n, sent - n) for key, (sent, n) in strata.items() if key in hidden]
    alone = _is_small_whole(material.policy, kind, *whole) or bool(used and _tells(material.policy, used))
    name = "answers" if whole[1] == material.wave.n else "links"
    rows.append(row("all", "All", _cells(material.policy, name, *whole, alone)))
    columns = [
        column("asked", "Asked", "count"),
        column("answered", "Answered", "count"),
        column("rate", "Rate", "percent"),
        column("band", "About", "text"),
    ]
    return table(key, title, LINKS, columns, rows, [ROUGH, *hidden_note(rows)])


def _is_small_whole(policy, kind, sent, used):
    return any(policy.is_small((kind, "all", i), n, sent) for i, n in enumerate((used, sent - used)))


def _hidden(policy, strata, kind):
    """Strata of which too few answered or too few did not, and more with them until neither sum gives one away."""
    used = {key: (n, sent - n) for key, (sent, n) in strata.items()}
    hidden = {
        key
        for key, both in used.items()
        if any(policy.is_small((kind, key, i), n, strata[key][0]) for i, n in enumerate(both))
    }
    order = sorted((key for key in used if key not in hidden), key=lambda key: (min(used[key]), key))
    while hidden and order and _tells(policy, [used[key] for key in hidden]):
        hidden.add(order.pop(0))
    return hidden


def _tells(policy, hidden):
    sums = [sum(part) for part in zip(*hidden, strict=True)]
    return len(hidden) < 2 or min(sums) < policy.group


def _cells(policy, name, sent, used, hidden):
    if sent < policy.group:
        return [None] * 4
    asked, band = policy.base * round(sent / policy.base), _band(used, sent)
    if hidden:
        return [asked, None, None, band]
    answered = policy.count(name, used)
    return [asked, answered, percent(answered, asked), band]


def _band(used, sent):
    return next(words for edge, words in BANDS if 100 * min(used, sent) <= edge * sent)


def _codes(material):
    if not material.codes:
        return None
    policy, used = material.policy, [hand_ins for _, _, hand_ins in material.codes]
    small = {at for at, n in enumerate(used) if policy.is_small(("code", at), n, material.codes[at][1])}
    hidden = with_complement(used, small, policy.group)
    rows = [
        row(f"code{at + 1}", area, [headcount, *_of_code(policy, at, hand_ins, headcount, at in hidden)])
        for at, (area, headcount, hand_ins) in enumerate(material.codes)
    ]
    columns = [
        column("headcount", "Stated headcount", "count"),
        column("answered", "Handed in", "count"),
        column("rate", "Rate, about", "percent"),
    ]
    return table("by_code", "By code", APPROXIMATE, columns, rows)


def _of_code(policy, at, hand_ins, headcount, hidden):
    if hidden:
        return [None, None]
    answered = policy.count(("code", at), hand_ins)
    if answered > headcount:
        return [answered, cannot("more than the headcount")]
    return [answered, percent(answered, headcount)]
