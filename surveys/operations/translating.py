"""An instrument in another language of the force: begun, written part by part, and published when nothing lacks."""

from cjnudge.audit.chain import Event, audited, record
from surveys.instruments.draft_content import print_of
from surveys.models import Translation
from surveys.operations.authoring import ChangedMeanwhile, PartRefused
from surveys.queries.translations import english_of, english_of_modules, lacking, remembered
from surveys.refusals import Refused
from surveys.scales.translation import faults

PUBLISHED = (
    "It is published: take it back first, then change it. Surveys already launched keep the words they have."
)


@audited
def begin_translation(*, force, instrument, language, by, at):
    """The translation of one version: the one there is, or a new one with what the force has said before."""
    english = english_of(instrument) | english_of_modules()
    made, is_new = Translation.scoped.for_force(force).get_or_create(
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        language=language,
        defaults={
            "force": force,
            "words": remembered(force, language, english),
            "made_by": by,
            "made_at": at,
            "changed_by": by,
        },
    )
    if is_new:
        _note(Event.TRANSLATION_WRITTEN, made, by, at)
    return made


@audited
def write_words(*, translation, instrument, words, seen, by, at):
    """Store the words of some addresses. seen: print_of their words as the writer's page had them.

    PartRefused names, by address, what cannot be shown; an empty text takes its words away.
    """
    held = held_translation(translation)
    before = {address: held.words.get(address, "") for address in words}
    if print_of(before) != seen:
        raise ChangedMeanwhile(before, held.changed_by)
    after = held.words | {address: " ".join(text.split()) for address, text in words.items()}
    english = english_of(instrument) | english_of_modules()
    amiss = [(address, remedy) for address, remedy in faults(english, after).items() if address in words]
    if amiss:
        raise PartRefused(amiss)
    held.words = {address: text for address, text in after.items() if text and address in english}
    held.changed_by = by
    held.save(update_fields=["words", "changed_by"])
    _note(Event.TRANSLATION_WRITTEN, held, by, at)
    return held


@audited
def publish_translation(*, translation, instrument, by, at):
    """Offer the language to new surveys; Refused while anything lacks."""
    held = held_translation(translation)
    number = len(lacking(instrument, held.words))
    if number:
        raise Refused(
            f"{number} text{'' if number == 1 else 's'} must still be translated before it can be published."
        )
    held.published_at = at
    held.save(update_fields=["published_at"])
    _note(Event.TRANSLATION_PUBLISHED, held, by, at)
    return held


@audited
def reopen_translation(*, translation, by, at):
    """Take a published translation back to mend it; what is launched keeps its words."""
    held = _held(translation)
    if held.published_at is None:
        return held
    held.published_at = None
    held.save(update_fields=["published_at"])
    _note(Event.TRANSLATION_REOPENED, held, by, at)
    return held


@audited
def discard_translation(*, translation, by, at):
    """Delete a translation that is not published."""
    held = held_translation(translation)
    _note(Event.TRANSLATION_DISCARDED, held, by, at)
    held.delete()


def held_translation(translation):
    """The translation as it is stored now, held until the operation ends; Refused where it cannot be changed."""
    held = _held(translation)
    if held.published_at is not None:
        raise Refused(PUBLISHED)
    return held


def _held(translation):
    found = Translation.scoped.for_force(translation.force).select_for_update(of=("self",))
    held = found.select_related("force", "changed_by").filter(pk=translation.pk).first()
    if held is None:
        raise Refused("This translation is no longer there: it was discarded meanwhile.")
    return held


def _note(event, held, by, at):
    after = {"instrument": held.instrument_key, "version": held.instrument_version, "language": held.language}
    record(event, by=by, at=at, force=held.force, subject=held, after=after)
