"""A wave in which every text that somebody authored is one of ours: what a careless page would run."""

from surveys.answering.words import WORDS
from surveys.instruments.value import from_value, to_value
from surveys.models import Station, Wave
from surveys.operations import fielding
from surveys.scales import load_module
from surveys.scales.translation import module_texts, texts, translated_module
from tests.surveys import waves

KEPT = {"component", "kind", "low", "high", "longest", "reversed", "polarity", "occasions", "order", "form", "key",
        "version"}  # fmt: skip


def launched_with(text, force, lead, monkeypatch):
    """(wave, address of its station): launched with `text` for every word of the promise, the title and the areas."""
    real = fielding.frozen_value
    with monkeypatch.context() as launching:
        launching.setattr(
            fielding, "frozen_value", lambda *given, **more: promise(real(*given, **more), text)
        )
        wave = waves.launched(force, lead, code=True)
    Wave.scoped.for_force(force).filter(pk=wave.pk).update(title=text[:120])
    Station.objects.filter(wave=wave).update(area=text[:120])
    force.name = text[:120]
    force.save()
    return wave, f"/s/code/{Station.objects.get(wave=wave).code}/"


def promise(frozen, text):
    """What is frozen at the launch, in other words; ids are numbered."""
    frozen["instrument"]["content"] = replaced(frozen["instrument"]["content"], text)
    frozen["texts"] = {"en": replaced(frozen["texts"]["en"], text)}
    modules = [with_text(load_module(key), text) for key in ("knowledge", "vignettes")]
    frozen["modules"] = [to_value(module) for module in modules]
    cases = [case for module in modules for case in module.scenarios]
    frozen["case_rules"] = {"rule": text, "answers": {case.id: case.choices[0] for case in cases},
                            "reasons": {case.id: text for case in cases}}  # fmt: skip
    addresses = texts(from_value(frozen["instrument"]["content"]), WORDS)
    frozen["languages"] = {"cy": dict.fromkeys(addresses, text)}
    frozen["texts"]["cy"] = frozen["texts"]["en"]
    frozen["bands"] = {band: dict.fromkeys(found, text) for band, found in frozen["bands"].items()}
    return frozen


def with_text(module, text):
    """The module with `text` for all its words; the choices of a case are numbered, as answers are kept by them."""
    words = {
        address: f"{address[-1]} {text}" if address[-1].isdigit() else text
        for address in module_texts(module)
    }
    return translated_module(module, words)


def replaced(value, text):
    if isinstance(value, dict):
        return {key: found if key in KEPT else _one(key, found, text) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_numbered(replaced(found, text), number) for number, found in enumerate(value)]
    return text if value else value


def _one(key, found, text):
    return f"{text[:40]}{key}" if key == "id" else replaced(found, text)


def _numbered(found, number):
    """Items and questions with ids that differ."""
    if isinstance(found, dict) and "id" in found:
        return found | {"id": f"{found['id']}{number}{len(found)}"}
    return found
