"""Chance that comes out the same each time: drawn from a secret key and from what is rounded."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

STEPS = 2**64


@dataclass(frozen=True)
class Draws:
    """Draws of one wave. key: bytes that nobody who reads the tables knows.

    The same figure gets the same draw in every release of the wave, so that many releases are not averaged; a figure
    that changed gets another one.
    """

    key: bytes

    def part(self, *about):
        """A number from 0 up to 1; about: what it is drawn for."""
        said = "\x1f".join(map(str, about)).encode()
        return int.from_bytes(hmac.new(self.key, said, sha256).digest()[:8], "big") / STEPS

    def below(self, bound, *about):
        """A whole number from 0 to bound - 1."""
        return int(self.part(*about) * bound)
