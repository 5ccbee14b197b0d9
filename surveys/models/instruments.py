"""A force's own instruments, version by version, and what it says in other languages."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce


class PublishedStays(RuntimeError):
    """A published version of an instrument was about to be changed or deleted: write a new version instead."""


class InstrumentVersion(BelongsToForce):
    """One version of an instrument that the force wrote. A draft changes; a published version never does.

    That is held here, and by a trigger of surveys/triggers.py for whatever does not come by here. `content` is the
    instrument as surveys.instruments.value writes it. `bridge` says which items of the version before stand for which
    of this one: {item id here: item id there, or "" where nothing is the same}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    copied_from = models.JSONField(default=dict, help_text="{key, version} of what it was copied from")
    bridge = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "key", "version"], name="versions_of_an_instrument_differ"
            ),
            models.UniqueConstraint(
                fields=["force", "key"],
                condition=Q(published_at__isnull=True),
                name="one_draft_an_instrument",
            ),
        ]

    def __str__(self):
        return f"{self.key} version {self.version}"

    @classmethod
    def from_db(cls, db, field_names, values):
        found = super().from_db(db, field_names, values)
        found.stays = bool(dict(zip(field_names, values, strict=True)).get("published_at"))
        return found

    def save(self, *args, **kwargs):
        self._refuse_if_published()
        super().save(*args, **kwargs)
        self.stays = self.published_at is not None

    def delete(self, *args, **kwargs):
        self._refuse_if_published()
        return super().delete(*args, **kwargs)

    def _refuse_if_published(self):
        if getattr(self, "stays", False):
            raise PublishedStays(f"{self} is published and never changes: write a new version.")


class Translation(BelongsToForce):
    """Every text of one version of an instrument, shipped or own, in one language: {address of the text: words}.

    Only a complete one can be published, and only a published one is offered to officers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument_key = models.SlugField(max_length=60)
    instrument_version = models.PositiveIntegerField()
    language = models.CharField(max_length=12, help_text="a BCP 47 tag, such as cy")
    words = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["instrument_key", "instrument_version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "instrument_key", "instrument_version", "language"],
                name="one_translation_a_language",
            )
        ]

    def __str__(self):
        return f"{self.instrument_key} version {self.instrument_version}, {self.language}"
