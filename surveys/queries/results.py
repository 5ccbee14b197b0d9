"""What the pages of results read: releases of a wave and their charts, and whether the next one is under way."""

from cjnudge.jobs.models import Job
from surveys.models import Release, ReleaseChart

KIND = "surveys.release"


def releases_of(wave):
    """Every release of the wave, the newest first."""
    return Release.scoped.for_force(wave.force).filter(wave=wave)


def numbered(wave, number):
    """The release with this number, the newest where none is named; None where there is none."""
    found = releases_of(wave)
    return found.first() if number is None else found.filter(number=number).first()


def charts_of(release):
    """{key: chart} in the order of the page, without the pictures themselves."""
    return {chart.key: chart for chart in release.charts.defer("svg")}


def picture_of(release, key):
    """The SVG text of a chart, or None."""
    return ReleaseChart.objects.filter(release=release, key=key).values_list("svg", flat=True).first()


def release_job(wave):
    """The newest job that computes results of the wave, or None."""
    jobs = Job.scoped.for_force(wave.force).filter(kind=KIND, payload__wave=str(wave.pk))
    return jobs.first()
