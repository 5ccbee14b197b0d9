"""Plain facts about levels and changes, before any estimate: read from the cells alone."""

from statistics import fmean


def level(shares, periods):
    """Mean of a place's proportions over the periods it has, unweighted, or None where it has none."""
    values = [shares[on][0] / shares[on][1] for on in periods if on in shares]
    return fmean(values) if values else None


def pooled_level(shares, places, periods):
    """All the places' cases taken together over the periods, or None without a case."""
    cells = [shares[place][on] for place in places for on in periods if on in shares.get(place, {})]
    events, cases = sum(cell[0] for cell in cells), sum(cell[1] for cell in cells)
    return events / cases if cases else None


def sides(measure, contrast):
    """{"before", "after", "change"} of a function of periods, or None where a side has no value."""
    before, after = measure(contrast.before), measure(contrast.after)
    if before is None or after is None:
        return None
    return {"before": before, "after": after, "change": after - before}


def pooled_by_basis(cells, places, contrast):
    """{basis: before, after and change} of the treated places, for every basis the snapshot has."""
    found = {}
    for basis in sorted(cells.counts):
        shares = cells.shares(basis)
        change = sides(lambda on, shares=shares: pooled_level(shares, places, on), contrast)
        if change:
            found[basis] = change
    return found


def together(cells, data, contrast):
    """All places of the snapshot taken together, and the territorial forces among them where known."""
    shares = cells.shares(data.basis)
    groups = {"all": [place.name for place in cells.places]}
    territorial = [place.name for place in cells.places if place.territorial]
    if territorial and len(territorial) < len(cells.places):
        groups["territorial"] = territorial
    return {
        key: {**values, "places": len(places)}
        for key, places in groups.items()
        if len(places) > 1 and (values := sides(lambda on, p=places: pooled_level(shares, p, on), contrast))
    }


def lowest_or_highest(cells, data, contrast):
    """Whether the one period before is the extreme of the whole series of the treated place; None otherwise.

    A starting point picked for being extreme tends to be followed by a return towards the mean.
    """
    if len(data.treated) != 1 or len(contrast.before) != 1:
        return None
    series = cells.shares(data.basis).get(data.treated[0], {})
    values = {on: level(series, [on]) for on in series}
    start = contrast.before[0]
    if len(values) < 3 or start not in values:
        return None
    for which, extreme in (("lowest", min), ("highest", max)):
        if values[start] == extreme(values.values()):
            return {"which": which, "period": start, "of": len(values)}
    return None


def series_by_period(cells, data):
    """[{on, treated, comparison}] over every period of the snapshot; unweighted means of places."""
    shares = cells.shares(data.basis)

    def mean(places, on):
        values = [value for place in places if (value := level(shares.get(place, {}), [on])) is not None]
        return fmean(values) if values else None

    return [
        {
            "on": period.on,
            "treated": mean(data.treated, period.on),
            "comparison": mean(data.comparison, period.on),
        }
        for period in cells.periods
    ]
