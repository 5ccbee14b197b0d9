"""A code that officers make of themselves, so that two waves can be linked without a name.

Each element is hashed by itself under a key of the study, so that waves match where all but one agree. The key is
derived from the installation's master key and stands in no database: a copy of the database alone cannot try out
the letters and days there are. The choice of elements follows the literature on self-generated codes: known by
heart, the same for life, and seldom known to a colleague all at once.
"""

import hmac
import unicodedata
from dataclasses import dataclass

from cjnudge.derivation import hkdf

PURPOSE = b"cjnudge.surveys.own_code"
HASH_BYTES = 16


@dataclass(frozen=True)
class Element:
    """One thing that is asked: a letter (most is 0) or a number from `least` to `most`. A key is never renamed.

    How it is asked stands in surveys.answering.words.
    """

    key: str
    least: int = 0
    most: int = 0

    @property
    def is_letter(self):
        return self.most == 0


ELEMENTS = (
    Element("mother"),  # first letter of her first name
    Element("birth_day", 1, 31),
    Element("school"),  # first letter of the name of the first one
    Element("birthplace"),  # its first letter
    Element("older", 0, 20),  # brothers and sisters
)


def study_key(*, master, force_id, instrument_key):
    """The key (32 bytes) of all waves of one instrument in one force. master: the installation's key, bytes."""
    salt = f"{force_id}\0{instrument_key}".encode()
    return hkdf(master, salt=salt, info=PURPOSE)


def normal(element, typed):
    """What was typed as it is compared: a letter without case and accents, or a number; "" where it is neither."""
    text = unicodedata.normalize("NFKD", typed).strip()
    if element.is_letter:
        return text[:1].upper() if text[:1].isalpha() and text[:1].isascii() else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= 3
    return str(int(text)) if is_number and element.least <= int(text) <= element.most else ""


def hashed(given, key):
    """{element: 32 hexadecimal digits} of {element: normal value}; what was left out stays out."""
    return {
        element.key: _hash(key, element.key, given[element.key])
        for element in ELEMENTS
        if given.get(element.key)
    }


def _hash(key, element, value):
    return hmac.digest(key, f"{element}\0{value}".encode(), "sha256")[:HASH_BYTES].hex()
