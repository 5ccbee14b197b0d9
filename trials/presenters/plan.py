"""A plan in words, as rows for a summary list."""

from trials.lifecycle import TrialKind
from trials.presenters.evidence import BASIS_WORDS, upper_first
from trials.presenters.subject import NOUNS
from trials.stats.strategy import all_designs

NO_COMPARISON = "None: this design compares the places with their own past alone."


def plan_rows(body, measure_title, label):
    """[(name, value)] of everything a plan fixes. `label` turns a period's first day into words."""
    data, analysis = body.data, body.analysis
    design = all_designs()[analysis["design"]].title
    return [
        ("Measure", f"{measure_title} (measure {data.measure}, version {data.measure_version})"),
        ("Design", design),
        ("Counted", upper_first(BASIS_WORDS[data.basis])),
        ("Places looked at", ", ".join(data.treated)),
        ("Compared with", comparison_words(data)),
        ("Before", periods_words(data.primary.before, label)),
        ("After", periods_words(data.primary.after, label)),
        ("Left out", periods_words(data.primary.excluded, label) or "Nothing"),
        ("Washout", periods_words(data.primary.washout, label) or "None"),
        *[("Also computed", contrast.label) for contrast in data.sensitivity],
        ("Weights", "Every place counts the same" if weights_of(analysis) == "equal" else "By precision"),
        ("Test", f"Two-sided, at {analysis.get('alpha', 0.05):g}"),
        (why_label(body), body.reason_for_dates),
        ("What was known when it was written", body.known_when_written),
        ("Seed", str(analysis["seed"])),
        ("Feed", data.feed),
        ("Snapshot", data.snapshot_hash),
    ]


def why_label(body):
    """A rule gives the reason for the design with that for the dates."""
    by_rule = body.kind == TrialKind.INTERVENTION
    return "Why this design and these dates" if by_rule else "Why these dates"


def weights_of(analysis):
    return analysis.get("weights", "equal")


def comparison_words(data):
    """How many places, and by which rule they were listed."""
    if not data.comparison:
        return NO_COMPARISON
    territorial = data.comparison_rule == "territorial"
    plural = NOUNS[territorial][1]
    kind = f"territorial {plural}" if territorial else "places"
    return f"The other {len(data.comparison)} {kind}: {', '.join(data.comparison)}"


def periods_words(periods, label):
    """The periods by name; the first and last of a long row."""
    ordered = [label(on) for on in sorted(periods)]
    if len(ordered) <= 3:
        return ", ".join(ordered)
    return f"{len(ordered)} periods, {ordered[0]} to {ordered[-1]}"
