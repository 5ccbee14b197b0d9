from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cjnudge.audit"
    label = "audit"
    verbose_name = "Audit"
