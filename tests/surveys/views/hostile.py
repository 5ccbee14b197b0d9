"""A wave in which every text that somebody authored is one of ours: what a careless page would run."""

from surveys.models import Station, Wave
from surveys.operations import fielding
from tests.surveys import waves

KEPT = {"component", "kind", "low", "high", "longest", "reversed", "polarity", "occasions", "order", "form", "key",
        "version"}  # fmt: skip


def launched_with(text, force, lead, monkeypatch):
    """(wave, address of its station): launched with `text` for every word of the promise, the title and the areas."""
    real = fielding.frozen_value
    with monkeypatch.context() as launching:
        launching.setattr(fielding, "frozen_value", lambda *given, **more: promise(real(*given, **more), text))
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
    frozen["bands"] = {band: dict.fromkeys(found, text) for band, found in frozen["bands"].items()}
    return frozen


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
