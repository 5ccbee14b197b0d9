"""Whether the conditions of an instrument can be answered at all when their question's turn comes."""

from dataclasses import dataclass

from surveys.scales.conditions import ConditionRefused, Selected, leaves, named


@dataclass(frozen=True)
class _Asked:
    """What an answer may be: its words, and whether it may be a number; `occasions` on which it is asked."""

    words: tuple[str, ...]
    numbers: bool
    free: bool
    occasions: tuple[str, ...]


def condition_problems(found):
    """(table, field, remedy) of every condition that cannot be read, or asks what is not known by then."""
    asked = _asked(found)
    return [
        (f"{kind} {number}", "relevant", remedy)
        for kind, entries in (("item", found.items), ("question", found.questions))
        for number, entry in enumerate(entries, 1)
        if entry.relevant
        for remedy in _remedies(found, entry, asked)
    ]


def _remedies(found, entry, asked):
    try:
        names = named(entry.relevant)
    except ConditionRefused as refused:
        return [f"mend the condition, {refused}"]
    earlier = _asked_before(found, entry)
    wrong = [_unknown(name, asked, earlier) for name in names]
    wrong += [_not_then(found, name, entry, asked[name]) for name in names if name in earlier]
    wrong += [_never(leaf, asked[leaf.name]) for leaf in leaves(entry.relevant) if leaf.name in earlier]
    return [remedy for remedy in wrong if remedy]


def _asked(found):
    """{key: _Asked} of everything a condition may ask about."""
    asked = {item.id: _Asked(found.scale.outside, True, False, item.occasions) for item in found.items}
    for question in found.questions:
        for key, part in zip(question.keys, question.parts, strict=True):
            numbers, free = part.kind in ("count", "scale"), part.kind == "text"
            asked[key] = _Asked(part.choices, numbers, free, question.occasions)
    return asked


def _asked_before(found, entry):
    """The keys that come earlier in every order that chance may draw."""
    items = [item.id for item in found.items]
    if any(entry is question for question in found.questions):
        number = next(n for n, question in enumerate(found.questions) if question is entry)
        return items + [key for question in found.questions[:number] for key in question.keys]
    if found.scale.order == "as written":
        return items[: items.index(entry.id)]
    blocks = found.components[: found.components.index(entry.component)]
    return [item.id for item in found.items if item.component in blocks]


def _unknown(name, asked, earlier):
    if name not in asked:
        return f"nothing is asked under {name!r}: write one of {', '.join(earlier) or 'none, for it comes first'}"
    return "" if name in earlier else f"{name!r} is not asked before this: move it, or ask about another"


def _not_then(found, name, entry, asked):
    """A sitting on which this is asked and what it depends on is not."""
    sittings = entry.occasions or found.occasions
    left = [one for one in sittings if asked.occasions and one not in asked.occasions]
    return f"{name!r} is not asked {left[0]!r}, when this is: ask both, or neither" if left else ""


def _never(leaf, asked):
    """A comparison with what can never be the answer: a slip of the pen would skip the question for everybody."""
    if asked.free:
        return f"{leaf.name!r} is a free text, which is kept apart from the answers: ask about a choice"
    value = leaf.value
    empty = value == "" and not isinstance(leaf, Selected)  # asks whether there is an answer
    if empty or value in asked.words or (asked.numbers and _is_number(value)):
        return ""
    offered = [repr(word) for word in asked.words] + ["a number"] * asked.numbers
    shown = value if isinstance(value, str) else f"{value:g}"
    return f"{leaf.name!r} is never answered by {shown!r}: write {' or '.join(offered)}"


def _is_number(value):
    return not isinstance(value, str) or value.lstrip("-").isdecimal()
