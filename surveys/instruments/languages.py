"""Which languages a force may translate into, by their tags, and what each is called."""

from django.conf.locale import LANG_INFO

from surveys.scales.language_tags import is_english, usual_tag

# Welsh is the other official language of a part of England and Wales, and comes first.
OFFERED = {"cy": "Welsh"}


def tag_of(typed):
    """The tag as it is usually written, or "" where it is none, or English."""
    tag = usual_tag(typed)
    return "" if is_english(tag) else tag


def name_of(tag):
    """What the language is called in English; its tag where nobody knows."""
    known = LANG_INFO.get(tag.lower()) or LANG_INFO.get(tag.partition("-")[0]) or {}
    name = OFFERED.get(tag) or known.get("name")
    return f"{name} ({tag})" if name else tag
