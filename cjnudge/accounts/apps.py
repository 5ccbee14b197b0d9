from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cjnudge.accounts"
    label = "accounts"
    verbose_name = "People and forces"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in

        from cjnudge.accounts import first_steps
        from cjnudge.accounts.sessions import begin_session

        user_logged_in.connect(begin_session, dispatch_uid="cjnudge.accounts.begin_session")
        first_steps.register_all()
