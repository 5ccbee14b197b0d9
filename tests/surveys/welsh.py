"""Words that look like Welsh to a page: other letters, longer, and never the English ones."""

import re

from surveys.answering.words import WORDS
from surveys.models import CaseRules, TrainingSession, Translation, Wave
from surveys.operations import fielding
from surveys.operations.stations import make_code
from surveys.scales import load_instrument, load_module
from surveys.scales.translation import module_texts, texts
from tests.people import NOW
from tests.safeguards.records import make_record
from tests.surveys.waves import TODAY, draft

MODULES = ("knowledge", "vignettes")
_LETTERS = str.maketrans("aeiouwyAEIOUWY", "âêîôûŵŷÂÊÎÔÛŴŶ")
_WORD = re.compile(r"{\w+}|[^\W\d_]{4,}")


def welsh(text):
    """The text with other vowels and longer words; what stands in braces stays."""
    said = _WORD.sub(lambda word: word[0] if "{" in word[0] else f"{word[0].translate(_LETTERS)}au", text)
    return said if said != text else f"{text} au"


def welsh_words(instrument, modules=()):
    """{address: words} of an instrument, the pages, and modules."""
    english = texts(instrument, WORDS)
    for module in modules:
        english |= module_texts(module)
    return {address: welsh(text) for address, text in english.items()} | {"page.language_name": "Cymraeg"}


def launched_in_welsh(
    force, lead, *, instrument="oocr_com_b", modules=MODULES, occasion="", rules=True, tag="cy", **changed
):
    """An open wave with a station's code, short cases of both kinds, and Welsh (under any tag) beside English."""
    loaded, found = load_instrument(instrument), [load_module(key) for key in modules]
    Translation.objects.create(
        force=force, instrument_key=instrument, instrument_version=loaded.version, language=tag,
        words=welsh_words(loaded, found), made_by=lead, made_at=NOW, published_at=NOW,
    )  # fmt: skip
    if rules:
        record_rules(force, lead, loaded, *found)
    chosen = [[module.key, module.version] for module in found]
    options = {"modules": chosen, "languages": [tag], "ethics_reference": "REC 26/14"} | changed
    wave = draft(force, lead, instrument=instrument, **options)
    if occasion:
        of = {"occasion": occasion, "session": a_session(force, lead)}
        Wave.scoped.for_force(force).filter(pk=wave.pk).update(**of)
    make_code(wave=wave, area="North station", kind="station", headcount=60, by=lead, at=NOW)
    make_code(wave=wave, area="North desk", kind="kiosk", headcount=10, by=lead, at=NOW)
    make_record(force, lead, kind="survey")
    return fielding.launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)


def a_session(force, lead):
    return TrainingSession.objects.create(
        force=force, title="Decisions", held_on=TODAY, format="in person", hours=2, units=["north"], attending=24,
        made_by=lead, made_at=NOW,
    )  # fmt: skip


def record_rules(force, lead, *sources):
    """The force's own rules for the short cases of instruments and modules: the first choice is right."""
    for source in sources:
        if source.scenarios:
            CaseRules.objects.create(
                force=force, source_key=source.key, source_version=source.version, version=1,
                answers={case.id: case.choices[0] for case in source.scenarios},
                reasons={case.id: f"Because of {case.id}." for case in source.scenarios},
                rule="Out-of-court policy, section 4", made_by=lead, made_at=NOW,
            )  # fmt: skip


def door_of(wave, kind="station"):
    """The address of its code."""
    return f"/s/code/{wave.stations.get(kind=kind).code}/"
