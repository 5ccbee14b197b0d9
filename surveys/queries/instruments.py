"""The instrument of a wave: as it stands while the wave is set up, as it was frozen from the launch on."""

from surveys.instrument_value import from_value
from surveys.scales import load_instrument


def frozen_instrument(wave):
    """The Instrument that officers of a launched wave answer."""
    return from_value(wave.frozen["instrument"]["content"])


def instrument_of(wave):
    """The Instrument of a wave in any state."""
    if wave.frozen:
        return frozen_instrument(wave)
    return load_instrument(wave.instrument_key, wave.instrument_version)
