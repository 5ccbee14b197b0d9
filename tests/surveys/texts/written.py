"""A closed wave in which officers wrote something, and the two who check it."""

from surveys.models import FreeText
from surveys.operations import text_checking
from surveys.operations.closing import close_wave
from surveys.operations.handing_in import find_door, hand_in
from tests.people import NOW
from tests.surveys.waves import ANSWERS, TODAY, entry, launched, links

TEXTS = [f"More time, says number {n}, and less of it at night." for n in range(12)]


def closed(force, lead, texts=TEXTS, **options):
    """A closed wave; each text was handed in by another officer, as the answer to o1."""
    wave = launched(force, lead, people=max(40, len(texts)), **options)
    for n, (token, text) in enumerate(zip(links(wave), texts, strict=False)):
        door = find_door(token=token, on=TODAY)
        hand_in(door=door, entry_id=entry(n), answers=ANSWERS, texts={"o1": text}, bands={}, on=TODAY)
    close_wave(wave=wave, by=lead, at=NOW)
    wave.refresh_from_db()
    return wave


def check(wave, text, *checkers, words=None, decision="show"):
    """Each of the checkers, who have declared, decides alike; without `words` nothing is taken out."""
    for by in checkers:
        text_checking.declare(wave=wave, by=by, at=NOW)
        before = list(text.checks.all())
        shown = words or (before[-1].words if before else text.text)
        text_checking.decide(
            wave=wave, text_id=text.pk, place=len(before) + 1, decision=decision, words=shown, by=by, at=NOW
        )


def check_all(wave, *checkers):
    """Every text of the wave is let through as it was written."""
    for text in texts_of(wave):
        check(wave, text, *checkers)


def texts_of(wave):
    return FreeText.objects.filter(wave=wave)
