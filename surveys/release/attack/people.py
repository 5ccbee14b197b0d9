"""Who answered, and what groups an attacker knows each of them to be in.

The worst is assumed: everybody said truly where they work, and the attacker knows it of every one.
"""

from surveys.release.attack.figures import within
from surveys.release.attack.pairs import means_about
from surveys.release.material import BANDS
from surveys.release.sections.profile import groups_of
from surveys.release.sections.weighted import raked_of


def people_of(material, wave):
    """[groups of each response] of a wave by this name: all of it, one a band, and who is in a table of changes."""
    names = [band for band in BANDS if material.names.get(band)]
    bands = [groups_of(material, band)[0] for band in names]
    beside = people_beside(material, wave, material.wave)
    return [
        frozenset({wave, *(f"{wave} {name}={one[place]}" for name, one in zip(names, bands, strict=True))})
        | groups
        for place, groups in enumerate(beside)
    ]


def people_beside(material, wave, fielding):
    """[groups of each response to another survey] that the tables of changes in the release of `wave` are of."""
    means = means_about(material, fielding)
    return [
        frozenset(f"{wave} {mean.group}" for mean in means if place in mean.places)
        for place in range(fielding.n)
    ]


def weights_of(material, people, wave):
    """{groups of somebody in the wave: the weight of their answers}; {} where nothing was weighted."""
    raked = raked_of(material)
    if not raked:
        return {}
    return {within(groups, wave): weight for groups, weight in zip(people, raked.weights, strict=True)}
