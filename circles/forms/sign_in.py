"""Signing in: an address is enough, a code comes by e-mail; a password or a passkey for those who have one."""

from typing import Any

from allauth.account.fields import PasswordField
from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from circles.arriving.paste import fault_of
from circles.signing_in.way import address_on


class SignIn(LoginForm):  # type: ignore[misc]
    """allauth's sign-in form with the password left to those who have one.

    Filled with `?email=` from a link, or the address typed at the other door.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.request.GET.get("email", "").lower() if self.request else ""
        offered = offered or (address_on(self.request) if self.request else "")
        if offered and fault_of(offered) is None:
            self.fields["login"].initial = offered
        self.fields["password"] = PasswordField(
            label=_("Password"),
            required=False,
            autocomplete="current-password",
            help_text=_("Only if you have set one. Leave it empty and we send you a code."),
        )


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's form for a new passkey, in our words; it signs in by itself unless somebody decides otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.initial["name"] = _("my device")
        self.fields["passwordless"].label = _("It signs me in by itself")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Without waiting for a letter. Otherwise it is only asked for after the code."
        )


class RenamePasskey(EditWebAuthnForm):  # type: ignore[misc]
    """allauth's form to rename a passkey, the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
