"""One fielding of an instrument, and the codes by which a station or a kiosk answers it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cjnudge.accounts.scoping import BelongsToForce
from surveys.lifecycle import Mode, State


def station_kinds():
    return [("station", "Station code, on any device"), ("kiosk", "Kiosk, one device for everyone")]


class Wave(BelongsToForce):
    """What a lead set up; from the launch on, `frozen` is what officers were promised and never changes.

    `units` are unit keys and `role_bands` keys of surveys.bands: whom the wave is meant for. `uptake` is what leads
    see of it while it is open: bands by unit, computed once a day, never a live figure.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    instrument_key = models.CharField(max_length=60)
    instrument_version = models.PositiveIntegerField()
    occasion = models.CharField(max_length=60, blank=True)
    behaviour_agreed = models.BooleanField(default=False)
    units = models.JSONField(default=list)
    role_bands = models.JSONField(default=list)
    personal_links = models.BooleanField(null=True)
    mode = models.CharField(max_length=20, choices=Mode.choices, blank=True)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True, help_text="the last day on which an answer is taken")
    first_reminder_on = models.DateField(null=True)
    second_reminder_on = models.DateField(null=True)
    contact = models.CharField(max_length=300, blank=True, help_text="whom officers may ask")
    kept_years = models.PositiveSmallIntegerField(default=3)
    extended_from = models.DateField(null=True, help_text="the closing date before it was moved")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    modules = models.JSONField(default=list, help_text="[[key, version]] of the optional modules it asks")
    ethics_reference = models.CharField(
        max_length=120, blank=True, help_text="without one no vignettes are asked"
    )
    languages = models.JSONField(default=list, help_text="beside English; tags of published translations")
    batch_days = models.JSONField(default=list, help_text="ISO days on which results so far are let out")
    promises_extract = models.BooleanField(
        default=False, help_text="whether its notice says that researchers may get single answers"
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="the wave it is compared with",
    )
    session = models.ForeignKey(
        "surveys.TrainingSession", on_delete=models.PROTECT, null=True, related_name="waves"
    )
    rehearses = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        related_name="rehearsals",
        help_text="the wave it tries out",
    )
    synthetic = models.BooleanField(
        default=False, help_text="its answers were made up, and no officer can give one"
    )
    batches_taken = models.PositiveSmallIntegerField(
        default=0, help_text="how many of its batch days have passed and been seen to"
    )
    frozen = models.JSONField(null=True)
    uptake = models.JSONField(default=dict)
    reminders_posted = models.PositiveSmallIntegerField(default=0, help_text="the last round of reminders")
    mails_refused = models.PositiveIntegerField(default=0, help_text="addresses that the mail server refused")
    mails_unsure = models.PositiveIntegerField(
        default=0, help_text="mails being sent when a worker was killed"
    )
    strata = models.JSONField(default=dict, help_text="links sent and used by stratum, at the close")
    answers_in = models.PositiveIntegerField(null=True, help_text="how many there were at the close")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="a_launched_wave_is_frozen",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(frozen__isnull=False),
            ),
            models.CheckConstraint(
                name="a_wave_closes_after_it_opens",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
            ),
            models.CheckConstraint(
                name="a_made_up_wave_takes_no_answers", condition=Q(synthetic=False) | Q(state="closed")
            ),
            models.CheckConstraint(
                name="a_rehearsal_is_made_up", condition=Q(rehearses__isnull=True) | Q(synthetic=True)
            ),
            models.CheckConstraint(
                name="a_made_up_wave_is_of_no_session",
                condition=Q(synthetic=False) | Q(session__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["closes_on"], condition=Q(state="open"), name="open_waves")]

    def __str__(self):
        return self.title


class Station(models.Model):
    """A code that anyone of one area may use. `used` counts hand-ins: a number, without order or time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="stations")
    kind = models.CharField(max_length=10, choices=station_kinds, default="station")
    area = models.CharField(max_length=120)
    headcount = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["area", "kind"]
        constraints = [
            models.CheckConstraint(
                name="a_code_stands_for_ten_people_or_more", condition=Q(headcount__gte=10)
            ),
            models.UniqueConstraint(fields=["wave", "area", "kind"], name="one_code_an_area_and_kind"),
        ]

    def __str__(self):
        return self.area
