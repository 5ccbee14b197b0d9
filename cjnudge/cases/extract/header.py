"""The header of a file against the columns of a mapping: every column known, none missing, none twice.

Their order does not matter. Names are compared exactly; one that only looks like a known one is refused in words.
"""

import unicodedata
from collections import Counter

from cjnudge.cases.extract.personal import holds_identifier, looks_personal
from cjnudge.cases.problems import FileProblem

LONGEST_SHOWN = 60
# Letters of other scripts that look like ours, small or capital (the common ones of Unicode's list of confusables).
_LOOK_LIKE = str.maketrans(
    "авсеһіјкмнорԛѕтуԝхѵԁѐёїαβεηικμνορτυχζɡıɑօոս",
    "abcehijkmhopqstywxvdeeiabehikmnoptuxzgiaonu",
)
_SIGNS = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "_": " "})


def shown(name):
    """A column's name or label as a sentence may show it: unseen characters by number, and not all of a long one."""
    if not name.strip():
        return "(no name)"
    text = "".join(sign if sign.isprintable() else f"[U+{ord(sign):04X}]" for sign in name[:LONGEST_SHOWN])
    return text + ("…" if len(name) > LONGEST_SHOWN else "")


def look(name):
    """What a name looks like to a reader: names that look the same have the same look."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_SIGNS).translate(_LOOK_LIKE)
    seen = "".join(
        sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Mn", "Cc") or sign == "\t"
    )
    return " ".join(seen.split())


def check_header(header, columns, line):
    """FileProblem unless the header has exactly the columns of the mapping, each once, in any order."""
    if len(header) == 1 < len(columns) and any(sign in header[0] for sign in ";\t|"):
        raise FileProblem(
            "The cells are not separated by commas.",
            'Save the file as "CSV UTF-8 (comma delimited)" and import that.',
            line,
        )
    looks = {look(known) for known in columns}
    if not any(name in columns or look(name) in looks for name in header):
        # Perhaps a file without a header: then these cells are data, and are not repeated.
        raise FileProblem(
            "The first line has none of the mapping's columns.",
            "Export the file with its header line, or choose the mapping that belongs to it.",
            line,
        )
    for problem in (_twice, _look_alike, _unknown, _missing):
        found = problem(header, columns)
        if found:
            raise FileProblem(*found, line)


def _twice(header, columns):
    again = [name for name, times in Counter(header).items() if times > 1]
    if again:
        return (
            f"The header has {_named(again, columns)} more than once.",
            "Take one of the two out of the extract.",
        )
    return None


def _look_alike(header, columns):
    looks = {look(known): known for known in columns}
    for name in header:
        known = looks.get(look(name))
        if name not in columns and known:
            return (
                f"A column looks like “{shown(known)}” but is written with other characters or blanks: "
                f"“{_spelled_out(name)}”.",
                f"Write the column's name exactly “{shown(known)}” in the header.",
            )
    return None


def _unknown(header, columns):
    new = [name for name in header if name not in columns]
    if not new:
        return None
    reason = next(filter(None, map(looks_personal, new)), "")
    if reason:
        return (
            f"The mapping does not know {_named(new, columns)}, which looks like {reason}.",
            "Take it out of the extract, or confirm in the mapping that it is dropped and never stored.",
        )
    return f"The mapping does not know {_named(new, columns)}.", "Say in the mapping what to do with it."


def _missing(header, columns):
    missing = [name for name in columns if name not in header]
    if missing:
        return (
            f"The header has no column {_named(missing, columns)}.",
            "Export the file with it, or take the column out of the mapping.",
        )
    return None


def _named(names, columns):
    """The first five names in words. A name that may be a cell of a person is counted and not shown."""
    safe = [
        name for name in names if name in columns or not (holds_identifier(name) or len(name) > LONGEST_SHOWN)
    ]
    listed = [f"“{shown(name)}”" for name in safe[:5]]
    more = len(names) - len(listed)
    if not listed:
        return "a column whose name is not shown here" if more == 1 else f"{more} columns not shown here"
    return ", ".join(listed) + (f" and {more} more" if more else "")


def _spelled_out(name):
    """The name with every character beyond plain ones by number, and blanks at its ends made visible."""
    inner = "".join(
        sign if sign.isascii() and sign.isprintable() else f"[U+{ord(sign):04X}]"
        for sign in name[:LONGEST_SHOWN]
    )
    ends = name != name.strip(" ")
    return inner.replace(" ", "␣") if ends else inner
