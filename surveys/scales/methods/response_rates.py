"""How many of those asked answered, stratum by stratum, and how those who answered differ from those asked."""

from dataclasses import dataclass

from surveys.scales.intervals import ALPHA
from surveys.scales.results import Refusal, Result, SurveyRefused
from trials.stats.arithmetic.newcombe import wilson

WHOLE = "all"


@dataclass(frozen=True)
class ResponseRate(Result):
    """One stratum. share_asked and share_answered are its parts of all asked and of all who answered.

    `rate` is a plain count, not an estimate of anything: it has no interval. `rate_low` and `rate_high` say how
    far it could have come out otherwise by chance alone (Wilson), for judging whether strata differ.
    """

    stratum: str
    asked: int
    answered: int
    rate: float
    rate_low: float
    rate_high: float
    share_asked: float
    share_answered: float


def response_rates(asked, answered, *, alpha=ALPHA):
    """{stratum: ResponseRate}, "all" last; a Refusal in place of a stratum where nobody was asked.

    `asked` and `answered` are {stratum: number}. A stratum that nobody answered from may lack in `answered`.
    """
    _check(asked, answered)
    everyone, hand_ins = sum(asked.values()), sum(answered.values())
    if not everyone:
        return {WHOLE: Refusal("Nobody was asked.", "Invite someone first.")}
    found = {}
    for stratum, number in asked.items():
        found[stratum] = _rate(stratum, number, answered.get(stratum, 0), everyone, hand_ins, alpha)
    return found | {WHOLE: _rate(WHOLE, everyone, hand_ins, everyone, hand_ins, alpha)}


def _rate(stratum, asked, answered, everyone, hand_ins, alpha):
    if not asked:
        return Refusal(f"Nobody from {stratum} was asked.", "Leave it out.")
    low, high = wilson(answered, asked, alpha)
    of_answers = answered / hand_ins if hand_ins else 0.0
    return ResponseRate(
        str(stratum), asked, answered, answered / asked, float(low), float(high), asked / everyone, of_answers
    )


def _check(asked, answered):
    for stratum, number in (*asked.items(), *answered.items()):
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise SurveyRefused("A count is no whole number", where=str(stratum), remedy="Write 0 or more.")
    for stratum, number in answered.items():
        if number > asked.get(stratum, 0):
            raise SurveyRefused(
                f"{number} answered of {asked.get(stratum, 0)} asked",
                where=str(stratum),
                remedy="Mend the headcount: a rate over 100 % is no rate. With a station code it is approximate.",
            )
    if WHOLE in asked:
        raise SurveyRefused('No stratum may be called "all"', where=WHOLE, remedy="Name it otherwise.")
