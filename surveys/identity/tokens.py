"""The secret in a personal link, and the codes that are typed.

A token is made from a random seed and a key outside the database. The database holds the seed and the token's
SHA-256: a copy of it opens no link, and a reminder can still repeat the link that was sent first.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

from cjnudge.derivation import hkdf

SEED_BYTES = 32  # 256 bits, drawn by the operating system
TOKEN_BYTES = 32  # twice the 128 bits below which guessing could become a plan
PURPOSE = b"cjnudge.surveys.link"
# No 0 and O, 1 and I and L, 5 and S, 8 and B, 2 and Z, U and V: what is read off a poster is typed right.
LETTERS = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 8  # 23^8 is 78,000,000,000: of a million guesses at a hundred open codes, one in 800 tries hits


def new_seed():
    return secrets.token_bytes(SEED_BYTES)


def token_of(seed, *, master):
    """The token (43 characters that may stand in an address) of a seed. master: the installation's key, bytes."""
    made = hkdf(master, salt=bytes(seed), info=PURPOSE, length=TOKEN_BYTES)
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def hash_of(token):
    """What the database keeps of a token or a code: 64 hexadecimal digits."""
    return sha256(token.encode(errors="replace")).hexdigest()


def new_code():
    """A code to type, without characters that look alike."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def as_typed(text):
    """The code somebody typed, without blanks, hyphens and lower case; "" where it can be none."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def in_groups(code):
    """A code as it is shown: in two groups of four."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
