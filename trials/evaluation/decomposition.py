"""Where a change in OoCR is matched: by charges, by no further action where it is known, by the rest.

Substitution moves cases from charge to OoCR; net-widening moves cases that would have ended without action.
"""

from statistics import fmean


def decompose(cells, data, contrast):
    """Before, after and change of each part per 100, treated and comparison; None where not in the snapshot.

    The treated places are taken together; the comparison is the unweighted mean of its places.
    """
    disposals = cells.disposals(data.basis)
    treated = _pooled(cells.part_keys, disposals, data.treated, contrast)
    if treated is None:
        return None
    each = [_pooled(cells.part_keys, disposals, (place,), contrast) for place in data.comparison]
    each = [values for values in each if values]
    mean = _mean(cells.part_keys, each) if each else None
    return {"of": cells.parts_of, "treated": treated, "comparison": mean, "places": len(each)}


def _pooled(keys, disposals, places, contrast):
    before, after = (_per_hundred(disposals, places, side) for side in (contrast.before, contrast.after))
    if before is None or after is None:
        return None
    sides = zip(keys, before, after, strict=True)
    return {key: {"before": old, "after": new, "change": new - old} for key, old, new in sides}


def _per_hundred(disposals, places, periods):
    rows = [disposals[place][on] for place in places for on in periods if on in disposals.get(place, {})]
    total = sum(sum(row) for row in rows)
    return [100 * sum(part) / total for part in zip(*rows, strict=True)] if total else None


def _mean(keys, each):
    return {
        key: {side: fmean(values[key][side] for values in each) for side in ("before", "after", "change")}
        for key in keys
    }
