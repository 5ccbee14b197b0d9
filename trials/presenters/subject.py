"""What a result speaks of: names of places and periods, taken from the plan and the cells."""

from dataclasses import dataclass

NOUNS = {True: ("force", "forces"), False: ("unit", "units")}


@dataclass(frozen=True)
class Subject:
    """The words for the treated places (`inside` a sentence too), the places compared with, and the periods."""

    name: str
    inside: str
    others: str
    others_in_full: str
    noun: str
    plural: str
    count: int
    before: str
    after: str
    left_out: str


def subject_of(data, cells):
    """The Subject of a plan's data part."""
    noun, plural = NOUNS[any(place.territorial is not None for place in cells.places)]
    count = len(data.comparison)
    several = noun if count == 1 else plural
    kind = f"territorial {several}" if data.comparison_rule == "territorial" else several
    primary = data.primary
    return Subject(
        name=name_of(data.treated, plural),
        inside=name_of(data.treated, plural, "the"),
        others=others_of(count, several),
        others_in_full=others_of(count, kind),
        noun=noun,
        plural=plural,
        count=count,
        before=span_words(primary.before, cells),
        after=span_words(primary.after, cells),
        left_out=list_words((*primary.excluded, *primary.washout), cells),
    )


def others_of(count, kind):
    """ "the other 42 forces", "the other force"; empty where there is none."""
    if count == 0:
        return ""
    return f"the other {kind}" if count == 1 else f"the other {count} {kind}"


def name_of(places, plural, article="The"):
    """One name, two joined, or a number of them; `article` "the" inside a sentence."""
    if len(places) <= 2:
        return " and ".join(places)
    return f"{article} {len(places)} chosen {plural}"


def list_words(periods, cells):
    """The periods by name, or how many there are where that would be long."""
    if len(periods) > 3:
        return f"{len(periods)} periods"
    return ", ".join(cells.label(on) for on in sorted(periods))


def span_words(periods, cells):
    """ "2023/24", or "2022/23 to 2023/24" for several in a row; empty for none."""
    if not periods:
        return ""
    ordered = sorted(periods)
    first, last = cells.label(ordered[0]), cells.label(ordered[-1])
    return first if first == last else f"{first} to {last}"
