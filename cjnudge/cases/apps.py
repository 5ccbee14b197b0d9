from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cjnudge.cases"
    label = "cases"
    verbose_name = "Cases"
