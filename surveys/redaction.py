"""What a checker may do to a text that somebody wrote: take words out, and put none in. Knows no Django."""

import re

MARKS = ("[…]", "[name]", "[place]", "[date]", "[case]")  # what may stand where words were taken out
_MARK = re.compile(r"\[(?:…|\.\.\.|name|place|date|case)\]", re.IGNORECASE)
_WORD = re.compile(r"\w")


class NotARedaction(Exception):
    """The words are not those of the text with some taken out; the text tells the checker what to do."""


def one_line(text):
    """The text with every run of spaces and line ends as one space: boxes of a page change these."""
    return " ".join(text.split())


def redacted(text, typed):
    """`typed` as it is kept: the words of `text`, in order and whole, with a mark wherever some were taken out.

    Raises NotARedaction where words were added, changed or cut in two, or where none is left.
    """
    kept = _MARK.sub(_as_kept, one_line(typed))
    pieces = [piece.strip() for piece in _MARK.split(kept)]
    if not any(_WORD.search(piece) for piece in pieces):
        raise NotARedaction("Nothing is left of the text: choose that it must not be shown.")
    if not _is_cut_from(_MARK.sub(_as_kept, one_line(text)), pieces):
        marks = ", ".join(MARKS[:-1])
        raise NotARedaction(
            f"Only take words out, whole ones, and write {marks} or {MARKS[-1]} in their place. "
            "Nothing may be added or changed: these are the officer’s words."
        )
    return kept


def _as_kept(mark):
    inner = mark.group()[1:-1].lower()
    return "[…]" if inner == "..." else f"[{inner}]"


def _is_cut_from(text, pieces):
    """Whether the pieces stand in the text in this order, each between words; the first starts it, the last ends it.

    The leftmost place of a piece leaves the most room for those that follow, so that there is nothing to go back to.
    """
    if len(pieces) == 1:
        return pieces[0] == text
    end = 0
    for number, piece in enumerate(pieces):
        found = _place(piece, is_first=number == 0, is_last=number == len(pieces) - 1).search(text, end)
        if found is None:
            return False
        end = found.end()
    return True


def _place(piece, *, is_first, is_last):
    """The pattern of a piece: at the very start or end, or where a word of it is not a part of a longer one."""
    before = r"\A" if is_first else r"\b" if _WORD.match(piece) else ""
    after = r"\Z" if is_last else r"\b" if piece and _WORD.match(piece[-1]) else ""
    return re.compile(before + re.escape(piece) + after)
