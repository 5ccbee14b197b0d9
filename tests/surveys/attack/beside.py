"""Releases that set surveys beside each other, as an attacker sees them: an earlier one, a session, other words."""

import random
from dataclasses import replace
from hashlib import sha256

from surveys.release.attack.beside import changes_of
from surveys.release.attack.decisions import (
    DECISION,
    answers_of_decisions,
    people_of_decisions,
)
from surveys.release.attack.known import AGREEMENT, OUTSIDE, agreements_of, answers_of
from surveys.release.attack.pairs import answers_beside, means_about
from surveys.release.attack.reading import figures_of, figures_of_effects, reader_beside, reader_of
from surveys.release.material import OWN_CODE
from surveys.release.payload import build_payload
from surveys.scales import load_instrument
from tests.surveys.attack.waves import INSTRUMENT, OFFICERS, Sight, materials_apart
from tests.surveys.release.surveys import NAMES, asked, fielding, material, officers

SESSION = load_instrument("oocr_training")
OCCASIONS = SESSION.occasions
FORMS = "abc"
CHANGED = "k1"  # the statement that is worded otherwise in the earlier survey


def joined(parts):
    """The groups of the same people in several lists, where None stands for whoever is not in one."""
    return [frozenset().union(*(one or () for one in groups)) for groups in zip(*parts, strict=True)]


def without(groups, leaver):
    """Groups of those who stayed, with None in the place of the leaver."""
    return [*groups[:leaver], None, *groups[leaver:]]


def earlier_wave(seed, number=OFFICERS, changed=False):
    """The Sight of the earlier of three surveys, with which both later ones, a leaver apart, are compared.

    changed: whether one of its statements was worded otherwise.
    """
    first, second, leaver = materials_apart(seed, number)
    if changed:
        first, second = _other_words(first), _other_words(second)
    earlier = first.earlier
    second = replace(second, earlier=earlier)
    alone = replace(first, wave=earlier, earlier=None, modules=(), bridge=None)
    return _sight(alone, "w0", [(first, "w1", None), (second, "w2", None)], leaver)


def changed_statements(seed, number=OFFICERS):
    """The Sight of two waves a leaver apart, each compared with an earlier survey that asked one thing otherwise."""
    first, second, leaver = materials_apart(seed, number)
    first, second = _other_words(first), _other_words(second)
    return _both(first, second, leaver)


def session(seed, occasion, number=OFFICERS):
    """The Sight of one occasion of a training session: the releases of all three, and all again less a leaver."""
    rows = [_session_rows(seed + 100 * place, number, name) for place, name in enumerate(OCCASIONS)]
    leaver = seed % number
    everybody = _session(rows, "w", seed)
    stayed = _session([one[:leaver] + one[leaver + 1 :] for one in rows], "v", seed)
    first, second = everybody[occasion], stayed[occasion]
    found = _both(first, second, leaver)
    for made, wave, place in ((everybody, "w", None), (stayed, "v", leaver)):
        for name, other in made.items():
            if name != occasion:
                found = _also(found, other, wave + str(3 + OCCASIONS.index(name)), made[occasion].wave, place)
    return found


def decisions(seed, number=OFFICERS):
    """The Sight of single decisions on cases with varied details, from two releases a leaver apart."""
    first, second, leaver = materials_apart(seed, number)
    made = first.wave.decisions[first.wave.decisions["choice"] != ""]
    left = list(made["officer"] == leaver)
    later = iter(people_of_decisions(second, "w2"))
    people = [
        groups if gone else groups | next(later)
        for groups, gone in zip(people_of_decisions(first, "w1"), left, strict=True)
    ]
    figures = [
        figure
        for one, wave in ((first, "w1"), (second, "w2"))
        for figure in figures_of_effects(one, build_payload(one), wave)
    ]
    return Sight(people, answers_of_decisions(first), figures, [DECISION], left.index(True))


def _other_words(one):
    """The Material with an earlier survey that worded one statement otherwise, and a map of all others."""
    items = tuple(
        replace(item, text="Other words.") if item.id == CHANGED else item for item in INSTRUMENT.items
    )
    earlier = replace(one.earlier, instrument=replace(one.earlier.instrument, items=items))
    return replace(one, earlier=earlier, bridge={item.id: item.id for item in items if item.id != CHANGED})


def _both(first, second, leaver):
    """The Sight of the first wave's answers from its own release and from that of a second, a leaver apart."""
    sight = _sight(first, "w1", [], leaver)
    reader = reader_of(second, build_payload(second), "w2")
    people = joined([sight.people, without(list(reader.people), leaver)])
    return replace(sight, people=people, figures=[*sight.figures, *figures_of(reader)])


def _sight(about, wave, others, leaver):
    """The Sight of a wave's answers from its own release, and from [(Material, wave, place left out)] beside it."""
    reader, means = reader_of(about, build_payload(about), wave), means_about(about, about.wave)
    beside = answers_beside(means, about.wave.n)
    shares = agreements_of(about) if AGREEMENT in reader.quantities else [OUTSIDE] * about.wave.n
    answers = [
        one | {AGREEMENT: share} | more
        for one, share, more in zip(answers_of(about.wave), shares, beside, strict=True)
    ]
    found = Sight(list(reader.people), answers, figures_of(reader), list(reader.quantities.values()), leaver)
    for one, name, place in others:
        found = _also(found, one, name, about.wave, place)
    return found


def _also(sight, one, wave, fielding, left_out):
    """The Sight with what another release says of the answers to `fielding`, in which one may be left out."""
    reader = reader_beside(one, build_payload(one), wave, fielding)
    groups = list(reader.people) if left_out is None else without(list(reader.people), left_out)
    beside = answers_beside(reader.means, fielding.n)
    beside = beside if left_out is None else [*beside[:left_out], {}, *beside[left_out:]]
    known = {quantity.name for quantity in sight.quantities}
    new = {mean.quantity.name: mean.quantity for mean in reader.means if mean.quantity.name not in known}
    return replace(
        sight,
        people=joined([sight.people, groups]),
        answers=[more | one for one, more in zip(sight.answers, beside, strict=True)],
        figures=[*sight.figures, *changes_of(reader)],
        quantities=[*sight.quantities, *new.values()],
    )


def _session_rows(seed, number, occasion):
    """Officers with the same own codes and bands on every occasion, each of whom was asked one form of the cases."""
    rows = officers(number, seed, instrument=SESSION, occasion=occasion)
    draw = random.Random(seed)  # noqa: S311 - test data
    for place, row in enumerate(rows):
        row["own_code"] = {name: sha256(f"{place} {name}".encode()).hexdigest()[:32] for name in OWN_CODE}
        form = FORMS[(place + OCCASIONS.index(occasion)) % len(FORMS)]
        row["answers"] |= {c.id: draw.choice(c.choices) for c in SESSION.scenarios if c.id[1] == form}
    return rows


def _session(rows, name, seed):
    """{occasion: Material} of a session that all of these rows came to."""
    fielded = {
        occasion: fielding(
            given,
            instrument=SESSION,
            occasion=occasion,
            title=occasion,
            key=sha256(f"{name} {occasion} {seed}".encode()).digest(),
        )
        for occasion, given in zip(OCCASIONS, rows, strict=True)
    }
    right = {case.id: case.choices[0] for case in SESSION.scenarios}
    return {
        occasion: replace(
            material(given, rules={"version": 1, "answers": right}, asked=asked(given), names=NAMES),
            wave=fielded[occasion],
            occasions=fielded,
        )
        for occasion, given in zip(OCCASIONS, rows, strict=True)
    }
