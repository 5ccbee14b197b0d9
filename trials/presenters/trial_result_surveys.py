"""What officers said before and after, arm by arm, as rows and sentences of a trial's result page."""

from datetime import date

from trials.planning.scales import scale_of

HEADINGS = [
    *(("From the surveys", ""), ("Arm when the later one was answered", "")),
    *((name, "numeric") for name in ("Bands", "Before", "After")),
]
HOW = (
    "Means on the questionnaire’s scale, every band of officers counted once, from the figures that the surveys let "
    "out: rounded there, and their spread worked back from intervals, so that it is on the wide side."
)


def survey_rows(report, plan):
    """[outcome, arm, bands, before, after]; empty without surveys."""
    names = {arm.key: arm.title for arm in plan.arms}
    titles = {line.key: line.title for line in plan.outcomes}
    return [
        [
            titles[one["key"]],
            names.get(one["arm"], one["arm"]),
            str(one["bands"]),
            *(scale_of(one["key"]).shown(one[when]) for when in ("before", "after")),
        ]
        for one in report.get("surveys", {}).get("levels", ())
    ]


def survey_words(report):
    """Which two surveys were compared and how, and which bands were left out and why; [] without surveys."""
    found = report.get("surveys")
    if not found:
        return []
    said = [f"Compared: {named(found['before'])}, and {named(found['after'])}.", HOW]
    left = {(name, why) for rows in found["left_out"].values() for name, why in rows}
    return said + [f"Left out: {name}, as {why}." for name, why in sorted(left)]


def named(survey):
    """ "“Before” (1 March 2026 to 14 March 2026)"."""
    first, last = (date.fromisoformat(survey[name]) for name in ("opens_on", "closes_on"))
    return f"“{survey['title']}” ({first.day} {first:%B %Y} to {last.day} {last:%B %Y})"
