"""The two ways the engine says no: the input breaks a rule, or the data cannot carry an estimate."""

# STATISTICS section 4: the only reasons for which a sound frame may go without an estimate.
REFUSAL_CODES = {
    "a": "no attainable p-value is as small as alpha",
    "b": "fewer than two residual degrees of freedom",
    "c": "a series has fewer than eight points before or after the start",
    "d": "no untreated comparison in any period",
    "e": "one treated unit among fewer than twenty",
}


class InputRefused(ValueError):
    """A plan or frame breaks a rule of the engine's input. Says which, where, and what to do."""

    def __init__(self, rule: str, *, where: str = "", remedy: str):
        self.rule, self.where, self.remedy = rule, where, remedy
        place = f" ({where})" if where else ""
        super().__init__(f"{rule}{place}. {remedy}")


class CannotEstimate(Exception):  # noqa: N818 - the name is part of the published interface
    """The input is sound but cannot answer the question; no number stands in for the answer.

    `code` is one of REFUSAL_CODES, `missing` what is missing, `would_do` what would do. When raised
    by `analyse` for the primary outcome, `report` holds a Report without estimate: its series,
    findings and a verdict that says why.
    """

    def __init__(self, code: str, *, missing: str, would_do: str):
        if code not in REFUSAL_CODES:
            raise KeyError(f"{code!r} is not one of the closed list of refusal codes")
        self.code, self.missing, self.would_do = code, missing, would_do
        self.report = None
        super().__init__(f"{missing} {would_do}")
