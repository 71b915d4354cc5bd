"""Signing in: our part of allauth, and who needs a second factor.

A written deviation from R36: allauth keeps the code somebody asked for in their session, in the clear, for ten
minutes or three tries. What we keep of it ourselves (the letter) is encrypted and wiped.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language, gettext

from circles import letters
from circles.access import Visitor, memberships_of
from circles.models import Person, Standing
from circles.signing_in import proof, sessions, way

# What allauth writes, by the beginning of its templates' names. All else it writes is a notice.
_KINDS = {
    "account/email/login_code": "sign_in_code",
    "account/email/email_confirmation_signup": "sign_up_code",
    "account/email/email_confirmation": "address_code",
    "account/email/password_reset_code": "password_code",
    "account/email/unknown_account": "account_unknown",
    "account/email/account_already_exists": "account_exists",
}
_OTHER_DOOR = ("account_unknown", "account_exists")  # they came to the wrong one, and read where the other is
_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def display_name(person: Person) -> str:
    """Return what a person is called on a page."""
    return str(person)


def needs_second_factor(person: Person) -> bool:
    """Tell whether the person must have a second factor to hold what they hold (R44).

    Operators always; hosts and stewards where HOSTS_NEED_SECOND_FACTOR says so.
    """
    if person.is_operator:
        return True
    return settings.HOSTS_NEED_SECOND_FACTOR and memberships_of(person, at_least=Standing.HOST).exists()


def has_second_factor(person: Person) -> bool:
    """Tell whether the person has an authenticator app or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type__in=_SECOND_FACTORS).exists())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth as this site uses it: its letters are ours."""

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Write a letter in place of sending one of allauth's own; a code travels as its secret."""
        kind = _KINDS.get(template_prefix, "account_notice")
        params = {"language": get_language()}
        if kind == "account_notice":
            params["notice"] = template_prefix.rpartition("/")[2]
        if kind in _OTHER_DOOR and self.request and (onward := way.open_path(self.request)):
            params["next"] = onward
        letters.write(
            kind=kind,
            key=f"{kind}:{uuid.uuid4()}",
            address=email,
            params=params,
            secret=str(context.get("code", "")),
            now=now(),
        )

    def is_safe_url(self, url: str) -> bool:
        """Tell whether one may be led there after signing in: to a path of this site, nowhere else (R46)."""
        return bool(url) and url.startswith("/") and "\\" not in url and bool(super().is_safe_url(url))

    def pre_login(
        self, request: HttpRequest, user: Person, *, email: str | None, **hook: Any
    ) -> HttpResponse | None:
        """Believe an address whose code was just typed in, also of somebody an operator made by hand.

        Without this they would be asked for a second code, to prove the same address.
        """
        proofs = get_authentication_records(request, user)
        if email and proofs and proofs[-1].get("method") == "code" and proofs[-1].get("email") == email:
            EmailAddress.objects.get_or_create(
                user=user, email=email, defaults={"primary": True, "verified": True}
            )
        answer: HttpResponse | None = super().pre_login(request, user, email=email, **hook)
        return answer

    def post_login(self, request: HttpRequest, user: Person, **hook: Any) -> HttpResponse:
        """Take the sign-in itself for a proof, also that of somebody who has just signed up (R43)."""
        proof.record(request, user, method="signed_in")
        answer: HttpResponse = super().post_login(request, user, **hook)
        sessions.forget_address(request)
        way.forget(request)
        return answer

    def is_reauthentication_required(self, *, app: str, **hook: Any) -> bool:
        """Ask for our proof wherever allauth would ask for its own (R43).

        Raises ReauthenticationRequired where it is missing: allauth itself would let pass whoever has neither
        password nor factor.
        """
        if not proof.is_fresh(context.request):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user: Visitor) -> list[dict[str, Any]]:
        """Return allauth's ways to prove it; for somebody who has none, our code by letter."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        by_letter = {"id": "prove", "description": gettext("By a code we send you"), "url": reverse("prove")}
        return ways or ([by_letter] if user.is_authenticated else [])


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through another site: the name it knows is offered, the person decides."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Mapping[str, Any]) -> Person:
        """Take the name along."""
        person: Person = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        person.name = (data.get("name") or " ".join(part for part in parts if part))[:80]
        return person

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """Fill in the name."""
        return {**super().get_signup_form_initial_data(sociallogin), "name": sociallogin.user.name}
