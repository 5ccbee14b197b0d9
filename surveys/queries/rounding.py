"""How a number of officers may be said of a launched wave: on every page as in its results, by the same draws.

The nearest multiple beside the drawn one would be two roundings of one number, and tell more than either.
"""

from cjnudge.derivation import hkdf
from surveys.master import master
from surveys.release.draws import Draws
from surveys.release.policy import Policy

PURPOSE = b"cjnudge.surveys.release"


def draws_key(wave):
    """What the rounding of a wave is drawn from: it follows from the master key, so it comes out the same each time."""
    return hkdf(master(), salt=wave.pk.bytes, info=PURPOSE)


def policy_of(wave):
    """The disclosure Policy of a wave, with the thresholds that it promised."""
    thresholds = wave.frozen["thresholds"]
    return Policy(thresholds["group"], thresholds["base"], Draws(draws_key(wave)))


def about_answers(wave):
    """How many answers a closed wave has, as its results say it; None under the smallest group."""
    return policy_of(wave).count("answers", wave.answers_in or 0)
