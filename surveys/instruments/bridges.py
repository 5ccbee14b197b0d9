"""Which item of one version stands for which of the next: what goes without saying, and what its author has to say."""

from surveys.scales.versions import WORDING


def unchanged(before, content):
    """{id: same id} of the items that stand word for word in both versions."""
    old = {item["id"]: item for item in before["items"]}
    return {item["id"]: item["id"] for item in content["items"] if _alike(old.get(item["id"]), item)}


def open_items(before, content):
    """The items that were changed or added: of each it must be said what it stands for."""
    same = unchanged(before, content)
    return [item for item in content["items"] if item["id"] not in same]


def undecided(before, content, bridge):
    """Ids of those of which it was not said yet, or of which what was said holds no longer."""
    found, taken = [], set()
    for item in open_items(before, content):
        old = bridge.get(item["id"])
        if old is None or old and (old in taken or old not in partners(before, content, item)):
            found.append(item["id"])
        taken.add(old)
    return found


def whole(before, content, bridge):
    """{id here: id before, or ""} of every item."""
    same = unchanged(before, content)
    return {item["id"]: same.get(item["id"], bridge.get(item["id"], "")) for item in content["items"]}


def partners(before, content, item):
    """{id: item before} that one item may stand for: of its component and polarity, and of no unchanged item."""
    taken = set(unchanged(before, content).values())
    return {
        old["id"]: old
        for old in before["items"]
        if old["id"] not in taken and all(old[f] == item[f] for f in ("component", "polarity"))
    }


def without_decisions(bridge, before, content):
    """The bridge without what was said of items that have changed since."""
    now = {item["id"]: item for item in content["items"]}
    then = {item["id"]: item for item in before["items"]}
    return {new: old for new, old in bridge.items() if new in now and _alike(then.get(new), now[new])}


def joined(first, second):
    """One bridge over two: {oldest: newest} of {oldest: middle} and {middle: newest}."""
    return {old: second[middle] for old, middle in first.items() if middle in second}


def forwards(bridge):
    """{id before: id here} of a stored bridge, items that stand for none left out."""
    return {old: new for new, old in bridge.items() if old}


def _alike(one, other):
    return one is not None and all(one.get(field, "") == other.get(field, "") for field in WORDING)
