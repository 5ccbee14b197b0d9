"""Linking two waves by codes that officers make up themselves, and how far that can be trusted."""

from dataclasses import dataclass

import pandas as pd

from surveys.scales.arithmetic import code_matching as codes
from surveys.scales.results import Refusal, Result, SurveyRefused

LEAST_ELEMENTS = 5  # SURVEYS section 6: five or six
PUBLISHED = "Published studies match 51-67 % after 6 to 18 months on all elements, 92 % with one left free."


@dataclass(frozen=True)
class Linked(Result):
    """Pairs of row labels, first wave and second, and the rates.

    match_rate is pairs over the smaller wave: the most that could be matched. `exact` agree on all elements.
    `ambiguous` codes of the first wave fit several of the second, or share theirs, and are left unlinked.
    `chance` is how likely two different officers agree on all elements but one; expected_false how many of the
    pairs are likely to join different officers, and false_rate their share. `within` is how many pairs inside
    one wave agree like that.
    """

    pairs: tuple[tuple, ...]
    matched: int
    exact: int
    ambiguous: int
    n_before: int
    n_after: int
    match_rate: float
    match_rate_before: float
    match_rate_after: float
    within: int
    chance: float
    expected_false: float
    false_rate: float
    note: str


def link_own_codes(first, second, *, tolerance=1):
    """The Linked pairs of two waves, or a Refusal where nothing matches.

    `first` and `second` are tables of hashed elements: one row a response, the same five or six columns, empty
    where an element was left out. `tolerance` is how many elements may differ, 1 or 0.
    """
    _check(first, second, tolerance)
    if not len(first) or not len(second):
        return Refusal("One of the waves has no codes.", "Report the waves unlinked.")
    before, after = codes.encode(first.to_numpy(object), second[list(first)].to_numpy(object))
    steps = codes.match(before, after, tolerance)
    pairs = sorted(pair for step in steps for pair in step.pairs)
    if not pairs:
        return Refusal("No code of the first wave is found in the second.", "Report the waves unlinked.")
    labels = (t.index[[pair[k] for pair in pairs]].tolist() for k, t in enumerate((first, second)))
    return Linked(
        pairs=tuple(zip(*labels, strict=True)),
        exact=len(steps[0].pairs),
        ambiguous=steps[-1].ambiguous,
        **_rates(len(pairs), len(first), len(second)),
        **_trust(steps, before, after),
        note=PUBLISHED,
    )


def _rates(matched, n_before, n_after):
    return {
        "matched": matched,
        "n_before": n_before,
        "n_after": n_after,
        "match_rate": matched / min(n_before, n_after),
        "match_rate_before": matched / n_before,
        "match_rate_after": matched / n_after,
    }


def _trust(steps, before, after):
    """Chance agreement and the false links it lets expect, step by step."""
    false = [
        codes.expected_false(len(s.pairs), s.n_first, s.n_second, _chance(before, after, s.least)[0])
        for s in steps
    ]
    chance, within = _chance(before, after, steps[-1].least)
    return {
        "within": within,
        "chance": chance,
        "expected_false": sum(false),
        "false_rate": sum(false) / sum(len(step.pairs) for step in steps),
    }


def _chance(before, after, least):
    """(chance, pairs within a wave that agree): the larger of elements taken as independent, and pairs counted."""
    within = sum(codes.agreeing_pairs(wave, least) for wave in (before, after))
    pairs = sum(len(wave) * (len(wave) - 1) // 2 for wave in (before, after))
    independent = codes.chance_of_agreement((before, after), least)
    return max(independent, within / pairs if pairs else 0.0), within


def _check(first, second, tolerance):
    for table in (first, second):
        if not isinstance(table, pd.DataFrame) or not table.index.is_unique:
            raise SurveyRefused("Codes come as tables with one label a row", remedy="Hand in two DataFrames.")
    if (
        list(first) != list(dict.fromkeys(first))
        or set(first) != set(second)
        or len(first.columns) != len(second.columns)
    ):
        raise SurveyRefused(
            "The two waves do not hold the same elements",
            where=f"{', '.join(map(str, first))} and {', '.join(map(str, second))}",
            remedy="Ask for the same elements in both waves.",
        )
    if len(first.columns) < LEAST_ELEMENTS:
        raise SurveyRefused(
            f"{len(first.columns)} elements are too few",
            remedy=f"Ask for {LEAST_ELEMENTS} or six, each stable.",
        )
    if tolerance not in (0, 1):
        raise SurveyRefused(f"{tolerance} elements may not differ", remedy="Allow one, or none.")
