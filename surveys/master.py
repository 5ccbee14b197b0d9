"""The installation's key for links and pools, which is in no database and in no backup of one."""

from django.conf import settings


def master():
    return settings.MASTER_KEY.encode()
