"""What a release is made of, read from the wave, its answers, and the waves it stands beside."""

from cjnudge.accounts.models import Unit
from surveys.bands import ROLE_BANDS
from surveys.identity.bands import BandsUnreadable, bands_key, open_bands
from surveys.instruments.value import module_from_value
from surveys.lifecycle import State
from surveys.master import master
from surveys.models import Response, Wave
from surveys.queries.instruments import bridge_between, frozen_instrument
from surveys.queries.rounding import draws_key
from surveys.refusals import Refused
from surveys.release.material import Material, make_fielding

OTHER_KEY = (
    "The answers cannot be read whole: CJNUDGE_MASTER_KEY is not the one with which the survey was closed. Whoever "
    "runs the installation must put the earlier key back."
)


def material_of(wave):
    """The Material of a launched wave, with its answers as they are stored now."""
    closed = wave.state == State.CLOSED
    return Material(
        wave=fielding_of(wave),
        names=_names(wave),
        mode=wave.mode,
        closed_on=str(wave.closes_on or "") if closed else "",
        batch=None if closed else wave.batches_taken,
        synthetic=wave.synthetic,
        asked=wave.strata if closed else {},
        codes=tuple((one.area, one.headcount, one.used) for one in wave.stations.all()) if closed else (),
        modules=_modules(wave),
        rules=wave.frozen.get("case_rules"),
        **_earlier(wave),
        occasions=_occasions(wave),
    )


def fielding_of(wave):
    """The Fielding of a wave; its key follows from the master key, so that a release comes out the same each time.

    Refused where the master key is not the one that the wave was closed with.
    """
    thresholds = wave.frozen["thresholds"]
    rows = Response.objects.filter(wave=wave).values("answers", "bands", "flags", "own_code")
    return make_fielding(
        frozen_instrument(wave),
        _modules(wave),
        _with_bands(wave, rows),
        occasion=wave.occasion,
        title=wave.title,
        key=draws_key(wave),
        group=thresholds["group"],
        base=thresholds["base"],
    )


def _with_bands(wave, rows):
    key = bands_key(wave.pk, master=master())
    try:
        return [row | {"bands": open_bands(row["bands"], key)} for row in rows]
    except BandsUnreadable as unreadable:
        raise Refused(OTHER_KEY) from unreadable


def _modules(wave):
    return tuple(module_from_value(value) for value in wave.frozen.get("modules", ()))


def _names(wave):
    """{band: {key: name}} as officers were offered them, and of the units on the list of people."""
    units = dict(Unit.scoped.for_force(wave.force).values_list("key", "name"))
    bands = wave.frozen["bands"]
    return {**bands, "role": ROLE_BANDS | bands.get("role", {}), "unit": units | bands.get("area", {})}


def _earlier(wave):
    """The wave it is compared with, where its answers are still kept, and the map between their versions."""
    before = wave.follows
    if before is None or before.state != State.CLOSED or before.synthetic != wave.synthetic:
        return {}
    versions = (before.instrument_version, wave.instrument_version)
    bridge = bridge_between(wave.force, wave.instrument_key, *versions)
    return {"earlier": fielding_of(before), "bridge": bridge} if _answers(before) else {}


def _answers(wave):
    return Response.objects.filter(wave=wave).exists()


def _occasions(wave):
    """{occasion: Fielding} of the closed surveys about the same training session, this one among them."""
    if wave.session_id is None:
        return {}
    same = Wave.scoped.for_force(wave.force).filter(
        session=wave.session_id,
        state=State.CLOSED,
        synthetic=wave.synthetic,
        instrument_version=wave.instrument_version,
    )
    return {one.occasion: fielding_of(one) for one in same if _answers(one)}
