"""The questionnaires, as values: `load_instrument(key)` and `all_instruments()`. No Django in here."""

from surveys.scales.instrument import Instrument
from surveys.scales.minutes import Estimate, estimate
from surveys.scales.reader import InstrumentRefused, Problem
from surveys.scales.shelf import UnknownInstrument, all_instruments, load_instrument

__all__ = [
    "Estimate",
    "Instrument",
    "InstrumentRefused",
    "Problem",
    "UnknownInstrument",
    "all_instruments",
    "estimate",
    "load_instrument",
]
