"""How an event becomes its hash: HMAC-SHA-256, under a key kept outside the database, over canonical JSON."""

import hmac
import json
from hashlib import sha256

SEALED = (
    "seq",
    "at",
    "force_id",
    "actor",
    "role",
    "action",
    "operation",
    "object_type",
    "object_id",
    "purpose",
    "outcome",
    "detail",
    "previous",
)
BEGINNING = "0" * 64  # the `previous` of the first event
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def canonical(value):
    """JSON text that is the same for the same value: sorted keys, no spaces, no NaN."""
    return ENCODER.encode(value)


def seal(key, values):
    """64 hexadecimal digits over the SEALED fields of a mapping; `key` is text."""
    sealed = canonical({name: values[name] for name in SEALED})
    return hmac.digest(key.encode(), sealed.encode(), sha256).hex()
