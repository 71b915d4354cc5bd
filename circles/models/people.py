"""Who signs in: a person, known by an e-mail address, and nothing about circles."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.words.zones import validate_zone


class PersonManager(BaseUserManager["Person"]):
    """Makes people; the command `createsuperuser` calls it for operators."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person. Without a password they sign in by e-mailed code or passkey."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make an operator of the site."""
        return self.create_user(email, password, is_operator=True, **fields)

    def at(self, address: str) -> "Person | None":
        """Return the person whose e-mail is `address`, however it is capitalised; no look-alike (R45)."""
        return self.alias(lowered=Lower("email")).filter(lowered=address.strip().lower()).first()

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail address, however it is capitalised."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they do in a circle hangs on their Membership, never on this row."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=80, help_text=_("What people call you."))
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[validate_zone],
        help_text=_("Such as America/Edmonton."),
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_operator = models.BooleanField(_("operates this site"), default=False)
    joined_at = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_in_small_letters"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Somebody without a name"))

    def get_full_name(self) -> str:
        """Return the display name."""
        return self.name

    def get_short_name(self) -> str:
        """Return the display name."""
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Tell whether Django's own permissions are held: by operators all, by others none (see `access`)."""
        return self.is_active and self.is_operator

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        """Tell the same for several."""
        return self.has_perm("")

    def has_module_perms(self, app_label: str) -> bool:
        """Tell the same for a whole app."""
        return self.has_perm("")
