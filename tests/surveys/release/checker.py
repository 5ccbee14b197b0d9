"""Looks for a number under ten in a payload, told or left to be computed: written apart from the code it checks.

It counts the stored rows itself and knows what an attacker would: who answered, and so every group's true size.
Everything is reported in words, one sentence a breach; a sound payload has none.
"""

from collections import Counter

from surveys.scales.answers import question_columns

LEAST, BASE = 10, 5
OFF = BASE - 1  # a shown count is less than one base away from the true one


def breaches(payload, rows, material):
    """Sentences about everything in the payload that tells, or lets be computed, a count under ten."""
    tables = {(s["key"], t["key"]): t for s in payload["sections"] for t in s["tables"]}
    found = [*plain_breaches(payload)]
    if len(rows) < LEAST:
        return found + [f"{key} is shown of {len(rows)} answers" for key in tables if key[0] != "response"]
    for band in ("area", "role", "service"):
        if table := tables.get(("profile", f"by_{band}")):
            found += band_breaches(table, band, rows, material)
    for (section, key), table in tables.items():
        if key.startswith("item."):
            found += mark_breaches(table, key.removeprefix("item."), tables["items", "items"], rows)
        elif key.endswith(".marks"):
            found += mark_breaches(table, key.removesuffix(".marks"), None, rows)
        elif section == "training" and (part := choice_part(material.instrument, key)):
            found += choice_breaches(table, key, part, rows)
    found += case_breaches(tables.get(("knowledge", "scenarios")), rows)
    found += flag_breaches(tables.get(("quality", "flags")), rows)
    for key in ("by_unit", "by_role"):
        if table := tables.get(("response", key)):
            found += rate_breaches(table, material.asked["units" if key == "by_unit" else "role_bands"])
    return found


def plain_breaches(payload):
    """Counts under ten or off the base, and shares of 0 or 100, wherever they stand."""
    for section in payload["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                for column, cell in zip(table["columns"], row["cells"], strict=True):
                    where = f"{section['key']} {table['key']} {row['key']} {column['key']}"
                    if not isinstance(cell, int | float):
                        continue
                    if column["kind"] == "count" and (cell < LEAST or cell % BASE):
                        yield f"{where}: the count {cell}"
                    if column["kind"] == "percent" and not 0 < cell < 100:
                        yield f"{where}: the share {cell}"


def shown_of(table, column):
    """{row: cell} of one column."""
    at = [one["key"] for one in table["columns"]].index(column)
    return {row["key"]: row["cells"][at] for row in table["rows"]}


def parts_breaches(where, shown, true):
    """Of a whole that is known: parts under ten told, or left over when what is shown is taken away.

    shown, true: {part: count}; a part that is not shown is None.
    """
    for part, count in shown.items():
        if count is not None and true[part] < LEAST:
            yield f"{where} {part}: {true[part]} people told as {count}"
        if count is not None and abs(count - true[part]) > OFF:
            yield f"{where} {part}: {count} is no rounding of {true[part]}"
    hidden = [part for part, count in shown.items() if count is None]
    left = sum(true[part] for part in hidden)
    if len(hidden) == 1:
        yield f"{where}: {hidden[0]} is the only part hidden, so it is left over"
    if hidden and left < LEAST and len(hidden) < len(shown):
        yield f"{where}: the hidden parts come to {left}"


def band_breaches(table, band, rows, material):
    names = material.names[band]
    member = [row["bands"].get(band) if row["bands"].get(band) in names else "not_stated" for row in rows]
    true = Counter(dict.fromkeys([*names, "not_stated"], 0)) + Counter(member)
    true = {key: true[key] for key in [*names, "not_stated"]}
    yield from parts_breaches(f"by {band}", shown_of(table, "answers"), true)
    for column in (one["key"] for one in table["columns"] if one["kind"] == "interval"):
        having = dict.fromkeys(true, 0)
        for place, row in enumerate(rows):
            having[member[place]] += has_score(row, column, material.instrument)
        told = {key: having[key] if cell else None for key, cell in shown_of(table, column).items()}
        yield from parts_breaches(f"by {band}, {column}", told, having)


def has_score(row, component, instrument):
    """Whether an officer answered at least half of the items that apply to them."""
    given = [row["answers"].get(item.id) for item in instrument.items if item.component == component]
    marks = sum(isinstance(one, int) for one in given)
    applying = sum(one != "does not apply to my role" for one in given)
    return marks > 0 and 2 * marks >= applying


def marks_of(rows, name):
    return [row["answers"][name] for row in rows if isinstance(row["answers"].get(name), int)]


def mark_breaches(table, name, bands, rows):
    """The groups of marks; the three bands beside them; and those who gave none."""
    marks = marks_of(rows, name)
    spans = {row["key"]: tuple(map(int, row["key"].split("-"))) for row in table["rows"]}
    true = {key: sum(first <= mark <= last for mark in marks) for key, (first, last) in spans.items()}
    if sum(true.values()) != len(marks):
        yield f"{name}: the groups do not hold every mark once"
    yield from parts_breaches(name, shown_of(table, "answers"), true)
    if bands is None:
        return
    told = {key: shown_of(bands, key)[name] for key in ("low", "middle", "high")}
    limits = {"low": (0, 4), "middle": (5, 7), "high": (8, 10)}
    for key, (first, last) in limits.items():
        inside = sum(first <= mark <= last for mark in marks)
        if told[key] is not None and inside < LEAST:
            yield f"{name} {key}: {inside} people told as {told[key]} %"
        if told[key] is not None:
            yield from nested_breaches(name, (first, last), spans, marks)
    yield from silent_breaches(
        name, shown_of(bands, "answered")[name], shown_of(bands, "outside")[name], marks, rows
    )


def nested_breaches(name, band, spans, marks):
    """A group of marks that reaches over the edge of a band that is told: their difference can be computed."""
    for first, last in spans.values():
        inside = first >= band[0] and last <= band[1]
        apart = last < band[0] or first > band[1]
        if not (inside or apart):
            over = sum(first <= mark <= last and not band[0] <= mark <= band[1] for mark in marks)
            yield f"{name}: {first} to {last} reaches over {band}, so {over} can be computed"


def silent_breaches(name, answered, outside, marks, rows):
    """Those who gave no mark: few of them must not be left when those who did are taken from everybody."""
    silent, everyone = len(rows) - len(marks), len(rows)
    if outside is not None and silent < LEAST:
        yield f"{name}: {silent} left it out, told as {outside} %"
    if answered is not None and silent < LEAST and answered + OFF < everyone - LEAST + 1:
        yield f"{name}: {answered} answered of {everyone}, so fewer than ten did not"
    if answered is not None and silent < LEAST and everyone - answered - OFF > 0:
        yield f"{name}: {answered} answered, so somebody of {everyone} did not"


def choice_part(instrument, name):
    for question in instrument.questions:
        for column, part in zip(question_columns(question), question.parts, strict=True):
            if column == name and part.kind == "choice":
                return part
    return None


def choice_breaches(table, name, part, rows):
    given = Counter(row["answers"].get(name) for row in rows)
    true = {f"choice{place}": given[choice] for place, choice in enumerate(part.choices, 1)}
    yield from parts_breaches(name, shown_of(table, "answers"), true)


def case_breaches(table, rows):
    """Shares of the short cases: agreeing, not sure, and the rest."""
    for row in table["rows"] if table else ():
        cells = dict(zip([one["key"] for one in table["columns"]], row["cells"], strict=True))
        given = Counter(r["answers"].get(row["key"]) for r in rows if r["answers"].get(row["key"]))
        true = {"agree": given[cells["rule"]]}
        if cells["rule"] != "not sure":  # else those who were not sure are those who agree
            true["unsure"] = given["not sure"]
        true["other"] = sum(given.values()) - sum(true.values())
        told = {key: true[key] if cells[key] is not None else None for key in true}
        yield from parts_breaches(row["key"], told, true)


def flag_breaches(table, rows):
    """Flagged answers, and those with another flag alone: any of them less one kind."""
    if table is None:
        return
    shown = shown_of(table, "answers")
    flagged = sum(bool(row["flags"]) for row in rows)
    if shown["any"] is not None:
        yield from few_breaches("any flag", flagged, len(rows))
    for key in set(shown) - {"any"}:
        if shown[key] is not None:
            with_it = sum(key in row["flags"] for row in rows)
            yield from few_breaches(key, with_it, flagged)


def few_breaches(where, part, whole):
    for words, count in (("has", part), ("has not", whole - part)):
        if count < LEAST:
            yield f"{where}: {count} {words} it"


def rate_breaches(table, strata):
    """Links used and not used by stratum, and what is left of all of them."""
    rows = {row["key"]: row["cells"] for row in table["rows"]}
    for place, words in ((1, "used"), (2, "unused")):
        true = {key: (used if place == 1 else sent - used) for key, (sent, used) in strata.items()}
        told = {key: true[key] if rows[key or "small"][1] is not None else None for key in strata}
        if rows["all"][1] is not None:
            yield from parts_breaches(f"links {words}", told, true)
