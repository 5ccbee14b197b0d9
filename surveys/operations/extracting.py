"""Giving single answers to a researcher, where the notice promised it and nobody can be made out in them."""

from cjnudge.audit.chain import Event, audited, record
from cjnudge.behaviour import COMPONENTS
from cjnudge.derivation import hkdf
from surveys.lifecycle import State
from surveys.master import master
from surveys.models import Wave
from surveys.operations.fielding import held_wave
from surveys.queries.material import fielding_of, material_of
from surveys.queries.releases import release_of
from surveys.refusals import Refused
from surveys.release.attack import exposed_by_rows
from surveys.release.attack.known import answers_of, scaled_quantities
from surveys.release.attack.pairs import answers_beside
from surveys.release.attack.reading import figures_of, reader_of
from surveys.release.extract import differing, make_extract
from surveys.rules import ANSWERS_FOR_EXTRACT, GROUP

PURPOSE = b"cjnudge.surveys.extract"  # of the key that the order of rows is drawn from
WAVE = "w"
NOT_PROMISED = (
    "The notice of this survey did not promise an extract, and what officers were told cannot be widened now. Use the "
    "tables of the results, or promise an extract in the next survey."
)
NOT_YET = "The results of this survey are not out yet. Ask again when the results page shows them."
TOO_FEW = "An extract needs {least} answers or more, and fewer came in. Use the tables of the results."
EXPOSED = (
    "No extract is given: with its rows and the tables of the results together, somebody’s answer could be worked out. "
    "Use the tables of the results, which are safe by themselves."
)
ALIKE = (
    "No extract is given: the answers of this survey and of “{title}” are nearly the same, so the rows that differ "
    "would show who came or went. Use the tables of the results."
)


def extract_answers(*, wave, purpose, recipient, by, at):
    """The Extract of a wave, its disclosure recorded; Refused in words where it may not leave.

    purpose: a coded one; recipient: the organisation that gets it. The attack is run each time, on the newest
    results; it is minutes' work for nobody, but some seconds for a survey of thousands.
    """
    extract = checked_extract(wave)
    note_extract(wave=wave, purpose=purpose, recipient=recipient, rows=len(extract.rows), by=by, at=at)
    return extract


def checked_extract(wave):
    """The Extract, after every check."""
    release = _release_of_promise(wave)
    material = material_of(wave)
    if material.wave.n < ANSWERS_FOR_EXTRACT:
        raise Refused(TOO_FEW.format(least=ANSWERS_FOR_EXTRACT))
    extract = _extract(wave, material.wave)
    _refuse_alike(wave, extract)
    if exposed_in(material, release.payload):
        raise Refused(EXPOSED)
    return extract


def why_not(wave):
    """Why no extract of the wave is to be had, as far as is known without the attack; "" where one may be."""
    try:
        _release_of_promise(wave)
    except Refused as refused:
        return str(refused)
    few = (wave.answers_in or 0) < ANSWERS_FOR_EXTRACT
    return TOO_FEW.format(least=ANSWERS_FOR_EXTRACT) if few else ""


def _release_of_promise(wave):
    """The results beside which an extract would stand; Refused where none was promised or none are out."""
    if not wave.frozen or not wave.frozen.get("promises_extract"):
        raise Refused(NOT_PROMISED)
    release = release_of(wave) if wave.state == State.CLOSED else None
    if release is None or release.payload["batch"] is not None:
        raise Refused(NOT_YET)
    return release


def exposed_in(material, payload):
    """The Exposures of whoever holds the rows of the extract beside the tables of a payload."""
    reader = reader_of(material, payload, WAVE)
    scaled = scaled_quantities(material.instrument, material.wave.occasion)
    # Scores over the statements that were asked in an earlier survey too follow from the rows as well.
    means = [mean for mean in reader.means if mean.key in COMPONENTS]
    quantities = {one.name: one for one in (*scaled, *(mean.quantity for mean in means))}
    beside = answers_beside(means, material.wave.n)
    answers = [one | more for one, more in zip(answers_of(material.wave), beside, strict=True)]
    return exposed_by_rows(
        list(reader.people), answers, figures_of(reader), list(quantities.values()), [WAVE]
    )


def _extract(wave, fielding):
    return make_extract(fielding, hkdf(master(), salt=wave.pk.bytes, info=PURPOSE))


def _refuse_alike(wave, extract):
    """Refuse where another survey of the force has nearly the same rows, but for fewer than ten."""
    others = Wave.scoped.for_force(wave.force).filter(
        state=State.CLOSED,
        instrument_key=wave.instrument_key,
        synthetic=wave.synthetic,
        answers_in__gte=GROUP,
    )
    for other in others.exclude(pk=wave.pk):
        if differing(extract.rows, _extract(other, fielding_of(other)).rows) < GROUP:
            raise Refused(ALIKE.format(title=other.title))


@audited
def note_extract(*, wave, purpose, recipient, rows, by, at):
    """Record that an extract was given: to whom, for what, and of how many answers, rounded as on every page."""
    held = held_wave(wave)
    after = {"recipient": recipient, "answers": rows // GROUP * GROUP}
    record(
        Event.ANSWERS_EXTRACTED, by=by, at=at, force=held.force, subject=held, after=after, purpose=purpose
    )
