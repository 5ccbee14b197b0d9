"""The languages of a form, as its headings name them: `label::Welsh (cy)`."""

import re

from surveys.scales.language_tags import usual_tag
from surveys.xlsform.layout import LANGUAGES

LONGEST_TAG = 12
_NAMED = re.compile(r"(?P<name>.*?)\s*\((?P<tag>[^()]*)\)")
_TAGS = {name.casefold(): tag for tag, name in LANGUAGES.items()} | {"cymraeg": "cy"}


def tag_of(heading):
    """The tag in what follows `::`, as it is usually written; "" where there is none that can be read."""
    named = _NAMED.fullmatch(heading.strip())
    written = named["tag"].strip() if named else _TAGS.get(heading.strip().casefold(), "")
    return usual_tag(written) if len(written) <= LONGEST_TAG else ""


def name_of(tag):
    """What a heading calls the language: `Welsh (cy)`."""
    return f"{LANGUAGES.get(tag, tag)} ({tag})"
