"""Whether period counts vary more than chance alone would make them."""

from scipy.special import chdtrc

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

ALPHA = 0.05


def run(evidence, estimates) -> Finding:
    """Pearson's chi-square of periods about their own side's proportion, over its degrees of freedom."""
    pooled, squares, df = evidence.pooled, 0.0, 0
    for side in (pooled.after, ~pooled.after):
        total, size = pooled.total[side], pooled.size[side]
        share = total.sum() / size.sum()
        if 0 < share < 1:
            squares += float(((total - size * share) ** 2 / (size * share * (1 - share))).sum())
            df += len(total) - 1
    if df < 1:
        return Finding("", "cannot tell", "One period on each side: ordinary movement cannot be seen.", {})
    p_value = float(chdtrc(df, squares))
    facts = {"dispersion": squares / df, "df": df, "p_value": p_value}
    if p_value < ALPHA:
        text = f"Periods vary {squares / df:.1f} times as much as chance allows: the interval is too narrow."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "Periods vary no more than chance allows.", facts)


CHECK = Check(
    question="Do periods vary more than chance allows?", needs=words("counts", "proportion"), run=run
)
