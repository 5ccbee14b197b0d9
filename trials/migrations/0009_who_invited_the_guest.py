from django.conf import settings
from django.db import migrations, models


def note_inviters(apps, schema_editor):
    """Who invited the guests that have said something of a plan so far, as the invitations say it."""
    approval, guest = apps.get_model("trials", "Approval"), apps.get_model("trials", "Guest")
    membership = apps.get_model("accounts", "Membership")
    for said in approval.objects.filter(invited_by__isnull=True).select_related("plan", "by", "force"):
        home = said.force.practice_of_id or said.force_id
        if membership.objects.filter(force_id=home, user_id=said.by_id).exclude(role="guest").exists():
            continue
        invited = guest.objects.filter(trial_id=said.plan.trial_id, email=said.by.email).first()
        if invited is not None:
            approval.objects.filter(pk=said.pk).update(invited_by_id=invited.invited_by_id)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("trials", "0008_allocation"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="invited_by",
            field=models.ForeignKey(
                blank=True,
                help_text="who had invited the guest that said it; empty for a member of the force",
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(note_inviters, migrations.RunPython.noop),
    ]
