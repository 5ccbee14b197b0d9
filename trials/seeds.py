"""The seed that the server makes: its digest for the plan, and the seed itself encrypted until it is published.

It is encrypted under a key derived from the installation's master key, which is in no database: a copy of the database
alone tells no arm to come. Whoever holds both can open it, and who runs the installation has to know that.
"""

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import hkdf

# More than the 128 bits below which trying all seeds against the digest could become a plan, and 58 digits at most:
# the engine takes a seed of up to 60.
SEED_BITS = 192
NONCE_BYTES = 12  # of AES-GCM; one seed is encrypted under its key
PURPOSE = b"cjnudge.trials.seed"


class SeedUnreadable(Exception):
    """The seed does not open: the master key is another one, or the row was changed."""


def new_seed():
    """A whole number of 192 bits, drawn by the operating system; never a short one."""
    return secrets.randbits(SEED_BITS) | 1 << (SEED_BITS - 1)


def digest_of(seed):
    """SHA-256 (64 hexadecimal digits) over the seed in decimal: what is sealed with the plan."""
    return sha256(str(seed).encode()).hexdigest()


def lock_seed(seed, trial_id, *, master):
    """The seed's ciphertext. trial_id: a UUID; master: the installation's key, bytes."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(trial_id, master).encrypt(nonce, str(seed).encode(), trial_id.bytes)


def open_seed(secret, trial_id, *, master):
    """The seed of a ciphertext; SeedUnreadable where it is none of this trial and key."""
    locked = bytes(secret)
    try:
        plain = _cipher(trial_id, master).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], trial_id.bytes)
    except (InvalidTag, ValueError) as wrong:
        raise SeedUnreadable("The seed of this trial cannot be opened with this master key.") from wrong
    return int(plain)


def _cipher(trial_id, master):
    return AESGCM(hkdf(master, salt=trial_id.bytes, info=PURPOSE))
