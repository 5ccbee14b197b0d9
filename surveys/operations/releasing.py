"""Letting the results of a wave out: computed outside any transaction, stored once, whoever else tries."""

from dataclasses import dataclass

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.kinds import JobProblem
from surveys.charts import draw_release
from surveys.models import Release, ReleaseChart
from surveys.operations.fielding import held_wave
from surveys.queries.material import material_of
from surveys.queries.releases import release_due, release_of
from surveys.refusals import Refused
from surveys.release.payload import build_payload
from surveys.scales import SurveyRefused

MISFIT = (
    "The results cannot be computed: an answer does not fit the instrument as it was frozen. Nothing was stored. Give "
    "the job’s number to those who run the installation."
)


@dataclass(frozen=True)
class Prepared:
    """Results before they are stored. of_answers: how many answers they were made of."""

    payload: dict
    drawings: list
    of_answers: int


def release_wave(*, wave, by, at):
    """Compute and store the results that are due, charts included; the Release, or None where none is due.

    Draws charts, so it is for a worker or a command: a page asks for the job.
    """
    prepared = prepare_release(wave)
    return prepared and store_release(wave=wave, prepared=prepared, by=by, at=at)


def prepare_release(wave, stage=lambda name: None):
    """The Prepared results, or None where none are due. Raises JobProblem where answers do not open or fit."""
    if not release_due(wave):
        return None
    stage("reading the answers")
    try:
        material = material_of(wave)
    except Refused as other_key:
        raise JobProblem(str(other_key)) from other_key
    stage("computing the tables")
    try:
        payload = build_payload(material)
    except SurveyRefused as refused:
        raise JobProblem(MISFIT) from refused
    stage("drawing the charts")
    return Prepared(payload, draw_release(payload), material.wave.n)


@audited
def store_release(*, wave, prepared, by, at):
    """Store prepared results with their charts, once: the Release, or None where another worker was first.

    Results made of answers that changed since are dropped: they are due again.
    """
    held = held_wave(wave)
    if not release_due(held) or held.responses.count() != prepared.of_answers:
        return None
    last = release_of(held)
    release = Release.objects.create(
        force=held.force,
        wave=held,
        number=last.number + 1 if last else 1,
        payload=prepared.payload,
        of_answers=prepared.of_answers,
        released_at=at,
    )
    ReleaseChart.objects.bulk_create(
        ReleaseChart(release=release, position=position, **vars(drawing))
        for position, drawing in enumerate(prepared.drawings, start=1)
    )
    record(
        Event.RESULTS_RELEASED, by=by, at=at, force=held.force, subject=held, after={"number": release.number}
    )
    return release
