"""A wave in which every text that somebody authored is one of ours: what a careless page would run."""

from surveys.models import Station, Wave

KEPT = {"component", "kind", "low", "high", "longest", "reversed", "polarity", "occasions", "order", "form", "key",
        "version"}  # fmt: skip


def rewrite(wave, text):
    """Put `text` in place of every word of the promise, the title, the areas and, numbered, the ids."""
    frozen = wave.frozen
    frozen["instrument"]["content"] = replaced(frozen["instrument"]["content"], text)
    frozen["texts"] = {"en": replaced(frozen["texts"]["en"], text)}
    frozen["bands"] = {band: dict.fromkeys(found, text) for band, found in frozen["bands"].items()}
    Wave.scoped.for_force(wave.force).filter(pk=wave.pk).update(frozen=frozen, title=text[:120])
    Station.objects.filter(wave=wave).update(area=text[:120])
    wave.force.name = text[:120]
    wave.force.save()


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
