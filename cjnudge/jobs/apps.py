from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "cjnudge.jobs"
    label = "jobs"
    verbose_name = "Jobs"

    def ready(self):
        from cjnudge.accounts.permissions import Permission
        from cjnudge.navigation import NavEntry, register

        register(NavEntry("Jobs", "jobs:jobs", Permission.VIEW_RESULTS, order=800))
        autodiscover_modules("tasks")  # every app's tasks.py registers its kinds of job
