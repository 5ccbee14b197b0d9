"""What a force says in other languages, and what is still in English."""

from surveys.answering.words import WORDS
from surveys.instruments.own_keys import is_own
from surveys.instruments.value import from_value
from surveys.models import InstrumentVersion, Translation
from surveys.scales import UnknownInstrument, all_modules, load_instrument
from surveys.scales.translation import faults, module_texts, texts


def translations_for(force, key, version):
    """The Translations of one version, finished or not."""
    found = Translation.scoped.for_force(force).select_related("force", "changed_by")
    return found.filter(instrument_key=key, instrument_version=version)


def translation_of(force, key, version, language):
    """One Translation, or None."""
    return translations_for(force, key, version).filter(language=language).first()


def english_of(instrument):
    """{address: English} of every text that must be said in another language: the questionnaire's and the pages'."""
    return texts(instrument, WORDS)


def english_of_modules():
    """{address: English} of the optional modules in their newest versions: needed where a survey asks them."""
    newest = {module.key: module for module in all_modules()}
    return {address: text for module in newest.values() for address, text in module_texts(module).items()}


def lacking(instrument, words):
    """Addresses of what must be said and is not, or not so that it could be shown."""
    english = english_of(instrument)
    amiss = faults(english, words)
    return [address for address in english if not words.get(address, "").strip() or address in amiss]


def remembered(force, language, english):
    """{address: words} for texts that the force has said in this language before, in any translation of its own.

    The words of the newest translation win; they are taken where the English is the same, word for word.
    """
    known = {}
    rows = Translation.scoped.for_force(force).filter(language=language).order_by("made_at")
    for row in rows:
        before = _english_of_row(force, row)
        known |= {before[address]: said for address, said in row.words.items() if address in before}
    return {address: known[text] for address, text in english.items() if text in known}


def _english_of_row(force, row):
    """The English behind a translation, shipped, own or of a draft; nothing where that is no longer there."""
    if not is_own(row.instrument_key):
        try:
            instrument = load_instrument(row.instrument_key, row.instrument_version)
        except UnknownInstrument:
            return {}
        return english_of(instrument) | english_of_modules()
    versions = InstrumentVersion.scoped.for_force(force)
    found = versions.filter(key=row.instrument_key, version=row.instrument_version).first()
    return english_of(from_value(found.content)) | english_of_modules() if found else {}
