"""The answers of an open wave in one encrypted piece.

Every hand-in takes the piece apart, adds its own entry, shuffles all of them and encrypts the whole anew, so that
neither a place nor a length in it says who came when. The key is derived from the installation's master key and the
wave's salt; the salt is deleted with the pool. An entry is padded to whole blocks for the same reason: a copy of the
database made before and one made after a hand-in would otherwise show how long that answer was.
"""

import json
import secrets
import zlib
from random import SystemRandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import hkdf

SALT_BYTES = 32
NONCE_BYTES = 12  # of AES-GCM; at a few thousand hand-ins a wave, two alike are as good as impossible
ID_BYTES = 32
LENGTH_BYTES = 4
# The longest shipped questionnaire, with every module and its text full, takes under half of it compressed, and a
# little more than the whole of it otherwise; only who writes several long texts needs a second block.
BLOCK = 2048
PURPOSE = b"cjnudge.surveys.pool"


class PoolUnreadable(Exception):
    """The pool does not open: the master key is another one, or the row was changed."""


def new_salt():
    return secrets.token_bytes(SALT_BYTES)


def key_of(salt, *, master):
    """The wave's key (32 bytes). master: the installation's key, bytes."""
    return hkdf(master, salt=bytes(salt), info=PURPOSE)


def seal(entries, key):
    """Ciphertext of {entry id: value}, in random order under a fresh nonce. An id has 32 bytes."""
    packed = [_pack(entry_id, value) for entry_id, value in entries.items()]
    return _encrypt(packed, key)


def open_pool(ciphertext, key):
    """{entry id: value} of a ciphertext; PoolUnreadable where it is none of this key."""
    return {packed[:ID_BYTES]: _value(packed) for packed in _decrypt(ciphertext, key)}


def holds(ciphertext, key, entry_id):
    """Whether an entry of this id is in the pool."""
    return any(packed[:ID_BYTES] == entry_id for packed in _decrypt(ciphertext, key))


def add(ciphertext, key, entry_id, value):
    """The ciphertext with one entry more; None where one of this id is in it already."""
    packed = list(_decrypt(ciphertext, key))
    if any(one[:ID_BYTES] == entry_id for one in packed):
        return None
    return _encrypt([*packed, _pack(entry_id, value)], key)


def _encrypt(packed, key):
    SystemRandom().shuffle(packed)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, b"".join(packed), None)


def _decrypt(ciphertext, key):
    """Each entry, still packed."""
    sealed = bytes(ciphertext)
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as wrong:
        raise PoolUnreadable("The answers of this wave cannot be opened with this master key.") from wrong
    start = 0
    while start < len(plain):
        end = start + _size(int.from_bytes(plain[start + ID_BYTES : start + ID_BYTES + LENGTH_BYTES], "big"))
        yield plain[start:end]
        start = end


def _size(length):
    """Bytes that an entry of this many bytes takes: whole blocks."""
    return -(-(ID_BYTES + LENGTH_BYTES + length) // BLOCK) * BLOCK


def _pack(entry_id, value):
    if len(entry_id) != ID_BYTES:
        raise ValueError(f"An entry's id has {ID_BYTES} bytes, not {len(entry_id)}.")
    # In order of their keys: answers come in the order in which chance put the questions to one officer.
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    body = zlib.compress(written.encode(), level=9)
    return (entry_id + len(body).to_bytes(LENGTH_BYTES, "big") + body).ljust(_size(len(body)), b"\0")


def _value(packed):
    start = ID_BYTES + LENGTH_BYTES
    length = int.from_bytes(packed[ID_BYTES:start], "big")
    body = packed[start : start + length]
    # Entries of an earlier version are not compressed.
    return json.loads(body if body.startswith(b"{") else zlib.decompress(body))
