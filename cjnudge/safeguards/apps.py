from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "cjnudge.safeguards"
    label = "safeguards"
    verbose_name = "Safeguards"

    def ready(self):
        from cjnudge import navigation
        from cjnudge.accounts import checklist
        from cjnudge.safeguards.first_steps import MENU, STEP

        navigation.register(MENU)
        checklist.register(STEP)
