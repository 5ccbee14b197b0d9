"""The verdict of a trial: one pattern, a headline that says no more than its design bears, and why.

A difference is said to be there only where the planned test says so; otherwise there is "no evidence of" it, which is
not the same as none. What moved is read from all parts together: more out-of-court resolutions beside unchanged
charges are net-widening and no fewer prosecutions (DESIGN rules 5 and 6, DOMAIN 3.3 G4 and section 6).
"""

import re
from dataclasses import dataclass

from trials.presenters.numbers import interval, p_value, size, span
from trials.stats.strategy import all_checks, all_designs
from trials.stats.wording import level_words

ABOUT = {"oocr": "out-of-court resolutions", "charge": "prosecutions", "nfa": "cases with no further action"}
PARTS = {**ABOUT, "other": "cases with another outcome or none yet"}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`pattern` names it, `headline` is what to take away, `sentences` say on what it rests."""

    pattern: str
    headline: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a verdict is read from: the plan, the engine's report, the parts' effects in the plan's own contrast.

    `longest` is (days, estimate) of the longest follow-up beyond the plan's own, None where there is none.
    """

    plan: object
    engine: dict
    effects: dict
    subject: str
    refused: str = ""
    arm: str = ""
    base: str = ""
    longest: tuple | None = None


def verdict_of(known):
    """The Verdict; a gate's refusal, a pilot and an unfinished look come before anything else."""
    primary = known.engine["primary"]
    if known.refused:
        return Verdict(pattern="no_verdict", headline="No verdict.", sentences=(known.refused,))
    if known.plan.is_pilot:
        return Verdict(pattern="pilot", headline=PILOT, sentences=(PILOT_WHY,))
    if primary is None:
        reason = known.engine["verdict"].removeprefix("No verdict. ")
        return Verdict(pattern="no_verdict", headline="No verdict.", sentences=(reason,))
    if goes_on(primary):
        said = in_titles(known.engine["verdict"], known.plan)
        return Verdict(pattern="goes_on", headline=GOES_ON, sentences=(said,))
    return decided(known, primary)


PILOT = "A pilot: what was delivered and what it took, and no verdict."
PILOT_WHY = "It was planned as too small to answer the question, so that no difference is tested."
GOES_ON = "The trial goes on: the bound of this look is not crossed."


def goes_on(primary):
    """Whether this is a look before the last one whose bound was not crossed."""
    details = primary["details"]
    early = details.get("look") is not None and details["look"] < details["looks"]
    return early and not details["crossed"] and details["information"] < 1


def decided(known, primary):
    """A Verdict on an estimate."""
    blocking = undecided(known)
    sentences = [difference_words(known, primary), *look_words(known, primary)]
    if blocking:
        headline = f"No verdict on {known.subject}: whether a difference is more than chance cannot be told."
        return Verdict(pattern="cannot_tell", headline=headline, sentences=(*sentences, *blocking))
    if primary["p_value"] is None and primary["details"].get("look") is None:
        headline = f"No verdict on {known.subject}: before and after are described, and nothing is tested."
        return Verdict(pattern="described", headline=headline, sentences=(*sentences, why(known, False)))
    timing = timing_words(known, primary)
    if timing:
        pattern, headline, said = timing
        return Verdict(pattern=pattern, headline=headline, sentences=(said, *sentences))
    if not is_shown(known, primary):
        said = (*sentences, NOT_NONE, *moved_words(known, ("charge", "nfa")))
        return Verdict(pattern="no_evidence", headline=no_evidence(known), sentences=said)
    pattern, headline, said = moved(known, primary)
    spoiled = doubts(known)
    if spoiled:
        headline = f"{headline} The comparison may be spoiled."
    return Verdict(
        pattern=pattern, headline=headline, sentences=(*sentences, *said, *spoiled, why(known, bool(spoiled)))
    )


NOT_NONE = (
    "That is no proof that nothing changed: every difference inside the interval goes with these figures."
)


def timing_words(known, primary):
    """(pattern, headline, why) where a difference is one of timing; () where it is not.

    It fades within the window, or a longer one shows none: there the interval holds nought and less than half of the
    difference is left, as a window that is only noisier would keep its size.
    """
    timing = finding(known.engine, "timing_effect")
    if timing and timing["status"] == "fails" and known.subject in ABOUT.values():
        return (*timing_headline(known, timing["facts"]["value"]), timing["text"])
    if known.longest is None or not is_shown(known, primary):
        return ()
    days, later = known.longest
    if later["low"] is None or not later["low"] <= 0 <= later["high"]:
        return ()
    if later["value"] / primary["value"] >= LEFT_AT_LEAST:
        return ()
    said = f"Followed for {days} days the difference is {interval(later)}."
    return (*timing_headline(known, primary["value"]), said)


def timing_headline(known, early):
    """(pattern, headline): sooner where the early difference is up, later where it is down."""
    what = "resolutions" if known.subject == ABOUT["oocr"] else known.subject
    if early > 0:
        return "timing", f"Timing effect: {what} came sooner; no evidence of more of them."
    return "later", f"Timing effect: {what} came later; no evidence of fewer of them."


LEFT_AT_LEAST = 0.5


def no_evidence(known):
    return f"No evidence of a change in {known.subject}."


def is_shown(known, primary):
    """Whether the planned test says so, at the level of its look where there is one."""
    details = primary["details"]
    if details.get("look") is not None:
        return bool(details["crossed"])
    return primary["p_value"] is not None and primary["p_value"] <= known.plan.alpha


def difference_words(known, primary):
    """The difference, its interval and its test, and which arms it is between."""
    said = f"{known.arm} against {known.base}: {size(primary)} percentage points"
    if primary["low"] is not None:
        said += f" ({span(primary['low'], primary['high'])})"
    if primary["p_value"] is None:
        return f"{said}."
    level = primary["details"].get("level")
    against = "" if level is None else f", held against {level_words(level)} at this look"
    return f"{said}, {p_value(primary['p_value'])}{against}."


def look_words(known, primary):
    """What looks add to a difference: what ends a trial early is too large, and what had crossed before stands."""
    earlier = finding(known.engine, "planned_looks")
    said = [BIASED] if primary["details"].get("biased_upward") else []
    return [*said, *([earlier["text"]] if earlier and earlier["status"] == "fails" else [])]


BIASED = "A difference that ends a trial early is on average larger than the truth."


def moved(known, primary):
    """(pattern, headline, sentences) of a difference that is shown: which way, and what moved with it."""
    up = primary["value"] > 0
    first = f"{'More' if up else 'Fewer'} {known.subject}"
    if known.subject != ABOUT["oocr"] or not known.effects:
        return "moved", f"{first}.", ()
    charge, nfa = (direction(known.effects.get(part)) for part in ("charge", "nfa"))
    told = (part_words(known, "charge"), part_words(known, "nfa"), *moved_words(known, ("other",)))
    if not up:
        return "fewer", beside_charges(first, charge, "more"), told
    if charge < 0 and nfa < 0:
        headline = f"{first} and fewer prosecutions; a part of them is net-widening."
        return "both", headline, (*told, BOTH if is_drawn(known) else BOTH_SEEN)
    if charge < 0:
        said = SUBSTITUTION if is_drawn(known) else SUBSTITUTION_SEEN
        return (
            "substitution",
            f"{first} and fewer prosecutions.",
            (*told, said, *([NOT_ALL] if nfa > 0 else [])),
        )
    if nfa < 0:
        said = NET_WIDENING if is_drawn(known) else NET_WIDENING_SEEN
        return "net_widening", beside_charges(first, charge, "fewer"), (*told, said)
    return "more", beside_charges(first, charge, "fewer"), (*told, came_from(known, charge))


def beside_charges(first, charge, sought):
    """The headline: what charges did where that is shown, else that there is no evidence of what was sought."""
    if charge:
        return f"{first} and {'more' if charge > 0 else 'fewer'} prosecutions."
    return f"{first}; no evidence of {sought} prosecutions."


def came_from(known, charge):
    """Where further resolutions came from, when neither charges nor no further action fell."""
    if direction(known.effects.get("other")) < 0:
        return OPEN_CASES.format(days=known.plan.follow_up_days)
    return f"{UNKNOWN} {'no other part fell' if charge else 'no other part moved'} by more than chance would."


def moved_words(known, parts):
    """The words of those parts that are shown to have moved."""
    return tuple(part_words(known, part) for part in parts if direction(known.effects.get(part)))


NET_WIDENING = (
    "This is net-widening: resolutions rose where cases would have ended without further action, and people who "
    "would have had no outcome now have one."
)
SUBSTITUTION = "This is substitution: resolutions stand where charges would have stood."
NOT_ALL = "No further action rose as well: not every charge that is no longer there became a resolution."
BOTH = (
    "This is substitution and net-widening together: resolutions stand where charges would have stood, and where cases "
    "would have ended without further action, so that people who would have had no outcome now have one."
)
# Where nobody drew lots the parts are only seen beside each other.
NET_WIDENING_SEEN = "Resolutions rose while no further action fell: this is what net-widening looks like."
SUBSTITUTION_SEEN = "Resolutions rose while charges fell: this is what substitution looks like."
BOTH_SEEN = (
    "Resolutions rose while charges and no further action fell: this is what substitution and net-widening together "
    "look like."
)
UNKNOWN = "From which other outcomes they came cannot be told:"
OPEN_CASES = (
    "Cases that had another outcome or none {days} days after entry fell: some of the resolutions may only have come "
    "sooner."
)


def is_drawn(known):
    """Whether lots were drawn, so that what moved may be laid to the nudge."""
    return "randomised" in all_designs()[known.plan.design].offers


def direction(estimate):
    """1 or −1 where the whole interval lies on one side of nought, else 0."""
    if not estimate or estimate["low"] is None:
        return 0
    return int(estimate["low"] > 0) - int(estimate["high"] < 0)


def part_words(known, part):
    """One part's difference with its interval, named as on the decomposition."""
    estimate = known.effects.get(part)
    name = f"{PARTS[part][0].upper()}{PARTS[part][1:]}"
    if not estimate or estimate["low"] is None:
        return f"{name}: not estimated."
    return f"{name}: {interval(estimate)}."


def finding(engine, key):
    """The engine's finding of that check as a dictionary, or None."""
    return next((one for one in engine["findings"] if one["key"] == key), None)


def undecided(known):
    """The words of undecided checks that forbid a verdict."""
    checks = all_checks()
    return tuple(
        one["text"]
        for one in known.engine["findings"]
        if one["status"] == "cannot tell" and checks[one["key"]].blocks_verdict
    )


# Findings that say the arms, or the order of starting, may not be what chance made them.
SPOILED = (
    *("allocation_kept", "sequence_kept", "sample_ratio_cases", "sample_ratio_eligible", "missing_outcomes"),
    *("sample_ratio_in_time", "missing_in_time", "sample_ratio_allocated", "missing_by_arm"),
)


def doubts(known):
    """The words of failed checks that say so."""
    return tuple(
        one["text"] for one in known.engine["findings"] if one["key"] in SPOILED and one["status"] == "fails"
    )


def why(known, spoiled):
    """What the design lets one say of the cause; nothing of a cause without units to compare with."""
    design = all_designs()[known.plan.design]
    if "uncontrolled" in design.offers:
        return "There is nothing to compare with: the figures cannot say why."
    if "randomised" not in design.offers:
        return "Nobody drew lots for who got the nudge, so that other differences may lie behind it."
    if spoiled:
        return "Chance would seldom do this, but whether the nudge did it cannot be told."
    return "Who got the nudge was drawn at random and chance would seldom do this: the nudge is the likely cause."


def compared(plan):
    """(what the primary difference is of, what it is held against), as a sentence says them."""
    if "uncontrolled" in all_designs()[plan.design].offers:
        return "Since the start", "the months before"
    titles = {arm.key: arm.title for arm in plan.arms}
    return tuple(titles[key] for key in plan.primary_contrast)


def in_titles(text, plan):
    """The engine's sentence with every arm under its title and not under its key."""
    keys = sorted((arm.key for arm in plan.arms if arm.nudges), key=len, reverse=True)
    titles = {arm.key: arm.title for arm in plan.arms}
    pattern = "|".join(rf"(?<![\w-]){re.escape(key)}(?![\w-])" for key in keys)
    return re.sub(pattern, lambda found: titles[found.group()], text) if keys else text


def subject_of(measure, title):
    """What the measure counts, as a sentence says it."""
    part = next((part for part in ABOUT if measure.startswith(f"{part}_")), None)
    return ABOUT[part] if part else f"{title[0].lower()}{title[1:]}"
