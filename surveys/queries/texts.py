"""What officers wrote: for checkers as it waits for them, for readers as two checkers let it through.

Nobody gets the texts in the order in which they are stored, and no two people in the same one: an order that all
share, or one that changes from page to page, could be held against another list.
"""

import hmac
from dataclasses import dataclass

from django.db.models import Count, Q

from cjnudge.derivation import hkdf
from surveys.lifecycle import State
from surveys.master import master
from surveys.models import FreeText, TextChecker, Wave
from surveys.queries.instruments import frozen_instrument
from surveys.queries.rounding import policy_of
from surveys.rules import CHECKERS, GROUP

PURPOSE = b"cjnudge.surveys.order-of-texts"
SHOW = "show"


@dataclass(frozen=True)
class Asked:
    """One question that was answered in words: its key, its words, and how many wrote something."""

    key: str
    words: str
    written: int


def shown_texts(wave, reader=None):
    """{question key: [words that may be shown], or None where fewer than the smallest group may be}.

    {} before the close, and where nobody was asked for words. reader: whose order, an account; without one the order
    is the same for all.
    """
    found = {asked.key: [] for asked in open_questions(wave)}
    for text in _in_order(_texts(wave), reader) if found else []:
        if (words := shown_words(text)) is not None:
            found.setdefault(text.question, []).append(words)
    smallest = group(wave) if found else 0
    return {key: shown if len(shown) >= smallest else None for key, shown in found.items()}


def shown_words(text):
    """The words of a text, with its checks read, that may be shown; None before two let it through."""
    checks = list(text.checks.all())
    agreed = len(checks) == CHECKERS and all(check.decision == SHOW for check in checks)
    return checks[-1].words if agreed else None


def open_questions(wave):
    """[Asked] of the questions of a closed wave that are answered in words, in the order of the instrument."""
    if wave.state != State.CLOSED:
        return []
    keys = list(_texts(wave).values_list("question", flat=True))
    words = _words_of_questions(wave)
    every = [*words, *sorted(set(keys) - set(words))]
    return [Asked(key, words.get(key, key), keys.count(key)) for key in every]


def checkable_questions(wave):
    """Those of open_questions to which so many wrote that texts of theirs could ever be shown."""
    return [asked for asked in open_questions(wave) if asked.written >= group(wave)]


def about_how_many(wave, number):
    """A number of texts as it may be said: rounded by the wave's draws, or None under the smallest group."""
    return policy_of(wave).count("texts", number)


def waiting_for(wave, checker):
    """The texts on which a checker can still decide, in an order of their own.

    First those that somebody else has let through: one more decision, and they can be read.
    """
    waiting = [text for text in checkable_texts(wave, checker) if waits(text, checker)]
    return sorted(waiting, key=lambda text: not text.checks.all())


def checkable_texts(wave, checker):
    """The texts of the questions that can be checked, with their checks, in the checker's order."""
    keys = [asked.key for asked in checkable_questions(wave)]
    return _in_order(_texts(wave).filter(question__in=keys), checker)


def waits(text, checker):
    """Whether this checker can decide on a text now."""
    checks = list(text.checks.all())
    settled = any(check.decision != SHOW for check in checks) or len(checks) >= CHECKERS
    return not settled and all(check.by_id != checker.pk for check in checks)


def can_undo(text, checker):
    """Whether the only decision on a text is this checker's."""
    checks = list(text.checks.all())
    return len(checks) == 1 and checks[0].by_id == checker.pk


def waves_to_check(force, person):
    """The closed waves of a force with texts on which this person could decide."""
    closed = Wave.scoped.for_force(force).filter(state=State.CLOSED)
    texts = FreeText.objects.filter(wave__in=closed)
    asked = texts.values("wave", "question").annotate(written=Count("pk")).filter(written__gte=GROUP)
    by_them, against = Q(checks__by=person), Q(checks__decision="withhold")
    open_to_them = texts.annotate(made=Count("checks"), no=Count("checks", filter=against | by_them)).filter(
        made__lt=CHECKERS, no=0
    )
    many = {(row["wave"], row["question"]) for row in asked}
    waiting = {pair[0] for pair in open_to_them.values_list("wave", "question") if pair in many}
    return list(closed.filter(pk__in=waiting).order_by("ended_at"))


def has_declared(wave, person):
    """Whether somebody has said to be outside the line of the officers asked."""
    return TextChecker.objects.filter(wave=wave, who=person).exists()


def group(wave):
    """The smallest number of texts of which any is shown, as promised at the launch."""
    return wave.frozen["thresholds"]["group"]


def _texts(wave):
    return FreeText.objects.filter(wave=wave).prefetch_related("checks")


def _in_order(texts, reader):
    """The texts, shuffled by a key outside the database: always alike for one reader, and for no two the same."""
    key = hkdf(master(), info=PURPOSE)
    whose = reader.pk.bytes if reader else b""
    return sorted(texts, key=lambda text: hmac.digest(key, whose + text.pk.bytes, "sha256"))


def _words_of_questions(wave):
    """{key: words} of every question or part of one that is answered in words."""
    instrument = frozen_instrument(wave)
    pairs = [
        (key, part)
        for question in instrument.asked_on(instrument.questions, wave.frozen["occasion"])
        for key, part in zip(question.keys, question.parts, strict=True)
    ]
    return {key: part.text for key, part in pairs if part.kind == "text"}
