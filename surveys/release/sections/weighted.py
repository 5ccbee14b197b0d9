"""Means weighted so that areas and roles count as they were asked, beside the unweighted ones."""

import pandas as pd

from surveys.release.figures import mean_cell, scaled, score_cell
from surveys.release.policy import percent
from surveys.release.sections.profile import groups_of
from surveys.release.tables import column, row, section, table
from surveys.release.wording import component_name, standing_of
from surveys.scales import rake, weighted_scores
from surveys.scales.domains import domains

MARGINS = {
    "area": "units",
    "role": "role_bands",
}  # what officers said of themselves, and what the list of people said
LIMITS = "Weights are kept between 0.3 and 3; by as much as that cuts, margins are not met."
NOT_SAID = "Answers that do not say an area or a role keep the weight that the other gives them."
CANNOT = (
    "Not weighted: too few said their area or role, or some groups are too small to stand for those asked."
)


def make(material):
    """Side by side, with the margins; None where nobody knows who was asked."""
    if not _is_known(material):
        return None
    margins, raked = _margins_of(material), raked_of(material)
    if not raked:
        return section("weighted", [], [CANNOT])
    return section("weighted", [_scores(material, raked), _margins(material, margins)], [LIMITS, NOT_SAID])


def _is_known(material):
    """Whether it is known who was asked, and enough answered."""
    return material.asked.get("units") and not material.codes and material.wave.n >= material.policy.group


def raked_of(material):
    """The Raked weights of the responses that the means here go by; None or a Refusal where there are none."""
    return _raked(material, _margins_of(material)) if _is_known(material) else None


def _margins_of(material):
    return {band: kept for band, kind in MARGINS.items() if (kept := _margin(material, band, kind))}


def _margin(material, band, kind):
    """{level: (asked, shown count)} of the levels that may be told of and whose number asked is known; {} under two."""
    asked = material.asked.get(kind) or {}
    _, sizes = groups_of(material, band)
    shown = material.policy.groups(band, sizes)
    kept = {key: (asked[key][0], shown[key]) for key in asked if shown.get(key) and asked[key][0]}
    return kept if len(kept) > 1 else {}


def _raked(material, margins):
    if not margins:
        return None
    sample = pd.DataFrame(
        {
            band: [one if one in levels else None for one in material.wave.bands[band]]
            for band, levels in margins.items()
        },
        dtype=object,
    )
    shares = {band: {key: sent for key, (sent, _) in levels.items()} for band, levels in margins.items()}
    return rake(sample, shares)


def _scores(material, raked):
    wave, scale, policy = material.wave, material.instrument.scale, material.policy
    found = weighted_scores(wave.instrument, wave.answers, raked, occasion=wave.occasion)
    polarity = {
        key: items[0].polarity for key, items in domains(wave.instrument, occasion=wave.occasion).items()
    }
    rows = []
    for key, one in found.items():
        plain = score_cell(policy, ("all", key), wave.scores[key], scale)
        weighted = _weighted(policy, key, one, scale) if plain else None
        few = standing_of(policy, ("weighted", key), int(one.n_effective)) if one else ""
        rows.append(row(key, component_name(key), [plain, _turned(weighted, polarity[key], scale)], few))
    columns = [column("plain", "As answered", "interval"), column("weighted", "Weighted", "interval")]
    about = "Means with 95 % intervals. None is narrowed here for the share that answered."
    return table("scores", "Side by side", about, columns, rows)


def _turned(cell, polarity, scale):
    """The cell with high meaning help, also where agreeing means a lack."""
    return cell if polarity == "enabler" else scaled(cell, -1, scale.low + scale.high)


class _Weighted:
    """A weighted mean as mean_cell reads one; n is what the weighting leaves of the number of answers."""

    def __init__(self, found):
        self.n = max(2, int(found.n_effective))
        self.mean, self.low, self.high = found.weighted_mean, found.weighted_low, found.weighted_high


def _weighted(policy, key, found, scale):
    if found.weighted_low is None or int(found.n_effective) < policy.group:
        return None
    return mean_cell(policy, ("weighted", key), _Weighted(found), scale.low, scale.high)


def _margins(material, margins):
    rows = []
    for band, levels in margins.items():
        asked, answered = (sum(both[i] for both in levels.values()) for i in (0, 1))
        for key, (sent, shown) in levels.items():
            label = material.names[band].get(key, key)
            rows.append(row(f"{band}.{key}", label, [percent(sent, asked), percent(shown, answered)]))
    columns = [
        column("asked", "Of those asked", "percent"),
        column("answered", "Of the answers that say it", "percent"),
    ]
    return table("margins", "What the weights go by", "Areas and roles in turn.", columns, rows)
