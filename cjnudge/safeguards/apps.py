from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "cjnudge.safeguards"
    label = "safeguards"
    verbose_name = "Safeguards"
