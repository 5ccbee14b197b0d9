"""One condition of a rule: a field of the case, an operator and a value; its faults and its words."""

from dataclasses import dataclass
from datetime import date

from cjnudge.cases.extract.fields import FIELDS, Field
from cjnudge.characters import holds_unseen
from cjnudge.periods import MONTH_NAMES

# Eligibility is what was known before the decision: were it read from the outcome or from what follows it, the share
# of eligible cases resolved out of court would partly measure itself. So no outcome, no condition kept or broken, no
# later crime. Not whether the victim was consulted either: that is done where a resolution is being considered, and
# a rule on it would select the cases by the decision under study. Not sex or ethnicity (Equality Act 2010, sections 4
# and 13). Not the unit: rules that differ between units would be what a comparison of units compares.
_OFFERED = (
    "offence", "offence_group", "gravity", "admission", "previous", "convictions", "age_band",
    "domestic_abuse", "hate", "indictable_only", "excluded", "stated_eligibility", "entry_on", "recorded_on",
)  # fmt: skip
_GROUP = Field("offence_group", "offence", "Offence group", "The group that the offence code belongs to.")
FIELDS_OF_RULES = {key: _GROUP if key == _GROUP.key else FIELDS[key] for key in _OFFERED}

OPERATORS = {
    "is": "is",
    "is_not": "is not",
    "is_one_of": "is one of",
    "is_none_of": "is none of",
    "at_most": "is at most",
    "at_least": "is at least",
    "is_missing": "is not recorded",
    "is_given": "is recorded",
}
OF_LISTS = ("is_one_of", "is_none_of")
OF_ORDER = ("at_most", "at_least")
WITHOUT_VALUE = ("is_missing", "is_given")
_OF_TEXTS = ("is", "is_not", *OF_LISTS, *WITHOUT_VALUE)
_OF_KIND = {
    "offence": _OF_TEXTS,
    "choice": _OF_TEXTS,
    "whole": tuple(OPERATORS),
    "day": (*OF_ORDER, *WITHOUT_VALUE),
}
MOST_VALUES = 300  # an offence list of a force; the Home Office has some 1,500 codes in all
LONGEST_VALUE = 120


@dataclass(frozen=True)
class Condition:
    """`value` is a text, a whole number, an ISO day, a tuple of texts or numbers, or None where none is asked."""

    field: str
    operator: str
    value: object = None

    @property
    def values(self):
        """What the field is held against, as Python values: dates for days."""
        if self.operator in WITHOUT_VALUE:
            return ()
        found = self.value if self.operator in OF_LISTS else (self.value,)
        is_day = FIELDS_OF_RULES[self.field].kind == "day"
        return tuple(date.fromisoformat(one) for one in found) if is_day else tuple(found)

    @property
    def title(self):
        return FIELDS_OF_RULES[self.field].title

    def in_words(self):
        """The condition as a clause: "Gravity score is at most 3"."""
        if FIELDS_OF_RULES[self.field].kind == "day" and self.operator in OF_ORDER:
            order = "is on or before" if self.operator == "at_most" else "is on or after"
            return f"{self.title} {order} {_day_words(self.values[0])}"
        values = [str(value) for value in self.values]
        return " ".join([self.title, OPERATORS[self.operator], _listed(values)]).strip()


def operators_for(key):
    """Keys of the operators that suit a field."""
    return _OF_KIND[FIELDS_OF_RULES[key].kind]


def condition_faults(condition):
    """What is wrong with one condition, in sentences; [] where it can be used."""
    if condition.field not in FIELDS_OF_RULES:
        return [_not_offered(condition.field)]
    if condition.operator not in operators_for(condition.field):
        words = ", ".join(OPERATORS[key] for key in operators_for(condition.field))
        return [f"{condition.title} cannot be compared in that way: use one of {words}."]
    if condition.operator in WITHOUT_VALUE:
        return [] if condition.value is None else [f"{condition.title}: leave the value out."]
    if condition.operator in OF_LISTS:
        return _list_faults(condition)
    return _value_faults(FIELDS_OF_RULES[condition.field], condition.value)


def _not_offered(key):
    title = FIELDS[key].title if key in FIELDS else "A field that there is not"
    return (
        f"{title} cannot be used in a rule: only what was known before the decision, the same for every unit, and no "
        f"protected characteristic but age. Use {', '.join(field.title for field in FIELDS_OF_RULES.values())}."
    )


def _list_faults(condition):
    field, values = FIELDS_OF_RULES[condition.field], condition.value
    if not isinstance(values, tuple) or not 0 < len(values) <= MOST_VALUES:
        return [f"{field.title}: give a list of 1 to {MOST_VALUES} values."]
    found = [fault for value in values for fault in _value_faults(field, value)]
    twice = [] if len(set(values)) == len(values) else [f"{field.title}: a value stands twice in the list."]
    return found[:1] or twice


def _value_faults(field, value):
    if field.kind == "whole":
        sound = type(value) is int and 0 <= value <= field.most
        return [] if sound else [f"{field.title}: write a whole number from 0 to {field.most}."]
    if field.kind == "day":
        return [] if _is_day(value) else [f"{field.title}: write a day like 2025-04-01."]
    if field.kind == "choice":
        sound = value in field.choices
        return [] if sound else [f"{field.title}: write one of {', '.join(field.choices)}."]
    return _text_faults(field, value)


def _text_faults(field, value):
    sound = isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE and value == value.strip()
    if not sound or "," in value or "<" in value or holds_unseen(value):
        return [
            f"{field.title}: write it as it stands in the cases, without commas, at most {LONGEST_VALUE} characters."
        ]
    return []


def _is_day(value):
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _day_words(day):
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _listed(words):
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
