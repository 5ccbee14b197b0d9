"""What the scheduler has done for accounts."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="accounts.forget_ended_sessions")
def forget_ended_sessions():
    """Once a day: a session closed with the browser is never signed out of, and would stay in the table."""
    from cjnudge.accounts.operations.forgetting import forget_ended_sessions as forget

    forget(at=timezone.now())


@shared_task(name="accounts.tell_everyone")
def tell_everyone():
    """What awaits people on their first page is told by mail, each thing once."""
    from cjnudge.accounts.operations.telling import tell_everyone as tell

    tell(at=timezone.now())
