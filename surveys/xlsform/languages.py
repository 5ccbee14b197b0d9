"""The languages of a form, as its headings name them: `label::Welsh (cy)`."""

import re

from surveys.xlsform.layout import LANGUAGES

LONGEST_TAG = 12
# The subset of BCP 47 (RFC 5646, 2.1) that names a language, a script and a region: cy, zh-Hans, pt-BR, es-419.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?", re.I
)
_NAMED = re.compile(r"(?P<name>.*?)\s*\((?P<tag>[^()]*)\)")
_TAGS = {name.casefold(): tag for tag, name in LANGUAGES.items()} | {"cymraeg": "cy"}


def tag_of(heading):
    """The tag in what follows `::`, as it is usually written; "" where there is none that can be read."""
    named = _NAMED.fullmatch(heading.strip())
    written = named["tag"].strip() if named else _TAGS.get(heading.strip().casefold(), "")
    found = _TAG.fullmatch(written)
    if not found or len(written) > LONGEST_TAG:
        return ""
    language, script, region = found.groups(default="")
    return "-".join(one for one in (language.lower(), script.title(), region.upper()) if one)


def name_of(tag):
    """What a heading calls the language: `Welsh (cy)`."""
    return f"{LANGUAGES.get(tag, tag)} ({tag})"


def is_english(tag):
    return tag.split("-")[0] == "en"
