"""The languages of a form, as its headings name them: `label::Welsh (cy)`."""

import re

from surveys.xlsform.layout import LANGUAGES

TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST_TAG = 12
_NAMED = re.compile(r"(?P<name>.*?)\s*\((?P<tag>[^()]*)\)")
_TAGS = {name.casefold(): tag for tag, name in LANGUAGES.items()} | {"cymraeg": "cy"}


def tag_of(heading):
    """The BCP 47 tag in what follows `::`; "" where there is none that can be read."""
    found = _NAMED.fullmatch(heading.strip())
    tag = found["tag"].strip() if found else _TAGS.get(heading.strip().casefold(), "")
    return tag if TAG.fullmatch(tag) and len(tag) <= LONGEST_TAG else ""


def name_of(tag):
    """What a heading calls the language: `Welsh (cy)`."""
    return f"{LANGUAGES.get(tag, tag)} ({tag})"


def is_english(tag):
    return tag.split("-")[0].lower() == "en"
