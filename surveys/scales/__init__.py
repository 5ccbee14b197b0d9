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
    "Side": "methods.waves",
    "SurveyRefused": "results",
    "UnknownInstrument": "shelf",
    "all_instruments": "shelf",
    "all_mappings": "mapping",
    "all_modules": "module",
    "changed_items": "versions",
    "columns": "answers",
    "compare_waves": "methods.waves",
    "diagnose": "methods.diagnosis",
    "draw_block": "methods.vignette_blocks",
    "draw_details": "methods.vignette_blocks",
    "draw_vignettes": "methods.vignette_blocks",
    "estimate": "minutes",
    "intraclass": "methods.intraclass",
    "knowledge": "methods.knowledge",
    "link_own_codes": "methods.own_codes",
    "load_instrument": "shelf",
    "load_mapping": "mapping",
    "load_module": "module",
    "rake": "methods.raking",
    "reliability": "methods.reliability",
    "response_quality": "methods.response_quality",
    "response_rates": "methods.response_rates",
    "score": "methods.scores",
    "training_levels": "methods.training",
    "vignettes": "methods.vignettes",
    "weighted_scores": "methods.raking",
    "with_and_without": "methods.response_quality",
    "with_scenarios": "module",
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
