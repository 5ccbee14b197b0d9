"""E-mail addresses in the one spelling under which a person has one account. Knows no Django."""

import unicodedata


def normalise_email(address):
    """The address as it is stored: no blanks around it, compatibility characters unified (NFKC), lower case."""
    return unicodedata.normalize("NFKC", (address or "").strip()).lower()


def folded_email(address):
    """The address without case, marks or compatibility forms: what guesses are counted by, never who someone is."""
    parts = unicodedata.normalize("NFKD", (address or "").strip())
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
