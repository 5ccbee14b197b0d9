"""How far judgements of the short cases agree with the force's own rules. Never per person."""

from surveys.release.figures import estimate_cell, mean_cell, scaled
from surveys.release.policy import percent
from surveys.release.tables import cannot, column, row, section, table
from surveys.release.wording import hidden_note, standing_of
from surveys.scales import knowledge
from surveys.scales.methods.knowledge import UNSURE

NO_RULES = "The force has not recorded what is right in these cases by its rules, so nothing is scored."
BOTH_KINDS = (
    "It needs ten officers, and cases of both kinds: some that fit by the rules and some that do not."
)
UNSURE_IS_RIGHT = "By the rules “not sure” is what is right."
TOO_FEW = "Too few answers to show any of it."
D_PRIME = "Telling fitting cases from others (d′; 0 is by chance)"
CRITERION = "Leaning (over 0: to “does not fit”)"
# d' and the criterion rest on two counts alone: to one decimal each stands for a dozen counts or more.
SPAN_OF_Z = 10


def make(material):
    """Case by case and altogether; None where no cases were asked."""
    asked = material.instrument.asked_on(material.instrument.scenarios, material.wave.occasion)
    if not asked:
        return None
    right = (material.rules or {}).get("answers", {})
    right = {case.id: right[case.id] for case in asked if case.id in right}
    if not right:
        return section("knowledge", [], [NO_RULES])
    found = knowledge(material.instrument, material.wave.answers, right, occasion=material.wave.occasion)
    if not found.agreement or found.agreement.n < material.policy.group:
        return section("knowledge", [], [TOO_FEW])
    tables = _by_case(material, found, asked), _overall(material, found), _telling_apart(material, found)
    return section("knowledge", tables)


def _by_case(material, found, asked):
    texts = {case.id: case.text for case in asked}
    reasons = (material.rules or {}).get("reasons", {})
    rows = [
        row(one.id, texts[one.id], [*_shares(material, one), one.key, reasons.get(one.id, "")])
        for one in found.scenarios
        if one
    ]
    columns = [
        column("answered", "Answered", "count"),
        column("agree", "Agree with the rules", "percent"),
        column("unsure", "Not sure", "percent"),
        column("other", "Judge otherwise", "percent"),
        column("rule", "By the force’s rules", "text"),
        column("reason", "Why", "text"),
    ]
    version = (material.rules or {}).get("version", "")
    about = (
        f"Against the force’s own rules, version {version}." if version else "Against the force’s own rules."
    )
    return table("scenarios", "Case by case", about, columns, rows, hidden_note(rows))


def _shares(material, one):
    policy = material.policy
    answered = policy.answered(("case", one.id), one.n, material.wave.n)
    if answered is None:
        return [None] * 4
    unsure = [] if one.key in UNSURE else [one.unsure]
    others = one.n - one.agreeing - sum(unsure)
    agree, other, *doubting = policy.parts(("case", one.id), [one.agreeing, others, *unsure])
    said = percent(doubting[0], answered) if doubting else cannot(UNSURE_IS_RIGHT)
    return [answered, percent(agree, answered), said, percent(other, answered)]


def _overall(material, found):
    share = mean_cell(material.policy, ("all", "scenarios"), found.agreement, 0, 1)
    few = standing_of(material.policy, "agreement", found.agreement.n)
    rows = [
        row("agreement", "Mean share of cases judged as the rules have it (%)", [scaled(share, 100)], few)
    ]
    columns = [column("figure", "Figure (95 % interval)", "interval")]
    return table("overall", "Altogether", "Over everybody who judged a case.", columns, rows)


def _telling_apart(material, found):
    told = found.detection if found.detection and found.detection.officers >= material.policy.group else None
    few = standing_of(material.policy, "detection", told.officers) if told else ""
    rows = [
        row(key, label, [_of_z(told, key) if told else cannot(BOTH_KINDS)], few)
        for key, label in (("d_prime", D_PRIME), ("criterion", CRITERION))
    ]
    columns = [column("figure", "Figure (95 % interval)", "interval")]
    return table("detection", "Telling cases apart", "Over all judgements.", columns, rows)


def _of_z(told, key):
    value, low, high = (getattr(told, key + end) for end in ("", "_low", "_high"))
    return estimate_cell(value, low, high, told.officers, SPAN_OF_Z)
