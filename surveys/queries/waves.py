"""Waves as leads and evaluators read them, always through their force."""

from surveys.models import Station, SurveyInvitation, Wave


def waves_of(force):
    """Every wave of the force, the newest first."""
    return Wave.scoped.for_force(force)


def wave_of(force, wave_id):
    """One wave of the force, or None."""
    return (
        Wave.scoped.for_force(force)
        .select_related("force", "made_by", "rehearses__force")
        .filter(pk=wave_id)
        .first()
    )


def subjects_of(force):
    """[(id, title)] of the waves that a safeguards record may be about: real ones."""
    return list(waves_of(force).filter(synthetic=False).values_list("pk", "title"))


def number_invited(wave):
    return SurveyInvitation.objects.filter(wave=wave).count()


def codes_of(wave):
    return Station.objects.filter(wave=wave)
