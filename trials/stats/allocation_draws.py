"""Draws anyone can repeat from the published seed: SHA-256 in counter mode, version 1.

Number i of a stream is the first 8 bytes, big-endian, of the SHA-256 of the UTF-8 text
"cjnudge allocation 1|<seed>|<stream>|<i>", i from 0. A number below n is the first that is less than the
largest multiple of n in 2**64, modulo n. A shuffle exchanges the last item with one of all, the one before it
with one of those up to it, and so on (Fisher and Yates; Durstenfeld 1964).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

ALGORITHM = "cjnudge allocation 1"
RANGE = 2**64


@dataclass
class Stream:
    """The numbers of one seed and one named purpose, in order."""

    seed: int
    name: str
    taken: int = field(default=0)

    def number(self) -> int:
        """The next number, 0 to 2**64 - 1."""
        text = f"{ALGORITHM}|{self.seed}|{self.name}|{self.taken}"
        self.taken += 1
        return int.from_bytes(sha256(text.encode()).digest()[:8], "big")

    def below(self, bound: int) -> int:
        """The next number from 0 to bound - 1, each equally likely."""
        most = RANGE - RANGE % bound
        while True:
            number = self.number()
            if number < most:
                return number % bound

    def shuffled(self, items: Sequence) -> list:
        """The items in a drawn order."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found
