"""What stops officers, computed: instruments as values, and scores, reliability and diagnosis from answers. Pure.

Names are loaded when first used, so that a page which shows an instrument does not wait for numeric libraries.
"""

from importlib import import_module

_HOME = {
    "Estimate": "minutes",
    "Instrument": "instrument",
    "InstrumentRefused": "reader",
    "Problem": "reader",
    "Refusal": "results",
    "SurveyRefused": "results",
    "UnknownInstrument": "shelf",
    "all_instruments": "shelf",
    "all_mappings": "mapping",
    "columns": "answers",
    "diagnose": "methods.diagnosis",
    "estimate": "minutes",
    "intraclass": "methods.intraclass",
    "load_instrument": "shelf",
    "load_mapping": "mapping",
    "reliability": "methods.reliability",
    "score": "methods.scores",
}

__all__ = sorted(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"surveys.scales has no {name}; it has {', '.join(__all__)}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return __all__
