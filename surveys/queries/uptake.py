"""How many used their link: for leads as bands once a day, for the results by stratum at the close."""

from django.db.models import Count, Q

from surveys.models import SurveyInvitation
from surveys.rules import GROUP

# What a lead reads while a wave is open. Wide on purpose: a band rarely changes by one person's answer.
BANDS = ((25, "under 25 %"), (50, "25 to 50 %"), (75, "50 to 75 %"), (100, "over 75 %"))


def band_of(used, sent):
    """The band in words of a share; the upper edges belong to the lower band. One person may use a code twice."""
    return next(words for edge, words in BANDS if 100 * min(used, sent) <= edge * sent)


def uptake_of(wave):
    """{"units": {key: band}, "codes": {id: band}, "all": band or ""} of what was used up to now.

    Units of fewer than ten are left out; a code stands for ten people or more.
    """
    sent_and_used = _by(wave, "unit")
    whole = [sum(numbers) for numbers in zip(*sent_and_used.values(), strict=True)] or [0, 0]
    shown = {unit: band_of(used, sent) for unit, (sent, used) in sent_and_used.items() if sent >= GROUP}
    codes = {str(code.pk): band_of(code.used, code.headcount) for code in wave.stations.all()}
    return {"units": shown, "codes": codes, "all": band_of(whole[1], whole[0]) if whole[0] >= GROUP else ""}


def used_by_stratum(wave):
    """{"units": {key: [sent, used]}, "role_bands": {key: [sent, used]}}, small strata together under ""."""
    return {"units": merged(_by(wave, "unit")), "role_bands": merged(_by(wave, "role_band"))}


def _by(wave, field):
    """{stratum: (sent, used)}."""
    rows = SurveyInvitation.objects.filter(wave=wave).values(field).order_by(field)
    counted = rows.annotate(sent=Count("pk"), used=Count("pk", filter=Q(done=True)))
    return {row[field]: (row["sent"], row["used"]) for row in counted}


def merged(strata):
    """{stratum: [sent, used]} with the small strata together under ""."""
    kept = {key: list(numbers) for key, numbers in strata.items() if numbers[0] >= GROUP}
    small = [numbers for numbers in strata.values() if numbers[0] < GROUP]
    return kept | ({"": [sum(n) for n in zip(*small, strict=True)]} if small else {})
