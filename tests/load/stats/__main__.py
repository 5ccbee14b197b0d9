"""`python -m tests.load.stats [name ...]`: the statistics engine against its peers, median of seven in turn, as JSON.

Names: wedge_fit wedge_power wild rows_to_report growth staggered exchanges; all by default. R with lme4 and lmerTest is
used where it is installed (Debian: r-cran-lme4, r-cran-lmertest). CJNUDGE_PEERS names a Python with the others, which
the project itself never needs: `python -m venv peers; peers/bin/pip install pyfixest==0.60.0 wildboottest==0.3.2
csdid==0.4.3`. `--keep` writes the ratios and rates to RESULTS.csv beside this file. Leave the machine to it.
"""

import csv
import importlib
import json
import sys
from pathlib import Path

NAMES = ("wedge_fit", "wedge_power", "wild", "rows_to_report", "growth", "staggered", "exchanges")
FILE = Path(__file__).with_name("RESULTS.csv")
COLUMNS = ("benchmark", "method", "times_ours", "bias", "rejects_null", "finds_effect", "sets")


def lines_of(found: dict) -> list[dict]:
    """The kept lines of one benchmark: ratios and rates, no seconds."""
    if "designs" in found:
        return [
            {"benchmark": "growth", "method": f"{design}: ten times the {part}", "times_ours": figures[part]}
            for design, figures in found["designs"].items()
            for part in ("units", "periods", "cases")
        ]
    return [
        {"benchmark": found["benchmark"], "method": name, **each} for name, each in found["methods"].items()
    ]


def keep(lines: list[dict]) -> None:
    """Replace the kept lines of these benchmarks."""
    fresh = {line["benchmark"] for line in lines}
    kept = []
    if FILE.exists():
        with FILE.open(newline="") as file:
            kept = [line for line in csv.DictReader(file) if line["benchmark"] not in fresh]
    with FILE.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*kept, *lines])


def main(arguments: list[str]) -> None:
    names = [name for name in arguments if name != "--keep"] or NAMES
    for name in names:
        found = importlib.import_module(f"tests.load.stats.{name}").measured()
        print(json.dumps(found, indent=1), flush=True)
        if "--keep" in arguments:
            keep(lines_of(found))


if __name__ == "__main__":
    main(sys.argv[1:])
