"""How long a survey says that it takes: on its first page and on the page for officers."""

from functools import lru_cache
from random import Random

from surveys.answering.length import minutes
from surveys.answering.paging import draw_order, pages
from surveys.answering.words import ENGLISH, ENGLISH_TAG
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.identity.codes import ELEMENTS
from surveys.own_codes import has_own_code
from surveys.queries.promised import WAVES_AT_A_TIME, questionnaire_of, texts_of, words_of

# What is read beside the notice and the questions: the first page, "about you", the check, and the own code.
ALWAYS = (
    "minutes_many", "open_until", "by_code", "notice_purpose", "notice_who_sees", "notice_limits", "notice_kept",
    "notice_withdrawal", "notice_contact", "start", "continue", "clear_page", "about_title", "about_use",
    "band_area", "band_role", "band_service", "check_title", "hand_in",
)  # fmt: skip
OWN_CODE = ("own_code_title", "own_code_use", "own_code_optional", "code_letter", "code_number",
            *(f"code_{one.key}" for one in ELEMENTS))  # fmt: skip
AGREEING_AND_BANDS = 4


# Counted once for each wave and language: what was promised never changes.
@lru_cache(maxsize=WAVES_AT_A_TIME)
def minutes_of(wave, language=ENGLISH_TAG):
    """Whole minutes for whoever answers everything once, short cases and own code included."""
    instrument, modules = questionnaire_of(wave, language)
    words = words_of(wave, language)
    asked = _asked(instrument, wave.frozen["occasion"], modules, words)
    own = OWN_CODE if has_own_code(wave) else ()
    marks = AGREEING_AND_BANDS + (len(ELEMENTS) if own else 0)
    return minutes(asked, [*_promised(wave, language, instrument), *map(words.say, (*ALWAYS, *own)),
                           *_headings(asked, words)], marks)  # fmt: skip


def minutes_alone(instrument, occasion=""):
    """Whole minutes of an instrument in an anonymous survey that adds nothing to it, answered in English."""
    asked, notice = _asked(instrument, occasion, (), ENGLISH), vars(instrument.notice).values()
    always = [*ALWAYS, "promise_anonymous", *(f"heading_{page.about}" for page in asked)]
    bands = (*ROLE_BANDS.values(), *SERVICE_BANDS.values())
    said = [instrument.behaviour.statement, *notice, *map(ENGLISH.say, always), *bands]
    return minutes(asked, said, AGREEING_AND_BANDS)


def _asked(instrument, occasion, modules, words):
    """The pages of one officer."""
    # Chance draws other cases for each officer, all of much the same length; the number must not move on a reload.
    order = draw_order(instrument, occasion, Random(0), modules)  # noqa: S311
    return pages(instrument, occasion, order, modules, words)


def _promised(wave, language, instrument):
    texts, bands = texts_of(wave, language), wave.frozen["bands"]
    yield instrument.behaviour.statement
    yield words_of(wave, language).say(f"promise_{wave.frozen['mode']}")
    yield from (texts["agreement"], *texts["notice"].values())
    yield from (name for found in bands.values() for name in found.values())


def _headings(asked, words):
    return [words.say(f"heading_{page.about}") for page in asked]
