"""What a draft of rules would change: every case of a snapshot judged by both, and counted.

Somebody who may write drafts may write many, and a count that is hidden in one can be the difference between two
others. So no case is counted by itself: cases alike in every field that the draft asks are a group, a group is counted
only where its number could be shown alone, and as it would be shown, to the nearest 5. A case that is one of few adds
nothing to any figure, whatever it is put together with. And a draft that cuts a month is not tried: days moved one
by one would count the cases of each.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from cjnudge.cases.eligibility import FIELDS_OF_RULES, RESULTS, RuleSet, decided_by_sql
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts
from cjnudge.disclosure import CASE_THRESHOLD, shown_count

# Counted in the request: a million cases under two sets of twenty rules, each with a list of thirty offences, took
# 1.1 s on two busy cores; two million are ten years of a large force.
MOST_ROWS = 2_000_000


@dataclass
class Changes:
    """Counts of cases: under both sets, from one result to another, by the draft's rule, and fields few fill.

    `moves`: {(result now, result under the draft): cases}; `decided`: {number of the draft's rule, negative for
    want of a value, 0 for none: cases}; `empty`: titles of the fields the draft asks that hardly any case has;
    `cases`: all of them, whatever the draft says. `moves` and `decided` may be shown.
    """

    moves: Counter = field(default_factory=Counter)
    decided: Counter = field(default_factory=Counter)
    empty: list = field(default_factory=list)
    cases: int = 0

    def now(self, result):
        return sum(n for (before, _), n in self.moves.items() if before == result)

    def then(self, result):
        return sum(n for (_, after), n in self.moves.items() if after == result)


def case_snapshots(force):
    """The force's own snapshots of cases that can be judged here, newest first."""
    return [
        one
        for one in own_snapshots(force).filter(rows_erased_at__isnull=True, rows__lte=MOST_ROWS)
        if feed_of(one.feed).schema == "cases"
    ]


class NotTried(Exception):
    """A draft that is not tried on cases; the text says why and what to do."""


def changes(snapshot, current, draft, *, counted=None):
    """The Changes on a snapshot's cases; `current` may be None: nothing is approved yet, and all are unknown.

    A case with several crimes is one case: its first row stands for it. `counted` gives what a group of so many cases
    counts as: as `as_shown` has it, where nothing else is said. Raises NotTried for a draft that cuts a month.
    """
    counted = counted or as_shown
    _check_days(draft)
    current = current or RuleSet()
    now, now_values = decided_by_sql(current, "now")
    then, then_values = decided_by_sql(draft, "then")
    fields = _fields_of(draft)
    alike = "".join(f', "{key}"' for key in fields if FIELDS_OF_RULES[key].kind != "day")
    filled = "".join(f', count("{key}") AS "filled_{key}"' for key in fields)
    recorded = "".join(f', sum("filled_{key}")::BIGINT' for key in fields)
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    with connection() as duck:
        rows = duck.execute(
            f"""SELECT now, after, n, count(*){recorded} FROM
                (SELECT {now} AS now, {then} AS after, count(*) AS n{filled} FROM {from_parts(paths)}
                WHERE coalesce(first_of_decision, true) GROUP BY now, after{alike}) GROUP BY ALL""",  # noqa: S608 - names and bound values
            {**now_values, **then_values},
        ).fetchall()
    return _added_up(rows, current, draft, fields, counted)


def as_shown(number):
    """What a group of so many cases counts as: the number it would be shown with alone, and 0 where it would not be."""
    return shown_count(number, published=False) or 0


def _added_up(rows, current, draft, fields, counted):
    """Changes of rows: (rule now, rule of the draft, cases of a group, such groups, cases with each field)."""
    found, recorded = Changes(), [0] * len(fields)
    for now, then, size, groups, *filled in rows:
        number = counted(size) * groups
        found.moves[_result(current, now), _result(draft, then)] += number
        found.decided[then] += number
        found.cases += size * groups
        recorded = [sum(pair) for pair in zip(recorded, filled, strict=True)]
    few = [key for key, n in zip(fields, recorded, strict=True) if n < CASE_THRESHOLD]
    found.empty = [FIELDS_OF_RULES[key].title for key in few]
    return found


def _check_days(draft):
    for number, rule in enumerate(draft.rules, 1):
        for one in rule.conditions:
            if FIELDS_OF_RULES[one.field].kind == "day" and not all(map(_WHOLE[one.operator], one.values)):
                raise NotTried(
                    f"Rule {number} cuts a month ({one.in_words()}), and a draft is tried on whole months only: days "
                    "moved one by one would show the cases of each. To try it, use the first day of a month for “on "
                    "or after” and the last for “on or before”. It can be approved as it is."
                )


def _begins_month(day):
    return day.day == 1


def _ends_month(day):
    return (day + timedelta(days=1)).day == 1


_WHOLE = {"at_least": _begins_month, "at_most": _ends_month, "is_missing": None, "is_given": None}


def _result(rules, number):
    return rules.rules[number - 1].result if number > 0 else "unknown"


def _fields_of(rules):
    return sorted({condition.field for rule in rules.rules for condition in rule.conditions})


HIDDEN_WORDS = "too few to show"


def shown(count):
    """A count as the page shows it; none at all and groups too small to be counted look the same."""
    return f"{count:,}" if count else HIDDEN_WORDS


def share_apart(found):
    """ "About 10 %", of the cases that are in no figure: of what is shown of the snapshot, less what is shown here."""
    whole = as_shown(found.cases)
    tens = max(0, round(10 * (whole - sum(found.moves.values())) / whole)) * 10 if whole else 0
    return f"About {tens} %" if tens else "Fewer than 5 %"


def tables(found, draft):
    """{"both", "moves", "rules"}: rows of the page's tables; the same rows whatever the cases are."""
    return {
        "both": [
            [result.capitalize(), shown(found.now(result)), shown(found.then(result))] for result in RESULTS
        ],
        "moves": [
            [before.capitalize(), after.capitalize(), shown(found.moves[before, after])]
            for before in RESULTS
            for after in RESULTS
            if before != after
        ],
        "rules": [
            [f"Rule {number}", rule.in_words(), shown(found.decided[number]), shown(found.decided[-number])]
            for number, rule in enumerate(draft.rules, 1)
        ]
        + [["None", "No rule applies: unknown.", shown(found.decided[0]), ""]],
    }
