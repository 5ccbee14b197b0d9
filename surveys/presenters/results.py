"""A release as the page of results shows it, and what the page says before there is one."""

from datetime import date

from django.urls import reverse

from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.jobs.states import State as JobState
from surveys.charts.drawing import chart_key
from surveys.lifecycle import State
from surveys.presenters import shown_cells
from surveys.presenters.barriers import way_on
from surveys.presenters.headline import headline
from surveys.presenters.waves import address, day
from surveys.queries.results import charts_of, release_job, releases_of

OPEN_TABLES = (
    3  # a section with more folds away those without a chart: all of them are on paper and in the file
)
SAID_ABOVE = {("barriers", "functions"), ("barriers", "ideas")}  # in words, barrier by barrier
LAST_TO_COME = (
    "The survey has closed. The results of all answers are on their way; these are of a part of them."
)
LAST_FAILED = (
    "The survey has closed. The results of all answers could not be computed; these are of a part of them."
)
FEW = "Fewer than {group} answers came in, and nothing is shown of so few."


def results_page(release, *, role):
    """Context of the page of one release. role: the reader's, which decides what a barrier may lead to."""
    payload, wave = release.payload, release.wave
    charts = charts_of(release)
    sections = [section_of(release, section, charts) for section in payload["sections"]]
    return {
        "release": release,
        "synthetic": payload["synthetic"],
        "facts": facts(release),
        **headline(payload),
        "sections": sections,
        "ways_on": way_on(payload, wave, role),
        "csv_url": address("results_tables", wave, release.number),
        "others": others(release),
        "extract_url": extract_url(wave, role),
        **still_to_come(release),
    }


def extract_url(wave, role):
    """Where whoever may have it asks for the researcher extract; "" where the notice promised none."""
    promised = (wave.frozen or {}).get("promises_extract") and role_allows(role, Permission.EXTRACT_ANSWERS)
    return address("extract", wave) if promised else ""


def still_to_come(release):
    """Where the survey has closed and its last results are not there yet: words that say so, and the job."""
    wave = release.wave
    newest = releases_of(wave).only("payload").first()
    if wave.state != State.CLOSED or not newest.payload.get("batch"):
        return {}
    job = release_job(wave)
    if job is None or job.state == JobState.DONE:  # that of a batch: the one of the close is yet to be queued
        return {"to_come": LAST_TO_COME}
    found = {"job": job, "job_url": reverse("jobs:job", args=[wave.force.slug, job.pk]), **working(job)}
    return found | {"to_come": LAST_TO_COME if found["soon"] else LAST_FAILED}


def facts(release):
    """[(name, value)] of what the figures are of."""
    payload = release.payload
    instrument, occasion = payload["instrument"], payload.get("occasion")
    said = f"{instrument['title']}, version {instrument['version']}"
    found = [("Instrument", f"{said}, {occasion}" if occasion else said)]
    if payload.get("batch"):
        found.append(("Results", f"Batch {payload['batch']}: the survey went on after it"))
    if payload.get("closed_on"):
        found.append(("Closed", day(date.fromisoformat(payload["closed_on"]))))
    limits = payload["thresholds"]
    hides = f"Groups under {limits['group']} are hidden; counts are rounded to {limits['base']} at random"
    return [*found, ("How officers are protected", f"{hides} before a percentage is computed")]


def section_of(release, section, charts):
    """A section with its tables in words, and the chart beside the table that it draws."""
    many = len(section["tables"]) > OPEN_TABLES
    titles = [table["title"] for table in section["tables"]]
    tables = [
        table_of(release, section, table, charts) | title_of(section, table, titles)
        for table in section["tables"]
    ]
    for table in tables:
        table["folded"] = many or (section["key"], table["key"]) in SAID_ABOVE
    return {key: section[key] for key in ("key", "title", "notes")} | {"tables": tables}


def title_of(section, table, titles):
    """Title and caption of a table, told apart from its namesakes: a caption is read out without what stands around."""
    title = table["title"]
    if titles.count(title) > 1:
        title = f"{title} – {table['columns'][-1]['label']}"
    return {"title": title, "caption": f"{title} ({section['title'][:1].lower()}{section['title'][1:]})"}


def table_of(release, section, table, charts):
    """A table with its chart, where one was drawn, and the address of its file."""
    wave, number, keys = release.wave, release.number, (section["key"], table["key"])
    chart = charts.get(chart_key(*keys))
    return {
        "key": table["key"],
        "about": table["about"],
        "notes": table["notes"],
        "headings": shown_cells.headings(section["key"], table),
        "rows": shown_cells.rows(table),
        "downloads": [("CSV", address("results_table", wave, number, *keys))],
        "chart": chart
        and {"alt": chart.description, "src": address("results_chart", wave, number, chart.key)},
    }


def others(release):
    """[(label, address)] of the wave's other releases, where results came in batches."""
    found = releases_of(release.wave).exclude(pk=release.pk).only("number", "released_at", "wave")
    return [
        (
            f"Results {one.number}, {one.released_at:%-d %B %Y}",
            address("results_numbered", release.wave, one.number),
        )
        for one in found
    ]


def waiting_page(wave):
    """Context where nothing is released yet: what stands in its way, and what to do next."""
    job = release_job(wave)
    if wave.state == State.CLOSED and job:
        return {"job": job, "job_url": reverse("jobs:job", args=[wave.force.slug, job.pk]), **working(job)}
    title, text = why_not_yet(wave)
    return {
        "empty": {"title": title, "text": text, "url": address("wave", wave)},
        "soon": wave.state == State.CLOSED,
    }


def working(job):
    """Whether the page should load itself again: for as long as the job may still move."""
    return {"soon": JobState(job.state).is_open}


def why_not_yet(wave):
    """(title, text) of a wave without a release."""
    if wave.state == State.DRAFT:
        return "It has not been sent out yet", "Results come after the survey was launched and has closed."
    if wave.state == State.WITHDRAWN:
        return "There are no results", "The survey was withdrawn, and every answer was destroyed."
    if wave.state == State.OPEN:
        return "The survey is still open", still_open(wave)
    if wave.answers_in is not None and wave.answers_in < wave.frozen["thresholds"]["group"]:
        return "Too few answers", FEW.format(group=wave.frozen["thresholds"]["group"])
    return (
        "The results are on their way",
        "They are computed within some minutes of the close. Come back then.",
    )


def still_open(wave):
    """When results come: in announced batches where the notice promised them, else after the close."""
    batches = wave.frozen.get("batch_days") or []
    if batches:
        days = " and ".join(day(date.fromisoformat(one)) for one in batches)
        return f"Officers were told that results come in batches, on {days}, and after the close."
    return f"Nothing of the answers is shown before it closes. Its last day is {day(wave.closes_on)}."
