"""Rows that stay as they were written: refused here in words, and by a trigger in the database."""

from django.db import models
from django.db.models.signals import pre_delete


class ChangeRefused(RuntimeError):
    """A row that may never change was about to be saved over or deleted."""


class RefusesChange(models.Model):
    """Refuses save and delete once `is_fixed(stored row)`; a subclass gives that and `refusal`, the words."""

    refusal = "This record may not change."

    class Meta:
        abstract = True

    @classmethod
    def is_fixed(cls, stored):
        raise NotImplementedError

    def save(self, *args, **kwargs):
        self._refuse_if_fixed()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_fixed()
        return super().delete(*args, **kwargs)

    def _refuse_if_fixed(self):
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored is not None and self.is_fixed(stored):
            raise ChangeRefused(self.refusal)


def refuse_deletion(sender, instance, **kwargs):
    """Receiver of pre_delete: a deletion by a query, or with what a row hangs on, does not pass `delete`."""
    instance._refuse_if_fixed()


def guard_deletions():
    """Refuse every deletion of a fixed row, whichever way it is asked for; called once, when Django starts."""
    for model in RefusesChange.__subclasses__():
        pre_delete.connect(refuse_deletion, sender=model, dispatch_uid=f"guard.{model.__name__}")
