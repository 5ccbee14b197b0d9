"""In which language somebody answered is kept only where ten or more used it: a rarer one would name its speaker."""

from collections import Counter

LEAST = 10


def languages_to_keep(used):
    """{language: what is kept of it} of the languages that answers were given in, one entry an answer.

    "" is kept of a rare one, and of the next rarest as long as those without a language are fewer than ten: when all
    others say theirs, the few that say none would be the speakers of the rare one. "" among `used` says none already.
    """
    counts = Counter(used)
    kept = [language for language, number in counts.most_common() if language and number >= LEAST]
    hidden = sum(number for language, number in counts.items() if language not in kept)
    while kept and 0 < hidden < LEAST:
        hidden += counts[kept.pop()]
    return {language: language if language in kept else "" for language in counts}
