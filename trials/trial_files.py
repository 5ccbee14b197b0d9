"""A trial's figures as CSV, under disclosure control."""

import csv
import io

from cjnudge.disclosure import CASE_BASE, CASE_THRESHOLD, round_to_base
from cjnudge.spreadsheets import inert
from trials.downloads import is_number
from trials.presenters.trial_result_sides import PARTS, side_names

OUTSIDE_THRESHOLD = 10  # DESIGN rule 9: for anybody outside the owning force
HEADINGS = ("section", "item", "column", "value")
SUPPRESSED = "hidden"


def file_name(run, what, ending):
    """Says before it is opened whether its data are synthetic."""
    mark = "synthetic-" if run.synthetic else "rehearsal-" if run.plan.rehearsal_only else ""
    return f"{mark}trial-{what}-{str(run.pk)[:8]}.{ending}"


def figures_csv(run, plan, page, *, outside):
    """Every figure of the page as one flat table; counts under 5 (outside the force 10) hidden, others rounded to 5.

    Shares are computed from the counts as they are shown, so that no share gives a hidden count away.
    """
    report = run.result
    rows = [
        ("about", "title", "", run.trial.title),
        ("about", "synthetic", "", "yes" if report["synthetic"] else "no"),
        ("about", "counts", "", counts_words(outside)),
        *[("about", "label", "", label) for label in report["labels"]],
        ("verdict", report["verdict"]["headline"], "", " ".join(report["verdict"]["sentences"])),
        ("safe", "", "", report["safe"]),
        *[("figure", name, "", value) for name, value in page["key_rows"]],
        *estimates(page),
        *said_in_surveys(page),
        *[("guardrail", title, state, text) for title, state, _, text in said(page, outside)],
        *counted(report, plan, OUTSIDE_THRESHOLD if outside else CASE_THRESHOLD),
        *[("limit", "", "", text) for text in page["cannot_tell"]],
        *[("provenance", name, "", value) for name, value in page["provenance"]],
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([neutral(value) for value in row] for row in rows)
    return text.getvalue()


def counts_words(outside):
    threshold = OUTSIDE_THRESHOLD if outside else CASE_THRESHOLD
    return f"under {threshold} hidden, others to the nearest {CASE_BASE}"


def neutral(value):
    """As text that no spreadsheet runs as a formula."""
    text = str(value)
    return text if is_number(text) else inert(text)


def said(page, outside):
    """The guardrails; for others without the sentence of one that is not mature, which counts its cases."""
    return [
        (title, state, colour, "" if outside and state == "Not mature" else text)
        for title, state, colour, text in page["guardrails"]
    ]


def estimates(page):
    """The rows of every table of differences."""
    tables = {
        "arm": page["arm_rows"],
        "part": page["part_rows"],
        "outcome": page["outcome_rows"],
        "window": page["window_rows"],
        "beside": page["beside_rows"],
    }
    names = ("points", "interval", "p")
    for section, rows in tables.items():
        for item, *values in rows:
            yield from (
                (section, item, name, value) for name, value in zip(names, values, strict=True) if value
            )


def said_in_surveys(page):
    """The rows of every arm's means from surveys, which let out rounded figures of ten officers or more alone."""
    for item, arm, *values in page["survey_rows"]:
        names = ("bands", "before", "after")
        yield from (
            ("survey", f"{item}, {arm}", name, value) for name, value in zip(names, values, strict=True)
        )
    yield from (("survey", "", "", sentence) for sentence in page["survey_words"])


def counted(report, plan, threshold):
    """Rows of counts: each side's cases and parts, and each month's."""
    names = side_names(plan)
    for one in (report["decomposition"] or {"sides": []})["sides"]:
        name = f"{names.get(one['side'], one['side'])}, {one['when'] or 'all months'}"
        counts = {part: round(share * one["cases"]) for part, share in one["shares"].items()}
        shown = shown_parts(counts, threshold)
        yield ("cases", name, "all", controlled(one["cases"], threshold))
        yield from (("cases", name, PARTS[part], shown[part]) for part in counts)
    for row in report["series"]:
        item = f"{names.get(row['side'], row['side'])}, {row['on']}"
        cases, events = pair(row["cases"], row["events"], threshold)
        yield ("month", item, "cases", cases)
        yield ("month", item, "events", events)
        share = SUPPRESSED if SUPPRESSED in (cases, events) or not cases else f"{events / cases:.3f}"
        yield ("month", item, "share", share)


def controlled(count, threshold):
    """The count to the nearest 5, hidden under the threshold."""
    return SUPPRESSED if count < threshold else round_to_base(count)


def pair(cases, events, threshold):
    """(cases, events), the events hidden where they or the rest are few: one would show the other."""
    small = min(events, cases - events) < threshold
    return controlled(cases, threshold), SUPPRESSED if small else round_to_base(events)


def shown_parts(counts, threshold):
    """Each part as it may be shown; where one alone is hidden the smallest of the others is too."""
    hidden = {part for part, count in counts.items() if count < threshold}
    if len(hidden) == 1 and len(counts) > 1:
        hidden.add(min((part for part in counts if part not in hidden), key=counts.get))
    return {part: SUPPRESSED if part in hidden else round_to_base(n) for part, n in counts.items()}
