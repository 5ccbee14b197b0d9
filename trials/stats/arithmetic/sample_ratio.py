"""Whether counts of arms are those a planned ratio gives."""

from collections.abc import Sequence

from scipy.special import chdtrc


def sample_ratio_test(counts: Sequence[float], ratio: Sequence[float]) -> tuple[float, int, float]:
    """(Pearson's chi-square, df, p-value) of counts against the ratio. Source: Fabijan et al. (2019) KDD."""
    whole = sum(counts)
    expected = [whole * part / sum(ratio) for part in ratio]
    statistic = sum((count - wanted) ** 2 / wanted for count, wanted in zip(counts, expected, strict=True))
    return statistic, len(counts) - 1, float(chdtrc(len(counts) - 1, statistic))
