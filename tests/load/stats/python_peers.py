"""Answers lines on standard input: "load FILE", "wild", "wild_31", "csdid"; see peers.py.

Run by a Python that has the peers, which the project itself does not need. What a peer takes in is laid out before the
clock starts: one change a unit for pyfixest, on which its bootstrap is fastest; the threads off, which are slower here.
"""

import contextlib
import io
import sys
import time
import warnings
from math import erfc, sqrt

import numpy as np
import pandas as pd

warnings.simplefilter("ignore")
SETS: list[pd.DataFrame] = []
DRAWS = 9_999


def load(path):
    table = pd.read_csv(path)
    if "unit" in table:
        table["unit"] = pd.factorize(table["unit"])[0]  # numba takes no text
    SETS[:] = [part for _, part in table.groupby("set")] if "set" in table else [table]
    return [0.0]


def bootstrapped(kind):
    """pyfixest's wild cluster bootstrap, null imposed, Rademacher signs; the fit is outside the clock."""

    def run(table):
        import pyfixest

        fit = pyfixest.feols("change ~ treated", table, vcov={"CRV1": "unit"})
        started = time.perf_counter()
        found = fit.wildboottest(reps=DRAWS, param="treated", cluster="unit", seed=1, bootstrap_type=kind)
        passed = time.perf_counter() - started
        return passed, float(fit.coef()["treated"]), float(np.asarray(found["Pr(>|t|)"]).item())

    return run


def callaway_santanna(table):
    """csdid's group-time effects and their simple average, analytic errors."""
    from csdid.att_gt import ATTgt

    started = time.perf_counter()
    fit = ATTgt(yname="y", gname="first", idname="number", tname="period", data=table,
                control_group="notyettreated")  # fmt: skip
    found = fit.fit(est_method="reg", bstrap=False).aggte("simple", bstrap=False, cband=False).atte
    passed = time.perf_counter() - started
    value, error = float(found["overall_att"]), float(np.ravel(found["overall_se"])[0])
    return passed, value, erfc(abs(value / error) / sqrt(2))


WAYS = {
    "wild": bootstrapped("11"),
    "wild_31": bootstrapped("31"),
    "csdid": callaway_santanna,
}


def answered(line):
    verb, *rest = line.split()
    if verb == "load":
        return load(rest[0])
    with contextlib.redirect_stdout(io.StringIO()):
        found = [WAYS[verb](table) for table in SETS]
    return [sum(each[0] for each in found), *(part for each in found for part in each[1:])]


def main():
    for line in sys.stdin:
        try:
            said = "= " + " ".join(repr(float(number)) for number in answered(line.strip()))
        except Exception as error:  # whatever a peer raises is its answer
            said = "! " + f"{type(error).__name__}: {error}".replace("\n", " ")
        print(said, flush=True)


if __name__ == "__main__":
    main()
