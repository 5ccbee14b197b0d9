"""What an uploaded file is called on pages: its own name where that can name no person, else its number."""

import re

from cjnudge.characters import holds_unseen
from cjnudge.periods import MONTH_NAMES

LONGEST = 120
SUFFIXES = (".csv.gz", ".csv", ".zip", ".xlsx")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"(19|20)\d\d(\d\d|(0[1-9]|1[0-2])([0-2]\d|3[01]))?")  # 2023, 202304 or 202324, 20230401
_ALLOWED = re.compile(r"[\w .()+&,-]+", re.ASCII)
# A file's name is free text, so that only words known to name no person are repeated; it may say a surname or a
# reference otherwise. The force's own name and the mapping's are added by the caller.
WORDS = frozenset(
    """a all and april as at athena august board by case cases charge charges closed connect constabulary count counts
    county court crime crimes csv custody data dataset december decisions demo disposal disposals eligible end
    england entry example export extract february file final first for force forces from fy half home in january
    july june justice last law lcjb list local march may minerva mo month monthly months new niche nfa no november oct
    october office of old on oocr oocrs ooc open out outcome outcomes part period pnc police portal q quarter
    quarterly raw records rec recorded report resolution resolutions rms row rows sample september snapshot station
    street summary suspect suspects synthetic system table team test the to trial type types uk unit units unknown
    up v version wales week weekly with without xlsx ye year yearly years zip""".split()  # noqa: SIM905 - a list of words reads better without quotes
    + [month.lower() for month in MONTH_NAMES]
    + [month[:3].lower() for month in MONTH_NAMES]
)


def safe_name(name, number, *, also=""):
    """The base name where every word and number in it is harmless, else "file 1" with the file's suffix.

    also: texts whose words may stand too, such as the force's name.
    """
    base = re.split(r"[/\\]", name)[-1].strip()
    suffix = suffix_of(base)
    return base if _is_harmless(base, also) else f"file {number}{suffix}"


def suffix_of(name):
    """The known suffix of a name in small letters, or "" for another."""
    return next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), "")


def _is_harmless(base, also):
    if not 0 < len(base) <= LONGEST or base.startswith(".") or holds_unseen(base):
        return False
    if not _ALLOWED.fullmatch(base):
        return False
    known = WORDS | {word.lower() for word in _WORD.findall(also)} | {"gz"}
    words = {word.lower() for word in _WORD.findall(base)}
    return words <= known and all(_is_date_like(number) for number in _NUMBER.findall(base))


def _is_date_like(digits):
    """Whether a run of digits is a day, month, year or running number: a reference is longer, and no date."""
    return len(digits) <= 2 or _DATE.fullmatch(digits) is not None
