"""The tags by which languages are named."""

import re

# The subset of BCP 47 (RFC 5646, 2.1) that names a language, a script and a region: cy, zh-Hans, pt-BR, es-419.
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?", re.I)


def usual_tag(written):
    """The tag as it is usually written, or "" where it is none."""
    found = _TAG.fullmatch(written.strip())
    if not found:
        return ""
    language, script, region = found.groups(default="")
    return "-".join(one for one in (language.lower(), script.title(), region.upper()) if one)


# Languages written from right to left, and scripts that are whatever the language (W3C, "Right-to-left scripts").
_LEFTWARD_LANGUAGES = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_LEFTWARD_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"])


def direction(tag):
    """ "rtl" or "ltr": how a language is written whose tag this is, as it is usually written; its script decides."""
    language, *others = tag.split("-")
    script = next((one for one in others if len(one) == 4), "")
    leftward = script in _LEFTWARD_SCRIPTS if script else language in _LEFTWARD_LANGUAGES
    return "rtl" if leftward else "ltr"


def is_english(tag):
    """Whether a tag as it is usually written names English, of whatever place."""
    return tag.split("-")[0] == "en"
