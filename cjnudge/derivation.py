"""Keys for one use each, derived from the installation's master key or from a key that is derived already."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def hkdf(master, *, salt=b"", info=b"", length=KEY_BYTES):
    """`length` bytes derived from `master` for the use that `info` names (RFC 5869 with SHA-256)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info).derive(master)
