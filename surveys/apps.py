from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self):
        from cjnudge import navigation
        from cjnudge.accounts import checklist
        from cjnudge.safeguards import subjects
        from surveys.first_steps import MENU, STEP
        from surveys.queries.waves import subjects_of

        navigation.register(MENU)
        checklist.register(STEP)
        subjects.register("survey", subjects_of)
