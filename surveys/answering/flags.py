"""What is noted of an answer's quality before the order of its items is forgotten."""

import pandas as pd

from surveys.scales import response_quality

FLAGS = ("straight", "long_string", "contradicts")


def flags_of(instrument, contents):
    """Those of FLAGS that hold for the answers of one draft (surveys/scales/methods/response_quality.py)."""
    ids = [item.id for item in instrument.items]
    asked = [item for item in contents.order.items if item in ids]
    order = asked + [item for item in ids if item not in asked]  # what another occasion asks has no answer
    given = pd.DataFrame([{item: contents.answers.get(item) for item in ids}], columns=ids, dtype=object)
    quality = response_quality(instrument, given, order=[order])
    return [name for name in FLAGS if getattr(quality, name)[0]]
