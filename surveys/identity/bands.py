"""What an officer said of their work, beside their answers, under a key outside the database.

Area, role and years are what the list of people has too: whoever had a copy of the database could hold the two against
each other, and the only inspector of an area would be known by their row. With the key they are read for the tables of
results, which hide small groups; without it, every row looks the same.
"""

import json
import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import hkdf

NONCE_BYTES = 12  # of AES-GCM; a wave has some thousand rows
# Three keys of what is offered have some 120 bytes, and the longest there may be 400: all rows are of one length.
BLOCK = 512
SEALED = "sealed"
PURPOSE = b"cjnudge.surveys.bands"


class BandsUnreadable(Exception):
    """They do not open: the master key is another one, or the row was changed."""


def bands_key(wave_id, *, master):
    """The key (32 bytes) of a wave's rows. wave_id: a UUID; master: the installation's key, bytes."""
    return hkdf(master, salt=wave_id.bytes, info=PURPOSE)


def seal_bands(bands, key):
    """{"sealed": text} of {band: key}, also of an empty one, under a fresh nonce."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = json.dumps(bands, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return {SEALED: b64encode(nonce + AESGCM(key).encrypt(nonce, body.ljust(BLOCK), None)).decode()}


def open_bands(kept, key):
    """The {band: key} that was sealed; BandsUnreadable where it is none of this key."""
    if SEALED not in kept:  # of a wave that closed before bands were sealed
        return kept
    sealed = b64decode(kept[SEALED])
    try:
        return json.loads(AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None))
    except (InvalidTag, ValueError) as wrong:
        raise BandsUnreadable(
            "What officers said of their work cannot be opened with this master key."
        ) from wrong
