"""The parts of a plan as forms: what is asked, of which cases, with which arms and units."""

import re
from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm
from trials.planning.balancing import balance_problem
from trials.planning.defaults import USUAL_PRACTICE
from trials.planning.trial_plan import CONTROL, Arm, Unit
from trials.planning.validation import MOST_ARMS
from trials.planning.wording import FIELDS

LONGEST = 1500  # characters: a long paragraph, and a plan stays readable
NUDGE_ARMS = MOST_ARMS - 1


def words(name, **options):
    """label and help_text of a plan's field."""
    return {"label": FIELDS[name].label, "help_text": FIELDS[name].hint, **options}


def paragraph(name, **options):
    widget = forms.Textarea({"rows": options.pop("rows", 3)})
    return forms.CharField(**words(name, max_length=LONGEST, widget=widget, **options))


class NewTrialForm(GovukForm):
    """The start of a trial: what it is called, and from which nudges."""

    title = forms.CharField(label="Title", max_length=120, help_text="As people will speak of it")
    question = paragraph("question", rows=2)
    slug = forms.SlugField(
        label="Short name",
        max_length=60,
        help_text="For file names and the command line: letters, digits and hyphens, such as charge-prompt",
    )
    nudges = forms.MultipleChoiceField(
        label="Nudges",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each gets an arm of its own beside usual practice",
    )
    submit_label = "Continue"

    def __init__(self, *args, nudges, **kwargs):
        super().__init__(*args, **kwargs)
        self.versions = {str(one.pk): one for one in nudges}
        self.fields["nudges"].choices = [
            (key, f"{one.nudge.title}, version {one.version}") for key, one in self.versions.items()
        ]

    def values(self):
        """What create_planned_trial takes."""
        chosen = tuple(self.versions[key] for key in self.cleaned_data["nudges"])
        return {**self.cleaned_data, "nudges": chosen}


class PartForm(GovukForm):
    """One part of a plan. `names` are the fields of the plan it mends; `changes()` what it says of them."""

    part, title_of_part, names = "", "", ()
    submit_label = "Save this part"

    def __init__(self, *args, plan, options, is_amendment=False, **kwargs):
        kwargs.setdefault("initial", self.initial_from(plan))
        super().__init__(*args, **kwargs)
        self.plan, self.options = plan, options
        self.offer()
        if is_amendment:
            self.fields["amendment_reason"] = paragraph("amendment_reason", initial=plan.amendment_reason)

    def initial_from(self, plan):
        return {name: getattr(plan, name) for name in self.base_fields if hasattr(plan, name)}

    def offer(self):
        """Fill in choices; a part without any offers none."""

    def changes(self):
        """{field of the plan: value}."""
        return {name: self.cleaned_data[name] for name in self.base_fields if hasattr(self.plan, name)}

    def warnings(self):
        """What can be saved and had better be thought over, in sentences; nothing unless a part says otherwise."""
        return []

    def all_changes(self):
        reason = {name: self.cleaned_data[name] for name in ("amendment_reason",) if name in self.fields}
        return {**self.changes(), **reason}


class QuestionForm(PartForm):
    part, title_of_part = "question", "Question and cases"
    names = ("question", "behaviour", "population")
    question = paragraph("question", rows=2)
    behaviour = paragraph("behaviour", rows=2)
    population = paragraph("population", rows=2)
    exclusions = paragraph("exclusions", required=False, rows=2)
    intercurrent = paragraph("intercurrent", rows=6, required=False)
    blinding = paragraph("blinding", required=False, rows=2)

    def initial_from(self, plan):
        lines = "\n".join(f"{event}: {rule}" for event, rule in plan.intercurrent)
        return {**super().initial_from(plan), "intercurrent": lines}

    def clean_intercurrent(self):
        lines = [line.strip() for line in self.cleaned_data["intercurrent"].splitlines() if line.strip()]
        pairs = [tuple(part.strip() for part in line.split(":", 1)) for line in lines]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValidationError("Write one event a line, a colon, and how such a case is counted.")
        return tuple(pairs)


class ArmsForm(PartForm):
    part, title_of_part, names = "arms", "Arms", ("arms", "primary_contrast")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = (
            *((f"Arm with a nudge {n}", (f"title_{n}", f"nudges_{n}")) for n in self.numbers),
            (
                "The verdict",
                ("first", "second", *(name for name in self.fields if name == "amendment_reason")),
            ),
        )

    @property
    def numbers(self):
        """1, 2, … of the arms there are and of one more, as long as there may be one."""
        return range(1, min(len(self._treated(self.plan)) + 1, NUDGE_ARMS) + 1)

    def initial_from(self, plan):
        found = (
            {"first": plan.primary_contrast[0], "second": plan.primary_contrast[1]}
            if plan.primary_contrast
            else {}
        )
        for number, arm in enumerate(self._treated(plan), start=1):
            found[f"title_{number}"] = arm.title
            found[f"nudges_{number}"] = [f"{nudge}:{version}" for nudge, version in arm.nudges]
        return found

    @staticmethod
    def _treated(plan):
        return [arm for arm in plan.arms if arm.key != CONTROL][:NUDGE_ARMS]

    def offer(self):
        choices = [
            (f"{one.nudge_id}:{one.version}", f"{one.nudge.title}, version {one.version}")
            for one in self.options.nudges
        ]
        for number in self.numbers:
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Name of arm {number}", max_length=120, required=False,
                help_text="Leave the name and the nudges empty for no such arm" if number > 1 else "",
            )  # fmt: skip
            self.fields[f"nudges_{number}"] = forms.MultipleChoiceField(
                label=f"Nudges of arm {number}", choices=choices, widget=forms.CheckboxSelectMultiple,
                required=False, help_text="Several together are a bundle" if number == 1 else "",
            )  # fmt: skip
        places = [(f"{number}", f"Arm {number}") for number in self.numbers]
        self.fields["first"] = forms.ChoiceField(choices=places, **words("primary_contrast"))
        self.fields["second"] = forms.ChoiceField(
            label="against", choices=[("0", USUAL_PRACTICE.title), *places]
        )
        keys = {arm.key: str(number) for number, arm in enumerate(self._treated(self.plan), start=1)} | {
            CONTROL: "0"
        }
        for name in ("first", "second"):
            self.initial[name] = keys.get(self.initial.get(name), "1" if name == "first" else "0")

    def clean(self):
        cleaned = super().clean()
        for number in self.numbers:
            if bool(cleaned.get(f"title_{number}")) != bool(cleaned.get(f"nudges_{number}")):
                self.add_error(f"title_{number}", f"Give arm {number} both a name and a nudge, or neither.")
        for name in ("first", "second"):
            number = cleaned.get(name, "0")
            if number != "0" and not cleaned.get(f"title_{number}"):
                self.add_error(name, "Choose an arm that has a nudge.")
        return cleaned

    def changes(self):
        """An arm keeps its key, which units and power rest on, whatever it is called afterwards."""
        kept = {str(number): arm.key for number, arm in enumerate(self._treated(self.plan), start=1)}
        arms, keys = [USUAL_PRACTICE], {"0": CONTROL}
        for number in self.numbers:
            title, nudges = (self.cleaned_data[f"{name}_{number}"] for name in ("title", "nudges"))
            if title:
                keys[str(number)] = kept.get(str(number), f"arm-{number}")
                arms.append(Arm(key=keys[str(number)], title=title.strip(), nudges=_pairs(nudges)))
        contrast = (keys[self.cleaned_data["first"]], keys[self.cleaned_data["second"]])
        gone = set(kept.values()) - set(keys.values())
        units = tuple(replace(unit, arm="") if unit.arm in gone else unit for unit in self.plan.units)
        return {"arms": tuple(arms), "primary_contrast": contrast, "units": units}


def _pairs(nudges):
    return tuple((nudge, int(version)) for nudge, version in (one.rsplit(":", 1) for one in nudges))


class UnitsForm(PartForm):
    part, title_of_part, names = "units", "Units", ("units",)
    lines = forms.CharField(
        label="Units",
        widget=forms.Textarea({"rows": 12}),
        help_text=f"One a line. {FIELDS['units'].hint} After a semicolon its stratum, after a second its pair. Where "
        "nothing is drawn, after a third one the number of its arm (0 for usual practice), after a fourth the number "
        "of the month in which it starts.",
    )

    def initial_from(self, plan):
        keys = [arm.key for arm in plan.arms]
        return {"lines": "\n".join(_line(unit, keys) for unit in plan.units)}

    def offer(self):
        if not self.plan.units:
            self.initial["lines"] = "\n".join(self.options.units)

    def clean_lines(self):
        rows = [
            re.split(r"\s*;\s*", line.strip())
            for line in self.cleaned_data["lines"].splitlines()
            if line.strip()
        ]
        unknown = [row[0] for row in rows if self.options.units and row[0] not in self.options.units]
        if unknown:
            raise ValidationError(
                f"“{unknown[0]}” is no unit of this force today: write its name as it stands on the page of units."
            )
        keys, covariates = (
            [arm.key for arm in self.plan.arms],
            {one.name: one.covariates for one in self.plan.units},
        )
        units = tuple(_unit(row, keys, covariates) for row in rows)
        problem = balance_problem(units, self.plan.allocation, len(self.plan.arms))
        if problem:
            raise ValidationError(f"The units are to be drawn among balanced schemes. {problem}")
        return units

    def changes(self):
        return {"units": self.cleaned_data["lines"]}


def _line(unit, keys):
    arm = str(keys.index(unit.arm)) if unit.arm in keys else ""
    parts = [unit.name, unit.stratum, unit.pair, arm, str(unit.start or "")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return "; ".join(parts)


def _unit(row, keys, covariates):
    name, stratum, pair, arm, start, *more = [*row, "", "", "", ""][: max(5, len(row))]
    if more or (arm and not (arm.isdigit() and int(arm) < len(keys))) or (start and not start.isdigit()):
        raise ValidationError(
            f"The line of “{name}” is not understood: write name; stratum; pair; arm's number; month's number."
        )
    values = {"name": name, "stratum": stratum, "pair": pair, "covariates": covariates.get(name, ())}
    return Unit(**values, arm=keys[int(arm)] if arm else "", start=int(start or 0))
