"""Whether a label can name a person: its words are known ones, or they are the words of a name perhaps."""

import re
import tomllib
from functools import cache
from pathlib import Path

from cjnudge.cases.extract import offences
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import tables
from cjnudge.cases.extract.personal import words_of
from cjnudge.cases.outcome_titles import TITLES
from cjnudge.periods import MONTH_NAMES

WORDS = Path(__file__).with_name("known_words.toml")


@cache
def _listed():
    return {key: frozenset(text.split()) for key, text in tomllib.loads(WORDS.read_text("utf-8")).items()}


@cache
def _known():
    """Every word that labels are made of: of the lists, the suggestions and the project's own values."""
    labels = [label for table in tables()["labels"].values() for pair in table.items() for label in pair]
    choices = [choice for field in FIELDS.values() for choice in field.choices]
    texts = [*labels, *choices, *TITLES.values(), *MONTH_NAMES, *offences.groups().values()]
    return frozenset().union(*_listed().values(), *map(letters_of, texts))


def letters_of(label):
    """The words of a label without digits, in small letters: "Team 3" has one."""
    return [word for word in (re.sub(r"\d", "", one) for one in words_of(re.sub("['’]", "", label))) if word]


def is_known(label, also=frozenset()):
    """Whether every word of a label is a known one, a single letter, or one of `also`."""
    return all(len(word) == 1 or word in _known() or word in also for word in letters_of(label))


def may_be_name(label, also=frozenset()):
    """Whether a label may be a person's name: two words or more, not all known and none that says it is a thing."""
    words = letters_of(label)
    return len(words) > 1 and _listed()["things"].isdisjoint(words) and not is_known(label, also)
