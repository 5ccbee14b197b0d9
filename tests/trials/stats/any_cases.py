"""`python -m tests.trials.stats.any_cases --cases 10000 --seed N`: whatever comes in, numbers or a refusal in words.

Prints by design how many cases were answered, refused by letter of the closed list, or refused by an input rule.
Ends with 1 at the first fault: what it was, how to draw it again, and its tables as CSV.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from tests.trials.stats.any_judge import Verdict, judge
from tests.trials.stats.any_plan import Case, draw_case
from tests.trials.stats.any_rubbish import bend_case
from tests.trials.stats.any_same import unlike


def make_case(seed: int, number: int) -> Case:
    """Case `number` of a seed, sound or bent."""
    return bend_case(draw_case(seed, number), np.random.default_rng([seed, number, 1]))


def check_case(case: Case) -> Verdict:
    """The judge's verdict, and for a sound case that was answered also what must stay the same."""
    found = judge(case)
    if found.fault or found.end != "answered":
        return found
    difference = unlike(case, found.report)
    return (
        found if not difference else Verdict(found.end, difference, found.rule, found.report, found.seconds)
    )


def keep_case(case: Case, folder: Path) -> None:
    """The plan as JSON, the tables as CSV (types that CSV does not know come back by drawing the case again)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.json").write_text(case.plan.to_json(), encoding="utf-8")
    for key, table in (*case.frames.items(), ("timing", case.timing)):
        if isinstance(table, pd.DataFrame):
            text = table.to_csv(index=False).encode("utf-8", "surrogatepass")
            (folder / f"{key}.csv").write_bytes(text)


def print_counts(ends: dict[str, Counter]) -> None:
    """One line a design."""
    for design, counts in sorted(ends.items()):
        whole = ", ".join(f"{end} {count}" for end, count in sorted(counts.items()))
        print(f"{design:26} {sum(counts.values()):6}: {whole}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument(
        "--go-on", action="store_true", help="list every fault instead of ending at the first"
    )
    parser.add_argument("--rules", action="store_true", help="also print how often each input rule refused")
    asked = parser.parse_args(arguments)
    ends: dict[str, Counter] = {}
    rules: Counter = Counter()
    faults, slowest, begun = 0, (0.0, 0), time.perf_counter()
    for number in range(asked.first, asked.first + asked.cases):
        case = make_case(asked.seed, number)
        found = check_case(case)
        ends.setdefault(case.plan.design, Counter())[found.end] += 1
        rules[found.rule] += 1
        slowest = max(slowest, (found.seconds, number))
        if found.fault:
            faults += 1
            _tell(case, found)
            if not asked.go_on:
                break
    print_counts(ends)
    if asked.rules:
        print("\n".join(f"{count:6} {rule}" for rule, count in rules.most_common() if rule))
    print(
        f"{faults} faults; slowest {slowest[0]:.1f} s (case {slowest[1]}); {time.perf_counter() - begun:.0f} s in all"
    )
    return 1 if faults else 0


def _tell(case: Case, found: Verdict) -> None:
    folder = Path(tempfile.mkdtemp(prefix="any-case-"))
    keep_case(case, folder)
    print(f"{case.plan.design} {case.bent or 'sound'}: {found.fault}")
    print(f"  again: --seed {case.seed} --first {case.number} --cases 1; tables in {folder}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
