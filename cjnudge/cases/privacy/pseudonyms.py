"""How an identifier becomes a pseudonym, and a pseudonym the next one: HMAC-SHA-256 cut to 128 bits, in layers.

p1 = HMAC(k1, identifier), p2 = HMAC(k2, p1), … each cut to 16 bytes: a further layer needs no raw identifier.
Keys come from one master by HKDF (RFC 5869) with SHA-256. No clock, settings or database here.
"""

import hmac
import uuid
from hashlib import sha256

from cjnudge.derivation import hkdf

PRODUCT = "cjnudge pseudonyms"
PSEUDONYM_BYTES = 16  # 10 million people meet by chance once in 7e24 tries
BLOCK = sha256().block_size


def layer_key(master, force_id, purpose, number):
    """The key (32 bytes) of one layer for one force and purpose; master is bytes, force_id a UUID."""
    # NUL cannot stand in any of the four, so that no two uses share their text.
    info = "\0".join((PRODUCT, str(force_id), purpose, str(number)))
    return hkdf(master, info=info.encode())


def pseudonym(identifier, layers):
    """The pseudonym (UUID) of an identifier as text, through the keys of every layer, oldest first."""
    value = identifier.encode()
    for key in layers:
        value = hmac.digest(key, value, "sha256")[:PSEUDONYM_BYTES]
    return uuid.UUID(bytes=value)


def further_layer(column, purpose):
    """SQL for a column of pseudonyms under one more layer, whose `pads` are session variables of that purpose.

    The same as HMAC-SHA-256 of the 16 bytes, cut to 16 (RFC 2104: hash of outer pad and hash of inner pad and text).
    """
    text = f"unhex(replace({column}::VARCHAR, '-', ''))"
    inside = f"unhex(sha256(getvariable('{purpose}_inner') || {text}))"
    outside = f"sha256(getvariable('{purpose}_outer') || {inside})"
    return f"substr({outside}, 1, {2 * PSEUDONYM_BYTES})::UUID"


def pads(key, purpose):
    """{name of a session variable: bytes}: the two pads that RFC 2104 makes of a key of up to 64 bytes."""
    padded = key.ljust(BLOCK, b"\0")
    return {
        f"{purpose}_inner": bytes(byte ^ 0x36 for byte in padded),
        f"{purpose}_outer": bytes(byte ^ 0x5C for byte in padded),
    }
