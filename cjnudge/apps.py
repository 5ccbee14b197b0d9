from django.apps import AppConfig


class CjnudgeConfig(AppConfig):
    """The project itself as an app: starting Django starts Celery's app, importing a pure module does not."""

    name = "cjnudge"
    verbose_name = "cjnudge"

    def ready(self):
        from cjnudge import celery  # noqa: F401
