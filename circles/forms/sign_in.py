"""Signing in: an address is enough, a code comes by e-mail; who has set a password may use it."""

from typing import Any

from allauth.account.fields import PasswordField
from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc]
    """allauth's sign-in form with the password left to those who have one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(
            label=_("Password"),
            required=False,
            autocomplete="current-password",
            help_text=_("Only if you have set one. Leave it empty and we send you a code."),
        )
