"""The instruments of a force, shipped and own; and that of a wave, as it was frozen from the launch on."""

from surveys.instruments.bridges import forwards, joined
from surveys.instruments.own_keys import is_own
from surveys.instruments.value import from_value
from surveys.models import InstrumentVersion
from surveys.scales import UnknownInstrument, all_instruments, load_instrument


def frozen_instrument(wave):
    """The Instrument that officers of a launched wave answer."""
    return from_value(wave.frozen["instrument"]["content"])


def instrument_of(wave):
    """The Instrument of a wave in any state."""
    if wave.frozen:
        return frozen_instrument(wave)
    return load_for(wave.force, wave.instrument_key, wave.instrument_version)


def instruments_for(force):
    """Every Instrument that the force can field: those that come with the software, then its own published ones."""
    return [*all_instruments(), *(from_value(one.content) for one in published_versions(force))]


def load_for(force, key, version=None):
    """The Instrument of this key, the newest unless a version is named; UnknownInstrument where there is none."""
    if not is_own(key):
        return load_instrument(key, version)
    found = published_versions(force).filter(key=key)
    one = (found if version is None else found.filter(version=version)).last()
    if one is None:
        raise UnknownInstrument(f"{force.name} has no instrument {key} of that version.")
    return from_value(one.content)


def shown_instrument(force, key, version):
    """(Instrument, its InstrumentVersion or None) of one address: shipped, own, or still a draft."""
    if not is_own(key):
        return load_instrument(key, version), None
    row = _versions(force).filter(key=key, version=version).first()
    if row is None:
        raise UnknownInstrument(f"{force.name} has no instrument {key} of that version.")
    return from_value(row.content), row


def published_versions(force):
    """The force's own versions that are published, by key and version."""
    return _versions(force).filter(published_at__isnull=False)


def drafts_of(force):
    """The force's drafts."""
    return _versions(force).filter(published_at__isnull=True)


def draft_of(force, draft_id):
    """One draft, or None where there is none any more."""
    return drafts_of(force).filter(pk=draft_id).first()


def newest_version(force, key):
    """The newest published version of an own instrument, or None."""
    return published_versions(force).filter(key=key).last()


def version_before(version):
    """The published InstrumentVersion before one of the same key, or None for the first."""
    found = published_versions(version.force).filter(key=version.key, version__lt=version.version)
    return found.last()


def bridge_between(force, key, from_version, to_version):
    """{item id in the first: item id in the second} as surveys.scales.compare_waves takes it.

    None where there is no map to give: the versions are the same, or came with the software, or one is unknown.
    """
    if not is_own(key) or from_version == to_version:
        return None
    low, high = sorted((from_version, to_version))
    steps = published_versions(force).filter(key=key, version__gt=low, version__lte=high)
    maps = [forwards(one.bridge) for one in steps]
    if len(maps) != high - low:
        return None
    found = maps[0]
    for one in maps[1:]:
        found = joined(found, one)
    return found if from_version == low else {new: old for old, new in found.items()}


def _versions(force):
    return InstrumentVersion.scoped.for_force(force).select_related("force", "changed_by")
