"""Peers in processes of their own, asked by lines: "load FILE", then a method's name; they time themselves.

An answer is a line "= seconds" and after it estimate and p-value of each data set in the file. R is taken from the
path (lme4 and lmerTest); CJNUDGE_PEERS names a Python that has pyfixest, wildboottest and csdid. Where one is
missing, its comparisons are left out and named so.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Answer:
    """Seconds of one method over all sets loaded, and (estimate, p-value) of each."""

    seconds: float
    found: list[tuple[float, float]]


class Peer:
    """A process that answers lines; `close` ends it."""

    def __init__(self, command: list[str]):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str) -> Answer:
        """The answer to one line; RuntimeError where the peer ends or says why it cannot."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        for said in self.process.stdout:
            if said.startswith("! "):
                raise RuntimeError(said[2:].strip())
            if said.startswith("= "):
                numbers = [float(part) for part in said[2:].split()]
                return Answer(numbers[0], list(zip(numbers[1::2], numbers[2::2], strict=True)))
        raise RuntimeError(f"the peer ended at: {line}")

    def load(self, table: pd.DataFrame, folder: str) -> None:
        """Give it a table; a column `set` parts several data sets."""
        path = Path(folder) / "rows.csv"
        table.to_csv(path, index=False)
        self.ask(f"load {path}")

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()


def r_peer() -> Peer | None:
    """R with lme4 and lmerTest; None where it is not installed."""
    found = shutil.which("Rscript")
    asked = ["-e", "quit(status = !all(c('lme4', 'lmerTest') %in% rownames(installed.packages())))"]
    if found is None or subprocess.run([found, *asked], capture_output=True).returncode:
        return None
    return Peer([found, str(HERE / "mixed_models.R")])


def python_peer() -> Peer | None:
    """The Python named by CJNUDGE_PEERS; None where it is not."""
    named = os.environ.get("CJNUDGE_PEERS")
    return Peer([named, str(HERE / "python_peers.py")]) if named else None
