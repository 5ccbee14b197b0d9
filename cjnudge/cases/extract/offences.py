"""Home Office offence codes: one spelling of each, and the offence group it belongs to.

`offence_groups.csv` holds the codes and groups of the Home Office offence list; see README.md beside it.
"""

import csv
import re
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("offence_groups.csv")
# "46", "8N", "37.2", "125/9", "1/4.1/4.10/4.2", and the codes of courts such as TH68010A.
_CODE = re.compile(r"[0-9]{1,3}[A-Z]?(?:[./][0-9]{1,3}[A-Z]?){0,6}|[A-Z]{2}[0-9]{5}[A-Z]?")


def normalised(text):
    """One spelling of a code: capitals, no blanks, no leading noughts ("046" and "46.0" are 46); "" if it is none."""
    code = "".join(text.split()).upper().removesuffix(".0")
    if not code.isascii() or not _CODE.fullmatch(code):
        return ""
    return code.lstrip("0") if code[0] == "0" and code.lstrip("0")[:1].isdigit() else code


@cache
def groups():
    """{offence code: offence group}"""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["offence_code"]: row["offence_group"] for row in csv.DictReader(lines)}


def group_of(code):
    """The offence group of a normalised code, also of one with a subcode ("46/1"); None for an unknown one."""
    known = groups()
    return known.get(code) or known.get(code.partition("/")[0])
