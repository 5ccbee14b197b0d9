"""Characters that no name and no text of a page may hold. Knows no Django.

Control characters end the process that draws a chart with them (XML has no way to write them) and run as commands
in a terminal; the signs that turn the direction of writing make one name look like another.
"""

import re

UNSEEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
_IN_PROSE = re.compile(UNSEEN)
_IN_A_LINE = re.compile(f"{UNSEEN}|[\t\n\r\u2028\u2029]")


def holds_unseen(text, *, lines=False):
    """Whether the text holds such a character; with `lines`, tabs and line ends are allowed."""
    return (_IN_PROSE if lines else _IN_A_LINE).search(text) is not None
