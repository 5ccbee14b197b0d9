from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "cjnudge.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self):
        from cjnudge.accounts.permissions import Permission
        from cjnudge.audit.checks import triggers_stand
        from cjnudge.audit.triggers import lay_after_migrations
        from cjnudge.navigation import NavEntry
        from cjnudge.navigation import register as register_entry

        register_entry(NavEntry("Audit trail", "audit:events", Permission.VIEW_AUDIT, order=900))
        post_migrate.connect(lay_after_migrations, dispatch_uid="audit.triggers")
        register(triggers_stand, Tags.database)
