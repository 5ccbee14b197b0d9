"""What a lead may add to a survey and what stands in its way: modules, languages, an earlier survey, a session."""

from surveys.lifecycle import State
from surveys.models import CaseRules, TrainingSession, Translation, Wave
from surveys.queries.instruments import instrument_of
from surveys.scales import all_modules, load_module
from surveys.scales.translation import module_texts


def modules_for(instrument):
    """The newest version of each module that can be asked beside an instrument, by key.

    One that has short cases of its own takes no others: an officer gets one parallel form of them a sitting.
    """
    newest = {module.key: module for module in all_modules()}
    return [one for one in newest.values() if not (one.scenarios and instrument.scenarios)]


def modules_of(wave):
    """The Modules that a wave asks, in the order in which they were chosen."""
    return [load_module(key, version) for key, version in wave.modules]


def languages_for(wave):
    """{tag: {address: words}} of the published translations of a wave's instrument, by tag."""
    found = Translation.scoped.for_force(wave.force).filter(
        instrument_key=wave.instrument_key,
        instrument_version=wave.instrument_version,
        published_at__isnull=False,
    )
    return {one.language: one.words for one in found.order_by("language")}


def languages_of(wave):
    """The same of those that the wave offers."""
    return {tag: words for tag, words in languages_for(wave).items() if tag in wave.languages}


def earlier_waves(wave):
    """The closed surveys that a wave may be compared with: of its instrument and of its kind, newest first."""
    closed = Wave.scoped.for_force(wave.force).filter(state=State.CLOSED, synthetic=wave.synthetic)
    return closed.filter(instrument_key=wave.instrument_key).exclude(pk=wave.pk)


def sessions_of(force):
    """The training sessions of a force, the latest first."""
    return TrainingSession.scoped.for_force(force)


def rules_of(force, source_key, source_version):
    """The newest CaseRules of an instrument's or module's short cases, or None."""
    there = CaseRules.scoped.for_force(force).filter(source_key=source_key, source_version=source_version)
    return there.order_by("-version").first()


def case_rules_of(wave, instrument, modules):
    """What is right in the short cases of a wave, as it is frozen; None where the force has recorded nothing.

    {"id", "version", "rule", "answers": {case: choice}, "reasons": {case: why}}.
    """
    sources = [source for source in (instrument, *modules) if source.scenarios]
    found = [rules_of(wave.force, source.key, source.version) for source in sources]
    for recorded in filter(None, found):
        return {
            "id": str(recorded.pk),
            "version": recorded.version,
            "rule": recorded.rule,
            "answers": recorded.answers,
            "reasons": recorded.reasons,
        }
    return None


def options_lacking(wave):
    """What stands in the way of the options that a wave has chosen, in sentences; [] where nothing does."""
    return [said for check in (_modules, _languages, _follows, _session) for said in check(wave)]


def _modules(wave):
    fitting = {module.key for module in modules_for(instrument_of(wave))}
    if {key for key, _ in wave.modules} - fitting:
        yield "The instrument has short cases of its own: take the other ones out."


def _languages(wave):
    there, needed = languages_for(wave), set()
    for module in modules_of(wave):
        needed |= set(module_texts(module))
    for tag in wave.languages:
        if tag not in there:
            yield f"The translation into “{tag}” is not published: publish it, or take the language out."
        elif lacking := [address for address in needed if not there[tag].get(address, "").strip()]:
            yield (
                f"The translation into “{tag}” lacks {len(lacking)} texts of the short cases: complete it, or take the "
                "cases or the language out."
            )


def _follows(wave):
    if wave.follows_id and not earlier_waves(wave).filter(pk=wave.follows_id).exists():
        yield "The survey can only be compared with a closed one of the same instrument: choose another, or none."


def _session(wave):
    if not wave.session_id:
        return
    if not sessions_of(wave.force).filter(pk=wave.session_id).exists():
        yield "There is no such training session: choose another."
    launched = Wave.scoped.for_force(wave.force).filter(state__in=[State.OPEN, State.CLOSED])
    if launched.filter(session=wave.session_id, occasion=wave.occasion).exclude(pk=wave.pk).exists():
        yield f"The training session has a survey “{wave.occasion}” already: choose another session."
