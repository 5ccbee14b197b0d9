"""Which languages a force may translate into, by their tags, and what each is called."""

import re

from django.conf.locale import LANG_INFO

ENGLISH = "en"
# Welsh is the other official language of a part of England and Wales, and comes first.
OFFERED = {"cy": "Welsh"}
# The subset of BCP 47 (RFC 5646, 2.1) that names a language, a script and a region: cy, zh-Hans, pt-BR, es-419.
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.I)


def tag_of(typed):
    """The tag as it is usually written, or "" where it is none, or English."""
    found = _TAG.fullmatch(typed.strip())
    if not found or found[1].lower() == ENGLISH:
        return ""
    language, script, region = found.groups(default="")
    return "-".join(one for one in (language.lower(), script.title(), region.upper()) if one)


def name_of(tag):
    """What the language is called in English; its tag where nobody knows."""
    known = LANG_INFO.get(tag.lower()) or LANG_INFO.get(tag.partition("-")[0]) or {}
    name = OFFERED.get(tag) or known.get("name")
    return f"{name} ({tag})" if name else tag
