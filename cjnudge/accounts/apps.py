from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cjnudge.accounts"
    label = "accounts"
    verbose_name = "People and forces"
