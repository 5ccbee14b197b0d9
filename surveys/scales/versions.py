"""Whether two versions of an instrument may be set side by side, and by which items."""

from surveys.scales.results import SurveyRefused

# Who is asked counts too: the mean of those whom a condition let through is of other officers.
WORDING = ("component", "text", "definition", "reversed", "polarity", "relevant")
SCALE = ("low", "high", "low_label", "high_label")


def bridged_items(first, second, bridge=None):
    """[(item of the first, item of the second)] that may be compared.

    Items that stand unchanged under their id in both bridge themselves. Where an item was changed, added or
    taken out, or the scale was, SurveyRefused asks for a bridge map {first id: second id}: whoever writes it
    says that the two items mean the same. Items that it does not name are then left out on both sides.
    """
    before, after = ({item.id: item for item in one.items} for one in (first, second))
    if bridge is None:
        _check_unchanged(first, second, before, after)
        return [(item, after[item.id]) for item in first.items]
    _check_bridge(bridge, before, after)
    pairs = [(before[old], after[new]) for old, new in bridge.items()]
    _check_scales(first, second)
    return pairs


def changed_items(first, second):
    """Ids of items that are worded, scored or asked on condition differently, or stand in one version only."""
    before, after = ({item.id: item for item in one.items} for one in (first, second))
    shared = [name for name in before if name in after]
    altered = [n for n in shared if any(getattr(before[n], f) != getattr(after[n], f) for f in WORDING)]
    return altered + [n for n in before if n not in after] + [n for n in after if n not in before]


def _check_unchanged(first, second, before, after):
    if changed := changed_items(first, second):
        raise SurveyRefused(
            f"{first.key} version {first.version} and {second.key} version {second.version} differ in what they ask",
            where=f"items {', '.join(changed)}",
            remedy="Give a bridge map from the items of the first to those of the second that mean the same.",
        )
    _check_scales(first, second)


def _check_scales(first, second):
    if any(getattr(first.scale, field) != getattr(second.scale, field) for field in SCALE):
        raise SurveyRefused(
            "The two versions are answered on different scales",
            remedy="Answers on different scales are not compared: field one version in both waves.",
        )


def _check_bridge(bridge, before, after):
    strange = [str(n) for n in bridge if n not in before] + [
        str(n) for n in bridge.values() if n not in after
    ]
    if strange or not bridge:
        raise SurveyRefused(
            "The bridge map names an item that is not there" if strange else "The bridge map is empty",
            where=", ".join(strange),
            remedy="Write {id in the first version: id in the second}.",
        )
    if len(set(bridge.values())) < len(bridge):
        raise SurveyRefused("Two items lead to the same one", remedy="Give each item one partner.")
    for old, new in bridge.items():
        if any(getattr(before[old], f) != getattr(after[new], f) for f in ("component", "polarity")):
            raise SurveyRefused(
                "The bridge map joins items of different components or polarity",
                where=f"{old} and {new}",
                remedy="Items that are scored differently cannot stand for each other.",
            )
