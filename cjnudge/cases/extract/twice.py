"""Records that come twice in one file: the same crime, the same suspect, the same entry date."""

import numpy as np

from cjnudge.cases.extract.columns import EMPTY


class Repeats:
    """Remembers 12 bytes of each record: a 64-bit hash and a line.

    Two different records share a hash in one of 300,000 files of the largest size; the refusal names both lines, so
    that it is seen.
    """

    def __init__(self):
        self._hashes, self._lines = [], []

    def see(self, crimes, suspects, entries, lines):
        """Remember a batch: normalised identifiers ("" for none), entry days, and where each record starts."""
        hashes = np.fromiter(
            map(hash, zip(crimes, suspects, entries.tolist(), strict=True)), np.int64, len(crimes)
        )
        both = np.fromiter(map(bool, crimes), bool, len(crimes))
        both &= np.fromiter(map(bool, suspects), bool, len(crimes)) & (entries > EMPTY)
        self._hashes.append(hashes[both])
        self._lines.append(np.array(lines, np.int32)[both])

    def found(self):
        """[(line, line of the first such record)] in the order of lines."""
        if not self._hashes:
            return []
        hashes, lines = np.concatenate(self._hashes), np.concatenate(self._lines)
        self._hashes, self._lines = [], []
        order = np.argsort(hashes, kind="stable")
        hashes = hashes[order]
        again = np.flatnonzero(hashes[1:] == hashes[:-1]) + 1
        firsts = np.searchsorted(hashes, hashes[again])
        pairs = zip(lines[order[again]].tolist(), lines[order[firsts]].tolist(), strict=True)
        return sorted(pairs)
