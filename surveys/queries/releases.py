"""The newest results of a wave, and what is due to be let out."""

from surveys.lifecycle import State
from surveys.models import Release, Response
from surveys.rules import GROUP


def release_of(wave):
    """The newest Release of a wave, or None."""
    return Release.scoped.for_force(wave.force).filter(wave=wave).first()


def release_key(wave):
    """Names the work of releasing: a wave at its close, or after so many batches."""
    return f"surveys.release:{wave.pk}:{wave.state}:{wave.batches_taken}"


def release_due(wave):
    """Whether results of the wave are to be let out now: at the close once, and with every batch of ten or more."""
    last = release_of(wave)
    answers = Response.objects.filter(wave=wave).count()
    if wave.state == State.CLOSED:
        return (last is None or last.payload["batch"] is not None) and answers == (wave.answers_in or 0)
    if wave.state != State.OPEN or not wave.batches_taken:
        return False
    return answers - (last.of_answers if last else 0) >= GROUP
