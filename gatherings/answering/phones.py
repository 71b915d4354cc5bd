"""Phones that answer from a messenger: each is confirmed once, by a code sent to the member or by a host's nod.

1. A phone is a browser with a secret for each member it speaks for: 256 bits of chance, of which only the SHA-256
   is kept. A new one is made whenever it asks, and again when a code confirms it: a secret that somebody planted in
   the browser, or read there before, opens nothing.
2. A code is six digits, for one phone and one member, good for ten minutes, three tries and once; its keyed hash is
   kept (R36, R37).
3. A host nods to the digits a phone shows, within three days of its asking: for that phone and that member alone.
4. Confirmed, it speaks for its member in every gathering of their circle, until it is forgotten, they leave, or 400
   days have gone by without use.
5. A form posted twice within a minute, with the same `once`, is one act: it makes the same secret, and no second
   letter (R5). Later it opens nothing: `once` stands in a page that somebody may have read before.
"""

import base64
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from circles import letters
from circles.models import Membership
from circles.post import sealing
from circles.refusals import CodeHasEnded, HasLeft, Refused, WrongCode
from gatherings.answering.phone_cookie import MOST_HELD, Held
from gatherings.feeds.subscriptions import fingerprint
from gatherings.models import NOD_LASTS, UNUSED_LASTS, Gathering, Phone
from gatherings.refusals import NobodyAsks

CODE = "phone_code"  # the letter that brings it
TRIES = 3
_MOST_ASKING = 6  # phones that ask for one member at once; the one that asked first is let go for another
_DIGITS = "0123456789"
_TWICE = timedelta(minutes=1)  # within which a form posted again is the same act


@transaction.atomic
def ask_for_code(
    membership: Membership, *, gathering: Gathering, held: Held, once: uuid.UUID | None = None, now: datetime
) -> Held:
    """Send the member a code for the browser that holds `held`, and return what it holds from now on.

    The code before, if it asked for one, ends. Raises HasLeft, and ValueError for somebody who cannot be written to.
    """
    if membership.person is None or not membership.person.is_active:
        raise ValueError("no letter reaches them")
    phone, held, again = _asking(membership, gathering, held, once, now)
    if phone.confirmed_at or (again and phone.code_hash):
        return held
    code = get_random_string(6, _DIGITS)
    phone.code_hash, phone.code_tries, phone.code_until = _hash(phone, code), 0, now + sealing.LASTS
    phone.save(update_fields=["code_hash", "code_tries", "code_until"])
    key = f"{CODE}:{uuid.uuid4()}"
    letters.write(kind=CODE, key=key, membership=membership, secret=code, now=now)
    return held


def try_code(
    membership: Membership, *, held: Held, code: str, once: uuid.UUID | None = None, now: datetime
) -> Held:
    """Take the code for a proof that the browser is the member's, and return what it holds from now on.

    Raises WrongCode; CodeHasEnded when this browser asked for none, or it is used, too old, or was mistyped thrice.
    """
    with transaction.atomic():  # what was mistyped counts, whatever is answered
        refused, held = _try(membership, held, code, once, now)
    if refused:
        raise refused
    return held


@transaction.atomic
def ask_for_nod(
    membership: Membership, *, gathering: Gathering, held: Held, once: uuid.UUID | None = None, now: datetime
) -> tuple[Phone, Held]:
    """Let the browser wait for a host's nod; return it with the digits it shows, and what it holds from now on.

    Asked anew, it shows other digits, and those before mean nothing any more. Raises HasLeft.
    """
    phone, held, again = _asking(membership, gathering, held, once, now)
    if phone.confirmed_at or (again and phone.wants_nod):
        return phone, held
    others = set(membership.phones.waiting(now).exclude(pk=phone.pk).values_list("sign", flat=True))
    free = [str(sign) for sign in range(10, 100) if str(sign) not in {*others, phone.sign}]
    phone.wants_nod, phone.sign = True, secrets.choice(free)
    phone.save(update_fields=["wants_nod", "sign"])
    return phone, held


@transaction.atomic
def nod(phone: Phone, *, sign: str, by: Membership, now: datetime) -> Phone:
    """Let the phone that shows `sign` speak for the member it asked for, as a host says, and return it.

    Raises NobodyAsks when it has asked anew since, was answered by another host, or asked too long ago.
    """
    _see_that_host(phone, by)
    membership = _lock(phone.membership)
    phone = Phone.objects.select_for_update().filter(pk=phone.pk).first() or phone
    phone.membership = membership
    if phone.confirmed_by_id == by.pk and phone.sign == sign:
        return phone
    waits = membership.phones.waiting(now).filter(pk=phone.pk, sign=sign).exists()
    if not waits or not sign:
        raise NobodyAsks(name=membership)
    _confirm(phone, by=by, now=now)
    return phone


def decline(phone: Phone, *, sign: str, by: Membership) -> None:
    """A host does not know the phone that shows `sign`: let it go. One that was confirmed stays."""
    _see_that_host(phone, by)
    Phone.objects.filter(pk=phone.pk, sign=sign, confirmed_at__isnull=True).delete()


def used(phone: Phone, *, now: datetime) -> None:
    """It spoke for its member at `now` (aware)."""
    Phone.objects.filter(pk=phone.pk).update(last_used_at=now)


def forget(phone: Phone) -> None:
    """Let a phone be nobody's. Doing it twice is doing it once."""
    Phone.objects.filter(pk=phone.pk).delete()


def forget_here(membership: Membership, *, held: Held) -> Held:
    """Let the browser that holds `held` not be the member's any more, and return what it holds from now on."""
    theirs = membership.phones.filter(secret_hash__in=[fingerprint(secret) for secret in held])
    gone = set(theirs.values_list("secret_hash", flat=True))
    theirs.delete()
    return tuple(secret for secret in held if fingerprint(secret) not in gone)


def let_go(membership: Membership) -> None:
    """A member has left: no phone speaks for them. Their row is locked first, as when a phone is confirmed."""
    _lock(membership)
    membership.phones.all().delete()


def let_go_old(*, now: datetime) -> int:
    """Let go of phones nobody confirmed in time, and of those not used for long; return how many."""
    asked = Q(confirmed_at__isnull=True, asked_at__lte=now - NOD_LASTS)
    unused = Q(confirmed_at__isnull=False, last_used_at__lte=now - UNUSED_LASTS)
    deleted, _each = Phone.objects.filter(asked | unused).delete()
    return deleted


def _asking(
    membership: Membership, gathering: Gathering, held: Held, once: uuid.UUID | None, now: datetime
) -> tuple[Phone, Held, bool]:
    """Return the phone under its new secret, what the browser then holds, and whether this was posted before."""
    if gathering.circle_id != membership.circle_id:
        raise ValueError("only for a member of the circle")
    Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)  # before any member's row
    if _lock(membership).left_at:
        raise HasLeft(name=membership)
    secret = _secret(membership, "asks", once)
    posted = membership.phones.filter(secret_hash=fingerprint(secret)).first()
    if posted and now < posted.asked_at + _TWICE:
        return posted, _with(secret, held), True
    if posted:
        secret = _secret(membership, "asks", None)
    before = [fingerprint(each) for each in held]
    phone = membership.phones.filter(secret_hash__in=before, confirmed_at__isnull=True).first()
    if phone is None:
        phone = Phone(membership=membership)
    held = tuple(each for each in held if fingerprint(each) != phone.secret_hash)
    phone.secret_hash, phone.gathering, phone.asked_at = fingerprint(secret), gathering, now
    phone.save()
    asking = membership.phones.filter(confirmed_at__isnull=True).order_by("-asked_at", "-pk")
    for pk in list(asking.values_list("pk", flat=True)[_MOST_ASKING:]):
        Phone.objects.filter(pk=pk).delete()
    return phone, _with(secret, held), False


def _try(
    membership: Membership, held: Held, code: str, once: uuid.UUID | None, now: datetime
) -> tuple[Refused | None, Held]:
    """Return why the code is refused, or None and what the browser then holds."""
    membership = _lock(membership)
    secret = _secret(membership, "confirms", once)
    posted = membership.phones.filter(secret_hash=fingerprint(secret)).first()
    if posted and posted.confirmed_at and now < posted.confirmed_at + _TWICE:
        return None, _with(secret, held)
    if posted:
        secret = _secret(membership, "confirms", None)
    hashes = [fingerprint(each) for each in held]
    asked = membership.phones.filter(secret_hash__in=hashes, confirmed_at__isnull=True, code_until__gt=now)
    phone = asked.exclude(code_hash="").first()
    if phone is None:
        return CodeHasEnded(), held
    phone.membership = membership
    if not constant_time_compare(phone.code_hash, _hash(phone, code)):
        phone.code_tries += 1
        if phone.code_tries >= TRIES:
            phone.code_hash = ""
        Phone.objects.filter(pk=phone.pk).update(code_tries=phone.code_tries, code_hash=phone.code_hash)
        return (WrongCode() if phone.code_hash else CodeHasEnded()), held
    held = tuple(each for each in held if fingerprint(each) != phone.secret_hash)
    phone.secret_hash = fingerprint(secret)
    if not _confirm(phone, by=None, now=now):
        return CodeHasEnded(), held
    return None, _with(secret, held)


def _confirm(phone: Phone, *, by: Membership | None, now: datetime) -> bool:
    """Let it speak for its member; tell whether it still was there: one let go of meanwhile does not come back."""
    phone.confirmed_at = phone.last_used_at = now
    phone.confirmed_by, phone.epoch = by, phone.membership.link_epoch
    phone.wants_nod, phone.code_hash = False, ""
    said = ("secret_hash", "confirmed_at", "last_used_at", "confirmed_by", "epoch", "wants_nod", "code_hash")
    return Phone.objects.filter(pk=phone.pk).update(**{name: getattr(phone, name) for name in said}) == 1


def _secret(membership: Membership, what_for: str, once: uuid.UUID | None) -> str:
    """Return a new secret; for the same `once` of a form the same one, which nobody can tell who has not our key."""
    if once is None:
        return secrets.token_urlsafe(32)
    drawn = salted_hmac(f"gatherings.phones: {what_for}", f"{membership.pk}:{once}", algorithm="sha256")
    return base64.urlsafe_b64encode(drawn.digest()).rstrip(b"=").decode()


def _with(secret: str, held: Held) -> Held:
    return (secret, *(each for each in held if each != secret))[:MOST_HELD]


def _hash(phone: Phone, code: str) -> str:
    return salted_hmac("gatherings.phones: code", f"{phone.pk}:{code}", algorithm="sha256").hexdigest()


def _lock(membership: Membership) -> Membership:
    """Lock the member's row, so that one asking is looked at after the other; return it as it stands."""
    return Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)


def _see_that_host(phone: Phone, by: Membership) -> None:
    if by.circle_id != phone.membership.circle_id or not by.is_host:
        raise ValueError("only a host of the circle nods")
