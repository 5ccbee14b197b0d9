"""The pages of a running trial: its monitor, its changes, its alarms. No outcome by arm is on any of them."""

from collections import Counter

from django.urls import reverse

from cjnudge.disclosure import HIDDEN, shown_count
from trials.changes import KINDS, kind_of, printed
from trials.monitoring import APART, IN_STEP
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.periods import first_day_of, label_of

FEW = "few"
RATIO = {
    IN_STEP: "The arms take in cases as they did before the start.",
    APART: "The arms take in cases otherwise than before the start. Who enters may depend on the arm: look at how "
    "cases are recorded as eligible, before the data can no longer be mended.",
}
SHARE = {
    IN_STEP: "The arms find as many of their decisions eligible as before the start.",
    APART: "The arms find other shares of their decisions eligible than before the start. Look at how eligibility is "
    "recorded.",
}
CANNOT_TELL = "Cannot be told yet: too few units or months."
MONTHS = [
    ("Month", ""),
    ("Eligible cases entered", "numeric"),
    ("All decisions", "numeric"),
    ("Eligible of all", "numeric"),
    ("Followed in full", "numeric"),
]
EXPOSURE = [("Unit", ""), ("Arm", ""), ("Planned from", ""), ("Delivered from", ""), ("Until", "")]
DECLINES = [("Reason", ""), ("Times given", "numeric")]


def month_rows(watched):
    """Rows of the table of months; small counts are hidden."""
    return [
        [label, text(entered), "not known" if screened is None else text(screened), share(entered, screened)]
        + [text(followed)]
        for label, entered, screened, followed in watched.months
    ]


def text(count):
    return FEW if count is HIDDEN else f"{count:,}"


def share(part, whole):
    """A share of two shown counts."""
    return "–" if not whole or part is HIDDEN else f"{100 * part / whole:.0f} %"


def checks(watched):
    """[(name, sentence)] of the arms' intake."""
    return [
        ("Cases entering", RATIO.get(watched.ratio, CANNOT_TELL)),
        ("Eligible share", SHARE.get(watched.share, CANNOT_TELL)),
    ]


def facts(plan, conduct, state, look, snapshot, watched):
    """[(name, value)] of where the trial stands."""
    due = "None: all planned looks were taken."
    if look:
        due = f"Look {look.number}, after {label_of(plan, look.after_period)}: not before {look.due_on:%-d %B %Y}"
    extract = f"“{snapshot.title}”, as at {snapshot.as_at:%-d %B %Y}" if snapshot else "None yet"
    return [
        ("State", state.label),
        ("Went live", f"{conduct.started_on:%-d %B %Y}"),
        ("Last planned month", label_of(plan, plan.periods)),
        ("Next analysis", due),
        ("Newest extract", extract),
        ("Cases followed in full up to", (watched.mature if watched else "") or "no month yet"),
    ]


def exposure_rows(plan, draw_json, exposures):
    """One row a unit: what was planned, and the days on which it was really delivered."""
    titles = {arm.key: arm.title for arm in plan.arms}
    starts = start_by_unit(plan, draw_json)
    found = []
    for unit, arm in arms_by_unit(plan, draw_json).items():
        log = [one for one in exposures if one.unit == unit and not one.is_contamination]
        first = min((one.from_on for one in log), default=None)
        last = max((one.until_on for one in log if one.until_on), default=None)
        found.append(
            [
                unit,
                titles.get(arm, arm),
                f"{first_day_of(plan, starts[unit]):%-d %B %Y}" if starts.get(unit) else "not planned",
                f"{first:%-d %B %Y}" if first else "nothing recorded",
                f"{last:%-d %B %Y}" if last and all(one.until_on for one in log) else "",
            ]
        )
    return found


def decline_rows(declines):
    """Reasons why cases were not resolved out of court, all units together, the commonest first."""
    total = Counter()
    for one in declines:
        total[one.reason] += one.n
    return [[reason, text(shown_count(n, published=False))] for reason, n in total.most_common()]


def change_rows(changes):
    """[{title, text, reason, who, at}] of what happened, in time order."""
    return [
        {
            "title": kind_of(change.kind).title,
            "text": printed(change),
            "reason": change.reason,
            "by": change.by.name,
            "at": change.at,
        }
        for change in changes
    ]


def kinds_to_record(trial):
    """[(title, address)] of the kinds of change that are recorded by hand."""
    return [
        (kind.title, reverse("trials:change", args=[trial.force.slug, trial.pk, kind.key]))
        for kind in KINDS.values()
        if kind.by_hand
    ]


def alert_rows(trial, alerts, plan):
    """[{rule, raised_at, answered…, url}]: which rule fired, never by how much."""
    texts = {rule.key: rule.text for rule in plan.stop_rules}
    return [
        {
            "alert": alert,
            "rule": texts.get(alert.rule, alert.rule),
            "url": reverse("trials:alert", args=[trial.force.slug, trial.pk, alert.pk]),
        }
        for alert in alerts
    ]
