"""What a draft of rules would change: every case of a snapshot judged by both, and counted."""

from collections import Counter
from dataclasses import dataclass, field

from cjnudge.cases.eligibility import FIELDS_OF_RULES, RESULTS, RuleSet, decided_by_sql
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import from_parts
from cjnudge.disclosure import shown_count

# Counted in the request: a million cases under two sets of twenty rules, each with a list of thirty offences, took
# 1.1 s on two busy cores; two million are ten years of a large force.
MOST_ROWS = 2_000_000


@dataclass
class Changes:
    """Counts of cases: under both sets, from one result to another, by the draft's rule, and fields nobody fills.

    `moves`: {(result now, result under the draft): cases}; `decided`: {number of the draft's rule, negative for
    want of a value, 0 for none: cases}; `empty`: titles of the fields the draft asks that no case has.
    """

    moves: Counter = field(default_factory=Counter)
    decided: Counter = field(default_factory=Counter)
    empty: list = field(default_factory=list)

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


def changes(snapshot, current, draft):
    """The Changes on a snapshot's cases; `current` may be None: nothing is approved yet, and all are unknown.

    A case with several crimes is one case: its first row stands for it.
    """
    current = current or RuleSet()
    now, now_values = decided_by_sql(current, "now")
    then, then_values = decided_by_sql(draft, "then")
    fields = _fields_of(draft)
    recorded = "".join(f', count("{key}")' for key in fields)
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    with connection() as duck:
        rows = duck.execute(
            f"""SELECT {now} AS now, {then} AS after, count(*){recorded} FROM {from_parts(paths)}
                WHERE coalesce(first_of_decision, true) GROUP BY 1, 2""",  # noqa: S608 - names and bound values
            {**now_values, **then_values},
        ).fetchall()
    return _counted(rows, current, draft, fields)


def _counted(rows, current, draft, fields):
    found, recorded = Changes(), [0] * len(fields)
    for now, then, number, *filled in rows:
        found.moves[_result(current, now), _result(draft, then)] += number
        found.decided[then] += number
        recorded = [sum(pair) for pair in zip(recorded, filled, strict=True)]
    found.empty = [FIELDS_OF_RULES[key].title for key, n in zip(fields, recorded, strict=True) if not n]
    return found


def _result(rules, number):
    return rules.rules[number - 1].result if number > 0 else "unknown"


def _fields_of(rules):
    return sorted({condition.field for rule in rules.rules for condition in rule.conditions})


HIDDEN_WORDS = "under 5"


def shown(count):
    """A count as the page shows it."""
    found = shown_count(count, published=False)
    return HIDDEN_WORDS if found is None else f"{found:,}"


def tables(found, draft):
    """{"both", "moves", "rules"}: rows of the page's tables, after disclosure control."""
    return {
        "both": [
            [result.capitalize(), shown(found.now(result)), shown(found.then(result))] for result in RESULTS
        ],
        "moves": [
            [before.capitalize(), after.capitalize(), shown(found.moves[before, after])]
            for before in RESULTS
            for after in RESULTS
            if before != after and found.moves[before, after]
        ],
        "rules": [
            [f"Rule {number}", rule.in_words(), shown(found.decided[number]), shown(found.decided[-number])]
            for number, rule in enumerate(draft.rules, 1)
        ]
        + [["None", "No rule applies: unknown.", shown(found.decided[0]), ""]],
    }
