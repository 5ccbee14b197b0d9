"""Draws a sample by the hash of each case's reference, so that who knows the seed and the list draws the same one."""

import re
from dataclasses import dataclass
from hashlib import sha256

from trials.case_references import LONGEST, as_compared

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")


class ListRefused(ValueError):
    """The list of cases cannot be read; the words name the line and the remedy."""


@dataclass(frozen=True)
class Case:
    """One case of the list: its reference as written, its unit, and its month as the first day (ISO)."""

    reference: str
    unit: str
    month: str


def read_list(text, units):
    """The Cases of a text with one a line: reference, unit, month (2026-04), parted by commas, semicolons or tabs.

    A first line of headings is passed over. units: the names that are known. ListRefused names the line.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if lines and not MONTH.search(lines[0][1].strip()):
        lines = lines[1:]
    cases = [read_line(number, line, units) for number, line in lines]
    if not cases:
        raise ListRefused("The list is empty: give one case a line, with its reference, unit and month.")
    numbers = {}
    for (number, _), case in zip(lines, cases, strict=True):
        if as_compared(case.reference) in numbers:
            first = numbers[as_compared(case.reference)]
            raise ListRefused(
                f"Line {number}: the same reference stands in line {first}. Give each case once."
            )
        numbers[as_compared(case.reference)] = number
    return cases


def read_line(number, line, units):
    """The Case of one line."""
    parts = [part.strip() for part in re.split(r"[\t;,]", line)]
    if len(parts) != 3:
        raise ListRefused(
            f"Line {number}: {len(parts)} values, and not a reference, a unit and a month. Part them by commas."
        )
    reference, unit, month = parts
    if not as_compared(reference) or len(reference) > LONGEST:
        raise ListRefused(
            f"Line {number}: the reference is empty or longer than {LONGEST} characters. Give the crime or case number."
        )
    if unit not in units:
        known = ", ".join(sorted(units))
        raise ListRefused(f"Line {number}: the trial has no such unit. Its units are: {known}.")
    if not MONTH.match(month):
        raise ListRefused(f"Line {number}: the month is not written as 2026-04.")
    return Case(reference, unit, f"{month}-01")


def draw(cases, *, seed, size):
    """The `size` cases with the smallest SHA-256 of seed and reference, in the order of that hash."""
    return sorted(cases, key=lambda case: sha256(f"{seed}\0{as_compared(case.reference)}".encode()).digest())[
        :size
    ]
