"""Changes between two waves as rows of a table, linked by officers' own codes or not."""

from dataclasses import dataclass, replace

from surveys.release.figures import change_cell, change_reach, number_cell, p_words
from surveys.release.material import Fielding
from surveys.release.policy import percent, unit_of
from surveys.release.tables import cannot, column, row
from surveys.release.wording import standing
from surveys.scales import link_own_codes

LEAST_TEAMS = 4  # clustered tests of surveys.scales need as many
NOT_COMPARED = "It cannot be compared: too few answers, or answers that do not vary."
TOO_MUCH_ALIKE = "Not told: so few whose answers differ so little would tell on each."
NO_RELIABLE = "Only told where the first survey’s reliability is known."
NOT_LINKED = "Too few answers could be linked by own codes, so the two surveys are compared unlinked."
LINKED = (
    "Linked by the codes that officers made up themselves, where all elements but one agree. Published studies link "
    "51 to 67 % after 6 to 18 months on all elements, 92 % with one left free. Those who could be linked need not be "
    "like the others, and wrong links hide change."
)
APART = "An interval is of one row alone; p (Holm) allows for all that stand in the table."
TEAMS = (
    "Intervals allow for officers of one area answering alike; those who did not say their area are left out."
)


@dataclass(frozen=True)
class Pair:
    """Two waves to compare. linked: [(row there, row here)] or None; found: what the linking found, or None.

    teams: (labels there, labels here), None each where areas are not to be allowed for.
    """

    before: Fielding
    after: Fielding
    linked: list | None
    found: object
    teams: tuple = (None, None)

    def policy(self, which):
        return (self.before, self.after)[which].policy

    def polarity(self, key):
        """Whether agreeing with a component's items means help or lack; of what is no component: help."""
        items = [item for item in self.after.instrument.items if item.component == key]
        return items[0].polarity if items else "enabler"


def paired(before, after, names=None):
    """The Pair of two Fieldings: linked where both gave codes and enough of them agree."""
    found = _links(before, after)
    linked = list(found.pairs) if found else None
    teams = tuple(_teams(one, names or {}) for one in (before, after))
    if None in teams:
        teams = (None, None)
    return Pair(before, after, linked, found, teams)


def has_codes(fielding):
    return bool(fielding.codes.notna().any(axis=None))


def _links(before, after):
    """What linking found, where it can be told of; None where it cannot."""
    if not (has_codes(before) and has_codes(after)):
        return None
    found = link_own_codes(before.codes.dropna(how="all"), after.codes.dropna(how="all"))
    return found if found and found.matched >= after.group else None


def _teams(fielding, names):
    """Each response's area, None where it is not said or small; None where there are too few areas."""
    areas = [area if area in names else None for area in fielding.bands["area"]]
    large = {area for area in set(areas) - {None} if areas.count(area) >= fielding.group}
    return [area if area in large else None for area in areas] if len(large) >= LEAST_TEAMS else None


def change_columns(pair):
    """The columns of a table of changes."""
    columns = [
        column("before", "Earlier", "number"),
        column("after", "Later", "number"),
        column("change", "Change (95 % interval)", "interval"),
        column("p", "p (Holm)", "text"),
    ]
    if pair.linked is None:
        return columns
    return [
        *columns,
        column("d_z", "Change in standard deviations (d_z)", "number"),
        column("up", "Reliably up", "percent"),
        column("down", "Reliably down", "percent"),
    ]


def change_row(pair, key, label, change, scale):
    """The row of one Change, or of a refusal. scale: (lowest, highest) value."""
    width = len(change_columns(pair))
    if not change:
        return row(key, label, [cannot(NOT_COMPARED)] * width)
    if min(change.n_before, change.n_after) < pair.after.group:
        return row(key, label, [None] * width)
    change = helping(change, pair.polarity(key), scale)
    name = ("linked" if pair.linked is not None else "all", key, change.teams > 0)
    name = name if any((pair.linked is not None, change.teams)) else ("all", key)
    before, after = (
        pair.policy(which).mean(name, mean * n, n, *scale)
        for which, (mean, n) in enumerate(((change.before, change.n_before), (change.after, change.n_after)))
    )
    least = min(change.n_before, change.n_after)
    span = scale[1] - scale[0]
    reach = change_reach(least, span)
    alike = change.high - change.low < 2 * reach
    cells = [before, after, change_cell(before, after, change, unit_of(span, least), reach)]
    cells.append(cannot(TOO_MUCH_ALIKE) if alike else p_words(change.p_holm))
    if pair.linked is not None:
        cells += _linked_cells(pair, key, change, alike)
    return row(key, label, cells, standing(pair.after.policy.count(name, least)))


def helping(change, polarity, scale):
    """The Change with high meaning help, also where agreeing means a lack."""
    if polarity == "enabler":
        return change
    end, reliable = sum(scale), change.reliable
    return replace(
        change,
        before=end - change.before,
        after=end - change.after,
        change=-change.change,
        low=-change.high,
        high=-change.low,
        d_z=None if change.d_z is None else -change.d_z,
        reliable=replace(reliable, up=reliable.down, down=reliable.up) if reliable else reliable,
    )


def _linked_cells(pair, key, change, alike):
    d_z = cannot(TOO_MUCH_ALIKE) if alike else number_cell(change.d_z, change.n_after, 2)
    found = change.reliable
    if not found:
        why = cannot(NO_RELIABLE)
        return [d_z, why, why]
    counts = [found.up, found.down, found.n - found.up - found.down]
    shown = pair.after.policy.parts(("reliable", key), counts)
    return [d_z, *(percent(count, pair.after.policy.count(("linked", key), found.n)) for count in shown[:2])]


def linking_columns():
    return [column("figure", "Figure", "text")]


def linking_rows(pair):
    """How many answers were linked, what part of the smaller wave, and how many links to expect to be wrong."""
    found, policy = pair.found, pair.after.policy
    smaller = min(found.n_before, found.n_after)
    matched = policy.parts("matched", [found.matched, smaller - found.matched])[0]
    rate = percent(matched, policy.count("codes", smaller))
    wrong = f"about {100 * found.false_rate:.0f} %" if found.false_rate >= 0.005 else "under 1 %"
    hidden = "hidden, to tell of no small group"
    return [
        row("matched", "Answers linked", [f"about {matched}" if matched else hidden]),
        row("match_rate", "Match rate, of the smaller survey", [f"{rate} %" if rate else hidden]),
        row("false_rate", "Links that join different officers, estimated", [wrong]),
    ]
