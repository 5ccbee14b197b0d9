"""Reading the trail of one force."""

import json

from django.contrib.auth import get_user_model

from cjnudge.audit.models import AuditEvent


def events_of(force):
    """The force's events, newest first, as a queryset."""
    return AuditEvent.objects.filter(force_id=str(force.pk)).order_by("-seq")


def recorded_after(event, subject):
    """What the newest event of this kind about the record says of it afterwards; {} where there is none."""
    about = {"object_type": subject._meta.label_lower, "object_id": str(subject.pk)}
    found = AuditEvent.objects.filter(action=event.value, **about).order_by("-seq").first()
    return (json.loads(found.detail)["after"] if found else None) or {}


def names_of(events):
    """{actor id: name} of the people among the actors who still have an account here."""
    people = [event.actor for event in events if len(event.actor) == 36]  # a UUID; processes have short names
    return {
        str(pk): name for pk, name in get_user_model().objects.filter(pk__in=people).values_list("pk", "name")
    }
