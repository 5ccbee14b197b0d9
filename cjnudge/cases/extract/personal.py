"""Which columns of an extract are about a person's identity, and which texts may be one."""

import re
import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).with_name("personal.toml")


@cache
def _words():
    return tomllib.loads(WORDS.read_text("utf-8"))


@cache
def _reasons():
    """{word of a column's name: what such a column is}"""
    return {word: reason for reason, words in _words()["personal"].items() for word in words}


@cache
def _together():
    """Finds words that are one: the longest first, or "date birth" would hide in "date of birth"."""
    pairs = sorted(_words()["columns"]["together"], key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(pairs)})\b")


def words_of(column):
    """The words of a column's name in small letters: "SuspectSurname" and "suspect_surname" are the same."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column[:500])
    return re.findall(r"[^\W_]+", apart.lower())


def looks_personal(column):
    """What a column is by its name that may never be kept, such as "a name"; "" for any other column."""
    told, line = _words()["columns"], " ".join(words_of(column))
    words = _together().sub(lambda pair: pair[0].replace(" ", ""), line).split()
    of_a_thing = not set(words).isdisjoint(told["things"]) and set(words).isdisjoint(told["people"])
    for word in words:
        if word in _reasons() and not (of_a_thing and word in told["names_a_thing"]):
            return _reasons()[word]
    return ""


def looks_identifying(column):
    """Whether a column by its name is an identifier, which may become a pseudonym and nothing else."""
    told, words = _words()["columns"], set(words_of(column))
    about = not words.isdisjoint(told["people"] + told["about"])
    return (
        _names_somebody(words_of(column))
        or (about and not words.isdisjoint(told["identifiers"]))
        or not words.isdisjoint(told["always"])
    )


def _names_somebody(words):
    """Whether a column says who: "Owner", "Reviewing officer", "Dealt with by", "Allocated to"."""
    told = _words()["columns"]
    if words[-2:] == ["in", "charge"]:
        return True
    by_whom = words[-1:] == ["by"] or (words[-1:] == ["to"] and words[-2:][0] in told["handed"])
    return by_whom or (bool(words) and words[-1] in told["who"])


_NUMBERS = re.compile(
    r"""[0-9]{5,}                              # runs of digits: collar, crime and telephone numbers
    |[0-9]{2,4}/[0-9]{4,7}[A-Z]?               # PNC and CRO
    |\b[A-Z]{2}[ ]?([0-9]{2}[ ]?){3}[A-D]\b    # National Insurance
    |[0-9]{3}[- ][0-9]{3}[- ][0-9]{4}          # NHS
    |(\+|\b0)[0-9][0-9 ()-]{8,}                # telephone
    |@[^\s]+\.[^\s]                            # e-mail
    |\b[A-Z]{1,2}[0-9][0-9A-Z]?[ ]?[0-9][A-Z]{2}\b  # postcode
    |\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}\b   # a day, perhaps of birth
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TITLED = re.compile(r"\b(mr|mrs|ms|miss|mx|dr|pc|dc|ds|di|sgt|insp|pcso)\b\.?\s+\w", re.IGNORECASE)


def holds_identifier(text):
    """Whether a text has the shape of a number, address or title that belongs to one person."""
    return bool(_NUMBERS.search(text) or _TITLED.search(text))


_VALUE = re.compile(
    r"""[\s£$%+-]*[0-9][0-9\s.,:%]*                   # a number, or a time of day
    |[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*       # a day, the year first
    |[0-9]{1,2}[-/. ]([0-9]{1,2}|[a-z]{3,9})[-/. ,]+[0-9]{2,4}.*  # a day, the year last
    |[0-9]+[a-z]*([/-][0-9a-z]+)+                   # a reference
    """,
    re.VERBOSE | re.IGNORECASE,
)


def looks_like_value(cell):
    """Whether a cell of a first line is of a record and no column's name: a number, day, reference or titled name."""
    titled = _TITLED.search(cell)
    if titled and not set(words_of(cell[titled.end() - 1 :])) <= _column_words():
        return True
    return bool(_VALUE.fullmatch(cell.strip()) or _NUMBERS.search(cell))


@cache
def _column_words():
    """Words that names of columns are made of, so that "PC Collar Number" is told from "PC Smith"."""
    told = _words()
    listed = [*_reasons(), *(word for words in told["columns"].values() for word in words)]
    return {word for text in listed for word in words_of(text)} | {"date", "review", "by", "on", "rank"}
