"""What the letters about signing in say: codes and notices. Those of people arriving: `arriving_letters`."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from circles.http import absolute
from circles.models import Letter
from circles.post import mail, sealing
from circles.post.mail import Message, Receiver

# What has changed, by the name allauth gives its notice.
NOTICES = {
    "account_connected": _("You can now sign in here with your account at another site."),
    "account_disconnected": _("An account at another site no longer signs you in here."),
    "email_changed": _("The e-mail address you sign in with was changed."),
    "email_confirm": _("An e-mail address was confirmed as yours."),
    "email_deleted": _("An e-mail address was taken off your account."),
    "password_changed": _("Your password was changed."),
    "password_reset": _("Your password was changed, after a code was sent to this address."),
    "password_set": _("A password was set, so that you can sign in with it too."),
    "recovery_codes_generated": _("New recovery codes were made; the ones before no longer work."),
    "totp_activated": _("An authenticator app is now asked for when you sign in."),
    "totp_deactivated": _("An authenticator app is no longer asked for when you sign in."),
    "webauthn_added": _("A passkey was added; you can sign in with it."),
    "webauthn_removed": _("A passkey was removed; it no longer signs you in."),
}
_CODES = ("sign_in_code", "sign_up_code", "address_code", "password_code", "proof_code")


def register() -> None:
    """Register what the ground floor's letters say."""
    for kind in _CODES:
        mail.register(kind, code)
    mail.register("account_unknown", account_unknown)
    mail.register("account_exists", account_exists)
    mail.register("account_notice", account_notice)


def code(letter: Letter, receiver: Receiver) -> Message | None:
    """A code that was asked for; None once it is too old to be typed in."""
    words = sealing.unseal(letter.secret) if letter.secret else None
    if not words:
        return None
    return mail.compose(letter.kind, {"code": words, "minutes": sealing.LASTS.seconds // 60})


def account_unknown(letter: Letter, receiver: Receiver) -> Message:
    """A code was asked for, for an address nobody here has."""
    return mail.compose(letter.kind, {"button": _door("account_signup", letter)})


def account_exists(letter: Letter, receiver: Receiver) -> Message:
    """Somebody signed up with an address that is somebody's already."""
    return mail.compose(letter.kind, {"button": _door("account_login", letter)})


def _door(name: str, letter: Letter) -> str:
    """Return the address of a door, on to where somebody was going when they came to the other."""
    onward = letter.params.get("next")
    return absolute(f"{reverse(name)}?{urlencode({'next': onward})}" if onward else reverse(name))


def account_notice(letter: Letter, receiver: Receiver) -> Message:
    """How one signs in has changed."""
    changed = NOTICES.get(letter.params.get("notice"), _("How you sign in here was changed."))
    return mail.compose(
        letter.kind, {"changed": changed, "at": letter.written_at, "button": absolute(reverse("me"))}
    )
