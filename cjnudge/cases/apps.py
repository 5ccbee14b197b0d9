from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cjnudge.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self):
        from cjnudge.cases import checks  # noqa: F401 - registers the checks of the data files
        from cjnudge.cases.first_steps import register_all

        register_all()
