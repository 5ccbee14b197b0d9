from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cjnudge.jobs"
    label = "jobs"
    verbose_name = "Jobs"
