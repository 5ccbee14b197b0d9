"""People, their roles in forces, and invitations not yet taken up."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.scoping import BelongsToForce


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email=normalise_email(username))


class User(AbstractBaseUser):
    """A person with an account. Access comes from memberships alone; this row grants nothing in any force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    runs_installation = models.BooleanField(
        default=False,
        help_text="may create forces and appoint their first administrator; sees no force's data by it",
    )
    created_at = models.DateTimeField()
    sessions_ended = models.PositiveIntegerField(
        default=0, help_text="one more ends every session of the person"
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="email_is_lower_case", condition=Q(email=models.functions.Lower("email"))
            )
        ]

    def __str__(self):
        return self.name

    def get_session_auth_hash(self):
        """What a session must carry to stay valid: it changes with the password and with `sessions_ended`."""
        return self._session_mark(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self):
        """The same under each earlier secret key, so that changing the key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_mark(secret)

    def _session_mark(self, secret):
        stands_for = f"{self.password}:{self.sessions_ended}"
        return salted_hmac(
            "cjnudge.accounts.session", stands_for, secret=secret, algorithm="sha256"
        ).hexdigest()


class Membership(BelongsToForce):
    """One person's role in one force from one instant to another; ended rows stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    starts_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["force", "user"], condition=Q(ended_at__isnull=True), name="one_live_membership"
            )
        ]

    def __str__(self):
        return f"{self.user_id} {self.role}"


class Invitation(BelongsToForce):
    """A role offered to an e-mail address; the link's token is stored only as its SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation",
            )
        ]

    def __str__(self):
        return f"{self.role} invitation"
