"""Numbers as a reader meets them: points with one decimal, proper minus signs, p-values in words."""

from trials.stats.report import Estimate


def signed(number: float, digits: int = 1) -> str:
    """The number with that many decimals and a true minus sign; no minus before nought."""
    text = f"{number:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def level(value: float, kind: str) -> str:
    """A level: a proportion as a percentage, anything else to four significant digits."""
    return f"{signed(100 * value)} %" if kind == "proportion" else f"{value:.4g}".replace("-", "−")


def amount(value: float, kind: str, scale: str) -> str:
    """A difference as a bare number: points for a proportion's difference, else four digits."""
    if kind == "proportion" and scale == "risk_difference":
        return signed(100 * value)
    return f"{value:.4g}".replace("-", "−")


def unit_of(kind: str, scale: str) -> str:
    """The word that follows `amount`."""
    names = {"log_risk_ratio": " on the log risk ratio", "log_odds_ratio": " on the log odds ratio"}
    return names.get(scale, " points" if kind == "proportion" else "")


def interval(estimate: Estimate, kind: str) -> str:
    """ "(low to high)", for a reader."""
    low, high = (amount(bound, kind, estimate.scale) for bound in (estimate.low, estimate.high))
    return f"({low} to {high})"


def moved(change: float, kind: str, scale: str) -> str:
    """ "rose 9.2 points", "fell 2.8 points" or "did not move"."""
    size = amount(abs(change), kind, scale)
    if size.strip("0.") == "":
        return "did not move"
    return f"{'rose' if change > 0 else 'fell'} {size}{unit_of(kind, scale)}"


def p_words(p_value: float) -> str:
    """ "p = 0.093", or "p < 0.001" below that."""
    return "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"


def level_words(level: float) -> str:
    """ "a level of 0.014", or "a level below 0.000001": the p-value a look asks for."""
    return "a level below 0.000001" if level < 1e-6 else f"a level of {level:.2g}"
