"""What a launched wave promised, as officers meet it: its questionnaire and its notice in one of its languages."""

from functools import lru_cache

from django.core.exceptions import ValidationError

from surveys.answering.words import ENGLISH, ENGLISH_TAG, in_language
from surveys.instruments.value import module_from_value
from surveys.models import Wave
from surveys.queries.instruments import frozen_instrument
from surveys.scales.translation import translated, translated_module

WAVES_AT_A_TIME = 100  # whose questionnaires are kept in memory, some 100 kB each


def languages_of(wave):
    """The tags of the languages that officers may choose from, English first."""
    return (ENGLISH_TAG, *sorted(wave.frozen.get("languages", {})))


def words_of(wave, language):
    """The Words of the pages in a language of the wave; in English where it has no such one."""
    other = wave.frozen.get("languages", {}).get(language) if wave.frozen else None
    return in_language(language, other) if other else ENGLISH


# Every page needs it, reading it takes milliseconds, and what is frozen never changes. Waves are equal by their ids.
@lru_cache(maxsize=WAVES_AT_A_TIME)
def questionnaire_of(wave, language=ENGLISH_TAG):
    """(Instrument, Modules) as officers read them in a language."""
    instrument = frozen_instrument(wave)
    modules = tuple(module_from_value(value) for value in wave.frozen.get("modules", []))
    other = wave.frozen.get("languages", {}).get(language)
    if not other:
        return instrument, modules
    return translated(instrument, other), tuple(translated_module(module, other) for module in modules)


def texts_of(wave, language=ENGLISH_TAG):
    """{"agreement": sentence, "notice": {part: text}} in a language."""
    texts = wave.frozen["texts"]
    return texts.get(language) or texts[ENGLISH_TAG]


def cleared_words(wave_id, language):
    """The Words of a launched wave's pages, for a page that knows nothing else of it; None where there is none."""
    try:
        wave = Wave.objects.filter(pk=wave_id, frozen__isnull=False).first()
    except (ValidationError, ValueError):  # not the id of anything
        return None
    return words_of(wave, language) if wave else None
