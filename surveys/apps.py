from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Surveys"

    def ready(self):
        from cjnudge import navigation
        from cjnudge.accounts import checklist
        from surveys.first_steps import MENU, STEP

        navigation.register(MENU)
        checklist.register(STEP)
