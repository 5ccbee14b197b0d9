"""What is noted of an answer's quality before the order of its items is forgotten."""

import pandas as pd

from surveys.scales import response_quality

FLAGS = ("straight", "long_string", "contradicts")


def flags_of(instrument, contents):
    """Those of FLAGS that hold for the answers of one draft (surveys/scales/methods/response_quality.py)."""
    return flags_of_all(instrument, [contents])[0]


def flags_of_all(instrument, drafts):
    """The same of several drafts, in their order."""
    ids = [item.id for item in instrument.items]
    orders = [[*_asked(one, ids), *_not_asked(one, ids)] for one in drafts]
    given = pd.DataFrame(
        [{item: one.answers.get(item) for item in ids} for one in drafts], columns=ids, dtype=object
    )
    quality = response_quality(instrument, given, order=orders)
    return [[name for name in FLAGS if getattr(quality, name)[row]] for row in range(len(drafts))]


def _asked(contents, ids):
    return [item for item in contents.order.items if item in ids]


def _not_asked(contents, ids):
    """What another occasion asks: it has no answer."""
    return [item for item in ids if item not in contents.order.items]
