"""Everything a person may see of a wave's answers, as one JSON value."""

from surveys.release.sections import (
    barriers,
    compared,
    items,
    knowledge,
    profile,
    quality,
    reliability,
    response,
    training,
    vignettes,
    weighted,
)
from surveys.release.sections.profile import lines_of
from surveys.release.tables import SCHEMA
from surveys.release.wording import ROUNDED

# In the order of the page (tables.SECTIONS).
MAKERS = (
    response, profile, items, barriers, training, knowledge, vignettes, compared, weighted, reliability, quality
)  # fmt: skip
NOT_PROOF = "What officers say of themselves shows where to look. It does not show what a change would bring."
SYNTHETIC = "Synthetic: these answers were made up to try the survey out. They are nobody's."
REPEATS = "A code could be used more than once: repeat answers cannot be excluded, and rates are approximate."
TOO_FEW = "Fewer than ten answered, so nothing of the answers is shown."


def build_payload(material):
    """The payload of a release (its shape: tables.py); nothing in it is of fewer people than the group.

    SurveyRefused where the answers do not fit the instrument.
    """
    wave = material.wave
    enough = wave.n >= material.policy.group
    makers = MAKERS if enough else (response,)
    sections = [made for one in makers if (made := one.make(material)) is not None]
    return {
        "schema": SCHEMA,
        "title": wave.title,
        "instrument": {
            "key": wave.instrument.key,
            "version": wave.instrument.version,
            "title": wave.instrument.title,
            "scale": [wave.instrument.scale.low, wave.instrument.scale.high],
            "lines": list(lines_of(wave.instrument.scale)),
        },
        "occasion": wave.occasion,
        "mode": material.mode,
        "synthetic": material.synthetic,
        "thresholds": {"group": wave.group, "base": wave.base},
        "closed_on": material.closed_on,
        "batch": material.batch,
        "answers": material.policy.count("answers", wave.n),
        "notes": _notes(material, enough),
        "sections": sections,
    }


def _notes(material, enough):
    rounded = ROUNDED.format(base=material.wave.base, group=material.wave.group)
    notes = [SYNTHETIC] if material.synthetic else []
    notes += [NOT_PROOF, rounded] if enough else [TOO_FEW]
    return notes + ([REPEATS] if material.codes else [])
