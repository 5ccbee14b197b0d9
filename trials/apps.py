from django.apps import AppConfig
from django.db.models.signals import post_migrate

from trials.triggers import lay_triggers


class TrialsConfig(AppConfig):
    name = "trials"
    verbose_name = "Trials"

    def ready(self):
        from trials import nudge_links
        from trials.first_steps import register_all

        post_migrate.connect(lay_triggers, sender=self, dispatch_uid="trials.lay_triggers")
        register_all()
        nudge_links.register_all()
