"""The pages shown when something cannot be answered: each says what to do."""

from django.shortcuts import render

from cjnudge.accounts.access import public


@public
def csrf_failure(request, reason=""):
    """The form was too old or came from elsewhere: ask for it to be sent again."""
    return render(request, "403_csrf.html", status=403)
