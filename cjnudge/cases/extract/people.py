"""Identifiers of people and crimes become pseudonyms while the file is parsed; the identifier goes nowhere else.

One spelling first, because the same person must get the same pseudonym from every extract: Unicode NFKC, capitals,
no blanks. What systems write for "nobody known" becomes empty, or all unknown suspects would be one person.
"""

import unicodedata
from hashlib import sha256

from cjnudge.cases.privacy.pseudonyms import PSEUDONYM_BYTES, pads

LONGEST = 100  # the longest identifiers are 30 characters; what is longer is a sentence
# Enough for every officer and for the suspects of some months; 20 MB.
MOST_REMEMBERED = 100_000
_WORDS = (
    "N/A",
    "NA",
    "N/K",
    "NK",
    "NIL",
    "NONE",
    "NULL",
    "NOTKNOWN",
    "NOTSTATED",
    "NOTRECORDED",
    "UNKNOWN",
    "TBC",
)
_NOBODY = frozenset({*_WORDS, *(sign * times for sign in "-?.0X*" for times in range(21))})
NO_PSEUDONYM = bytes(PSEUDONYM_BYTES)


def normalised(text):
    """One spelling of an identifier; "" for none, None for a text that is no identifier."""
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if len(code) > LONGEST or not code.isprintable():
        return None
    return "" if code in _NOBODY else code


class Keying:
    """Pseudonyms (16 bytes) of one kind of identifier through the keys of every layer, oldest first.

    The same as cases.pseudonyms.pseudonym, four times as fast: the padded keys are hashed once. `remember`: worth
    it where one identifier comes in many rows.
    """

    def __init__(self, layers, *, remember=True):
        if not layers:
            raise ValueError("an identifier cannot be keyed without a key")
        self._layers = [_started(key) for key in layers]
        self._known = {} if remember else None

    def many(self, identifiers):
        """The pseudonyms of normalised identifiers, one after the other in one bytes object; noughts for none."""
        if self._known is None:
            return b"".join(map(self._keyed, identifiers))
        known = self._known
        if len(known) > MOST_REMEMBERED:
            known.clear()
        for identifier in set(identifiers).difference(known):
            known[identifier] = self._keyed(identifier)
        return b"".join(map(known.__getitem__, identifiers))

    def _keyed(self, identifier):
        if not identifier:
            return NO_PSEUDONYM
        value = identifier.encode()
        for inner, outer in self._layers:
            inside, outside = inner.copy(), outer.copy()
            inside.update(value)
            outside.update(inside.digest())
            value = outside.digest()[:PSEUDONYM_BYTES]
        return value


def _started(key):
    """The two hashes of HMAC (RFC 2104) with their padded keys already in."""
    inner, outer = pads(key, "").values()
    return sha256(inner), sha256(outer)


def normalised_all(cells):
    """One spelling of every cell; the usual case, plain characters throughout, in one go."""
    joined = "\n".join(cells)
    text = joined.replace("\n", "")
    if not (text.isascii() and text.isprintable()) or len(joined) - len(text) != len(cells) - 1:
        return [normalised(cell) for cell in cells]
    found = joined.replace(" ", "").upper().split("\n")
    if max(map(len, found)) > LONGEST:
        return [normalised(cell) for cell in cells]
    return found if _NOBODY.isdisjoint(found) else ["" if code in _NOBODY else code for code in found]
