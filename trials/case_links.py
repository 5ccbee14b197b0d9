"""How an enrolled case is found in extracts: the pseudonym that they give it, encrypted.

With the master key the analysis finds the case's outcome; without it a copy of the database joins nothing.
"""

import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import hkdf

LINKING = b"cjnudge.trials.enrolment.link"
NONCE_BYTES = 12  # of AES-GCM; a trial has some thousand cases under its key


class LinkUnreadable(Exception):
    """The link does not open: the master key is another one, or the row was changed."""


def lock_link(pseudonym, *, trial_id, master):
    """The ciphertext of a case's pseudonym (UUID) in extracts."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(trial_id, master).encrypt(nonce, pseudonym.bytes, trial_id.bytes)


def open_link(link, *, trial_id, master):
    """The pseudonym again; LinkUnreadable where it is none of this trial and key."""
    locked = bytes(link)
    try:
        held = _cipher(trial_id, master).decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], trial_id.bytes)
    except (InvalidTag, ValueError) as wrong:
        raise LinkUnreadable("The cases of this trial cannot be found with this master key.") from wrong
    return uuid.UUID(bytes=held)


def _cipher(trial_id, master):
    return AESGCM(hkdf(master, salt=trial_id.bytes, info=LINKING))
