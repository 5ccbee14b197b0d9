"""Made-up surveys as a release takes them: answers of officers who share an ability and differ by area."""

import random
from hashlib import sha256

from surveys.release.material import OWN_CODE, Material, make_fielding
from surveys.scales import load_instrument, load_module
from surveys.scales.answers import question_columns

NAMES = {
    "area": {f"area{i}": f"Area {i}" for i in range(1, 7)},
    "role": {"constable": "Constable", "sergeant": "Sergeant", "staff": "Police staff"},
    "service": {"under_2": "Under 2 years", "2_to_9": "2 to 9 years", "10_or_more": "10 years or more"},
    "unit": {f"area{i}": f"Area {i}" for i in range(1, 7)},
}
WEIGHTS = {"area": (30, 20, 20, 15, 10, 5), "role": (75, 15, 10), "service": (20, 40, 40)}
OUTSIDE = ("does not apply to my role", "prefer not to say")
OF_FIELDING = ("title", "key", "instrument", "modules", "occasion")
KEY = sha256(b"a key for tests").digest()


def officers(
    n, seed, *, instrument=None, occasion="", modules=(), missing=0.05, says=0.85, words=0.05, middle=5.0
):
    """Rows as they are stored at the close. says: the chance that an officer states a band; middle: the usual mark."""
    draw, instrument = random.Random(seed), instrument or load_instrument("oocr_com_b")  # noqa: S311 - test data
    return [_officer(draw, instrument, occasion, modules, missing, says, words, middle) for _ in range(n)]


def _officer(draw, instrument, occasion, modules, missing, says, words, middle):
    bands = {band: _pick(draw, band) for band in ("area", "role", "service") if draw.random() < says}
    ability = draw.gauss(0, 1.2) + int(bands.get("area", "area3")[-1]) / 6
    answers = {}
    for item in instrument.asked_on(instrument.items, occasion):
        if draw.random() >= missing:
            answers[item.id] = _mark(draw, middle, -ability if item.reversed else ability)
        if draw.random() < words:
            answers[item.id] = draw.choice(OUTSIDE)
    for question in instrument.asked_on(instrument.questions, occasion):
        answers |= _said(draw, question, ability, missing)
    for module in modules:
        answers |= _cases(draw, module)
    code = {name: sha256(f"{name}{draw.randrange(26)}".encode()).hexdigest()[:32] for name in OWN_CODE}
    flags = [flag for flag in ("straight", "long_string") if draw.random() < 0.06]
    return {"answers": answers, "bands": bands, "flags": flags, "own_code": code}


def _pick(draw, band):
    return draw.choices(list(NAMES[band]), WEIGHTS[band])[0]


def _mark(draw, middle, ability):
    return min(max(round(middle + ability + draw.gauss(0, 2)), 0), 10)


def _said(draw, question, ability, missing):
    found = {}
    for name, part in zip(question_columns(question), question.parts, strict=True):
        if draw.random() < missing or part.kind == "text":
            continue
        found[name] = draw.choice(part.choices) if part.kind == "choice" else _mark(draw, 5, ability)
    return found


def _cases(draw, module):
    if module.kind == "scenarios":
        return {case.id: draw.choice(case.choices) for case in module.scenarios}
    return {
        f"v.{story.id}": {
            "details": {a.key: draw.choice(a.levels)[0] for a in module.attributes},
            "choice": draw.choice(("divert", "charge")),
            "reason": module.decision.reasons[0],
            "confidence": 5,
        }
        for story in draw.sample(module.stories, 4)
    }


def fielding(rows, *, title="Autumn survey", key=KEY, instrument=None, modules=(), occasion=""):
    """The Fielding of some rows."""
    instrument = instrument or load_instrument("oocr_com_b")
    return make_fielding(instrument, modules, rows, occasion=occasion, title=title, key=key)


def material(rows, **changed):
    """The Material of an anonymous wave; changed: its fields to set otherwise, and those of the fielding."""
    of_fielding = {name: changed.pop(name) for name in OF_FIELDING if name in changed}
    values = {"names": NAMES, "mode": "anonymous", "closed_on": "2026-11-30", "asked": asked(rows)} | changed
    values["modules"] = of_fielding.get("modules", ())
    return Material(wave=fielding(rows, **of_fielding), **values)


def asked(rows, rate=0.6):
    """Links sent and used by unit and role, as if all had used theirs from where they say they work."""
    found = {}
    for kind, band in (("units", "area"), ("role_bands", "role")):
        said = [row["bands"].get(band) or next(iter(NAMES[band])) for row in rows]
        used = {key: said.count(key) for key in NAMES[band] if said.count(key)}
        found[kind] = {key: [round(n / rate), n] for key, n in used.items()}
    return found


def full_material(n=300, seed=1, **changed):
    """A wave with both modules, recorded rules and an earlier wave to compare with."""
    modules = (load_module("knowledge"), load_module("vignettes"))
    rows = officers(n, seed, modules=modules)
    rules = {
        "version": 1,
        "answers": {"c1": "could be dealt with out of court", "c3": "could not be dealt with out of court"},
        "reasons": {"c1": "A small theft, admitted, and nothing on record."},
    }
    before = fielding(officers(n, seed, middle=4.5), title="Spring survey", key=sha256(b"spring").digest())
    return material(rows, modules=modules, rules=rules, earlier=before, **changed)
