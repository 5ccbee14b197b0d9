"""Columns of a table as text or as numbers, or a refusal that says which column holds what it must not."""

import re
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd

from trials.stats.errors import InputRefused

# NUL ends a name in fixed-width text, the unit separator parts the labels of a row, half a pair is no character.
UNWRITABLE = re.compile("[\x00\x1f\ud800-\udfff]")


def named(frame: pd.DataFrame, name: str) -> np.ndarray:
    """A column that may not be empty in any row, as text; values that differ stay different."""
    text = as_text(frame[name])
    different = pd.unique(text)
    if frame[name].isna().any() or not all(label.strip() for label in different):
        raise InputRefused(f"a row has no {name}", remedy=f"Name the {name} in every row.")
    column = frame[name]
    try:
        alike = len(set(column) if pd.api.types.is_object_dtype(column) else pd.unique(column)) != len(
            different
        )
    except TypeError:  # lists and the like
        raise InputRefused(f"{name} holds something that is no name", remedy="Give text.") from None
    if alike:
        remedy = "Give text in every row; numbers and texts that read alike are not told apart."
        raise InputRefused(f"two values of {name} read alike", remedy=remedy)
    unwritable = [label for label in different if UNWRITABLE.search(label)]
    if unwritable:
        remedy = "Take out the character that cannot be shown."
        raise InputRefused(f"a {name} cannot be written down", where=ascii(unwritable[0]), remedy=remedy)
    return text


def as_text(column: pd.Series) -> np.ndarray:
    """A column as text; "nan" where it is empty."""
    text = column.astype(str)
    return (text.fillna("nan") if text.hasnans else text).to_numpy(dtype=object)


def numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    """A column of finite numbers as doubles; the refusal names the unit and period where the table has them."""
    try:
        if not is_numeric(frame[name]):
            raise TypeError
        values = frame[name].to_numpy(dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise InputRefused(
            f"{name} holds something that is not a number", remedy="Give numbers only."
        ) from None
    bad = ~np.isfinite(values)
    if bad.any():
        row = frame.iloc[int(np.argmax(bad))]
        raise InputRefused(
            f"{name} is missing or infinite",
            where=", ".join(f"{key} {row[key]}" for key in ("unit", "period") if key in frame),
            remedy="Leave the row out where nothing was observed, or give the count.",
        )
    return values


def is_numeric(column: pd.Series) -> bool:
    """Whether it holds numbers, truth values and gaps alone: text and dates would be read as numbers too."""
    dtype = column.cat.categories.dtype if isinstance(column.dtype, pd.CategoricalDtype) else column.dtype
    if not pd.api.types.is_object_dtype(dtype):
        return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype)
    return all(isinstance(value, (Real, Decimal)) or value is None or value is pd.NA for value in column)
