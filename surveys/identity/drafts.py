"""The keys of a draft, all from the eight characters that only the respondent has, and its encryption.

The code is stretched with scrypt (RFC 7914) under a salt that needs the installation's master key: a copy of the
database alone cannot even begin to guess. Who has both would need 78,000,000,000 tries of 16 MiB each. Nothing in
here knows an invitation.
"""

import json
import secrets
from dataclasses import dataclass
from hashlib import scrypt

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cjnudge.derivation import KEY_BYTES, hkdf

NONCE_BYTES = 12  # of AES-GCM; a draft is written some twenty times under its own key
LENGTH_BYTES = 4
# A draft is padded to whole blocks, so that its length does not say how far somebody got or how much they wrote.
BLOCK = 4096
# 16 MiB and some 40 ms: paid once at the start and once at each return, never for a page. Twice as much would
# make two hundred officers who start together wait ten seconds on two cores.
COST, BLOCK_SIZE, LANES = 2**14, 8, 1
PURPOSE = b"cjnudge.surveys.drafts"


class DraftUnreadable(Exception):
    """The contents do not open under this key: it is another draft's, or the row was changed."""


@dataclass(frozen=True)
class DraftKeys:
    """What follows from `root` (32 bytes, in the respondent's cookie): names and keys, none leading to another."""

    root: bytes

    @property
    def draft_id(self):
        """What the database calls the draft: 64 hexadecimal digits."""
        return _derived(self.root, b"draft").hex()

    @property
    def entry_id(self):
        """What the pool of answers calls what comes of it (32 bytes), so that a repeat is recognised."""
        return _derived(self.root, b"entry")

    @property
    def cipher(self):
        return AESGCM(_derived(self.root, b"contents"))


def keys_of_code(code, *, master, wave_id):
    """The DraftKeys of a resume code in one wave. master: the installation's key, bytes; wave_id: a UUID."""
    salt = hkdf(master, salt=wave_id.bytes, info=PURPOSE)
    return DraftKeys(
        scrypt(code.encode(), salt=salt, n=COST, r=BLOCK_SIZE, p=LANES, maxmem=2**26, dklen=KEY_BYTES)
    )


def seal_draft(contents, keys):
    """The ciphertext of a value that JSON can write, under a fresh nonce."""
    body = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    packed = len(body).to_bytes(LENGTH_BYTES, "big") + body
    packed = packed.ljust(-(-len(packed) // BLOCK) * BLOCK, b"\0")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + keys.cipher.encrypt(nonce, packed, keys.draft_id.encode())


def open_draft(ciphertext, keys):
    """The value that was sealed; DraftUnreadable where it is none of these keys."""
    sealed = bytes(ciphertext)
    try:
        packed = keys.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], keys.draft_id.encode())
    except (InvalidTag, ValueError) as wrong:
        raise DraftUnreadable("This draft does not open with this code.") from wrong
    length = int.from_bytes(packed[:LENGTH_BYTES], "big")
    return json.loads(packed[LENGTH_BYTES : LENGTH_BYTES + length])


def _derived(root, purpose):
    return hkdf(root, info=PURPOSE + b"." + purpose)
