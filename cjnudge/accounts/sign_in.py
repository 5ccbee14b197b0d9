"""Who a person is: e-mail address and password."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.models import User


class AccountBackend(BaseBackend):
    """Answers the live User with this e-mail address and password; takes as long for an unknown address."""

    def authenticate(self, request, username=None, password=None):
        user = User.objects.filter(email=normalise_email(username)).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id):
        return User.objects.filter(pk=user_id, is_active=True).first()
