from django.apps import AppConfig
from django.core.checks import Tags, register


class CasesConfig(AppConfig):
    name = "cjnudge.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self):
        from cjnudge.cases import checks  # noqa: F401 - registers the checks of the data files
        from cjnudge.cases.first_steps import register_all
        from cjnudge.cases.privacy.key_check import master_key_is_the_same

        register(master_key_is_the_same, Tags.database)
        register_all()
