from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from surveys.triggers import lay_triggers
from surveys.unmixed import lay_guards, lift_guards


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self):
        from cjnudge import navigation
        from cjnudge.accounts import awaiting, checklist
        from cjnudge.safeguards import subjects
        from surveys.first_steps import MENU, STEP, TEXTS_TO_CHECK
        from surveys.queries.waves import subjects_of

        post_migrate.connect(lay_triggers, sender=self, dispatch_uid="surveys.lay_triggers")
        pre_migrate.connect(lift_guards, sender=self, dispatch_uid="surveys.lift_guards")
        post_migrate.connect(lay_guards, sender=self, dispatch_uid="surveys.lay_guards")
        navigation.register(MENU)
        checklist.register(STEP)
        awaiting.register(TEXTS_TO_CHECK)
        subjects.register("survey", subjects_of)
