"""What officers are promised, as one JSON value: written at the launch, never changed after."""

from dataclasses import asdict
from datetime import date

from surveys import rules
from surveys.answering.words import ENGLISH, ENGLISH_TAG, in_language
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.instruments.value import to_value
from surveys.scales.translation import translated, translated_module

LANGUAGE = ENGLISH_TAG


def frozen_value(wave, instrument, areas, pools, *, modules=(), languages=None, case_rules=None):
    """The whole promise. areas: {unit key: name} that an officer may choose from; pools: how many take the answers.

    modules: the Modules that are asked beside the instrument; languages: {tag: {address: words}} beside English;
    case_rules: what is right in the short cases, as queries.options gives it.
    """
    return {
        "instrument": {
            "key": instrument.key,
            "version": instrument.version,
            "content": to_value(instrument),
        },
        "modules": [to_value(module) for module in modules],
        "case_rules": case_rules,
        "occasion": wave.occasion,
        "mode": wave.mode,
        "thresholds": rules.THRESHOLDS,
        "pools": pools,
        "kept_years": wave.kept_years,
        "batch_days": wave.batch_days,
        "promises_extract": wave.promises_extract,
        "languages": languages or {},
        "texts": texts_by_language(wave, instrument, modules, languages or {}),
        "bands": {"area": areas, "role": ROLE_BANDS, "service": SERVICE_BANDS},
    }


def texts_by_language(wave, instrument, modules, languages):
    """{tag: texts}, English first."""
    found = {LANGUAGE: texts(wave, instrument, modules)}
    for tag, words in languages.items():
        cases = [translated_module(module, words) for module in modules]
        found[tag] = texts(wave, translated(instrument, words), cases, in_language(tag, words))
    return found


def texts(wave, instrument, modules=(), words=ENGLISH):
    """{"agreement": sentence, "notice": {part: text}} as officers read them; `words`: of one language."""
    notice = asdict(instrument.notice)
    agreement = notice.pop("agreement")
    notice |= {"kept": kept(wave, words), "contact": wave.contact or notice["contact"]}
    notice["who_sees"] = " ".join([notice["who_sees"], *who_else_sees(wave, words)])
    if wave.batch_days:
        notice["withdrawal"] = f"{notice['withdrawal']} {words.say('promise_batches_stay')}"
    if modules:
        notice["cases"] = " ".join(module.notice for module in modules)
    return {"agreement": agreement, "notice": notice}


def kept(wave, words):
    if wave.kept_years == 1:
        return words.say("promise_kept_one")
    return words.say("promise_kept_many", years=wave.kept_years)


def who_else_sees(wave, words):
    """The sentences that the optional parts of a survey add to who can see what."""
    if wave.batch_days:
        yield words.say("promise_batches", days=days(wave.batch_days, words))
    if wave.promises_extract:
        yield words.say("promise_extract")
    if wave.languages:
        yield words.say("promise_languages")


def days(found, words):
    """The days as they stand in a sentence: with the month's name in English, in figures in any other language."""
    form = "%-d %B %Y" if words.language == LANGUAGE else "%d/%m/%Y"
    written = [f"{date.fromisoformat(day):{form}}" for day in found]
    return " and ".join(written) if words.language == LANGUAGE else ", ".join(written)
