"""Which items are scored together, and the score of each response on them.

Keys by "component": the six COM-B codes of `cjnudge.behaviour`. An instrument that asks one item a component gets
two more, "opportunity" and "motivation": the mean of their two halves. Keys by "tdf": the items' own `domain`.
"""

import numpy as np
import pandas as pd

from cjnudge.behaviour import COMPONENTS
from surveys.scales.results import SurveyRefused

LEAST_SHARE = 0.5  # of the items that apply, answered: SURVEYS section 3
GROUPINGS = ("component", "tdf")


def domains(instrument, by="component", occasion=""):
    """{key: items}, in the order of the file; SurveyRefused where a score would mix two polarities."""
    if by not in GROUPINGS:
        raise SurveyRefused("Items are not grouped that way", where=str(by), remedy="Use component or tdf.")
    items = instrument.asked_on(instrument.items, occasion) if occasion else instrument.items
    found = {}
    for item in items:
        key = item.component if by == "component" else item.domain
        found.setdefault(key, []).append(item)
    found.pop("", None)  # items without a TDF domain
    if by == "component" and all(len(group) == 1 for group in found.values()):
        found |= _halves(items)
    for key, group in found.items():
        check_one_polarity(key, group)
    return {key: tuple(group) for key, group in found.items()}


def _halves(items):
    """Opportunity and motivation, where both halves of one are asked."""
    found = {}
    for item in items:
        found.setdefault(COMPONENTS[item.component].domain, []).append(item)
    return {name: group for name, group in found.items() if len(group) > 1 and name != "capability"}


def check_one_polarity(key, items):
    """Raise SurveyRefused where agreeing means help in one item and need in another."""
    if len({item.polarity for item in items}) > 1:
        raise SurveyRefused(
            "One score would mix items where agreeing means help with items where it means need",
            where=f"{key}: {', '.join(item.id for item in items)}",
            remedy="Score them apart, or word them one way in a new version.",
        )


def scored(items, answers, scale):
    """The items' values with reversed ones turned, x' = low + high - x: columns are item ids."""
    turned = {
        item.id: scale.low + scale.high - answers.values[item.id]
        if item.reversed
        else answers.values[item.id]
        for item in items
    }
    return pd.DataFrame(turned, index=answers.values.index)


def respondents_scores(items, answers, scale):
    """Each response's mean over the items answered, NaN unless at least half of those that apply are."""
    values = scored(items, answers, scale)
    applies = (~answers.not_applicable[list(values)]).sum(axis=1)
    answered = values.notna().sum(axis=1)
    enough = (answered > 0) & (answered >= LEAST_SHARE * applies)
    return values.mean(axis=1).where(enough)


def enabling(items, answers, scale):
    """Respondents' scores with high meaning help, whatever the items' polarity."""
    found = respondents_scores(items, answers, scale)
    return found if items[0].polarity == "enabler" else scale.low + scale.high - found


def none_applies(items, answers):
    """Which responses say of every item of the domain that it does not apply."""
    return np.asarray(answers.not_applicable[[item.id for item in items]].all(axis=1))
