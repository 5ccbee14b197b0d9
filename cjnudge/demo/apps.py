from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cjnudge.demo"
    label = "demo"
    verbose_name = "Demonstration"
