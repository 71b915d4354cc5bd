"""Where somebody is signed in, and the end of it (R41).

1. A session begins at the sign-in, with a new key. It ends when it was not used for SESSION_COOKIE_AGE, however much
   it was used after ABSOLUTE, when its person signs out, signs out there from elsewhere, or leaves the site.
2. It ends on the server: a cookie kept from before opens nothing.
3. Of each session a row of allauth's `UserSession` tells since when it is, when it was last used (to the hour, so
   that looking at a page seldom writes) and on what kind of device. The device is two words, and the network address
   is not kept: neither is needed to recognise one's own phone (R90).
4. When a session gets a new key, its row follows.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, logout, user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from circles.models import Person
from circles.signing_in.devices import device_in

ABSOLUTE = timedelta(days=180)
NOTED = timedelta(hours=1)
NO_ADDRESS = "::"
_MARK = "circles.sessions"  # where the session keeps when it began, when it was last used, under which key


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One place where somebody is signed in. `browser` and `system` may be empty; the times are aware."""

    pk: int
    browser: str
    system: str
    since: datetime
    seen: datetime
    here: bool


class SessionsMiddleware:
    """Ends a session that is too old, and notes now and then that it is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            _look_after(request, request.user)
        return self.get_response(request)


def watch() -> None:
    """Note every sign-in, through whatever door: Django's own signal is the one place all of them pass."""
    user_logged_in.connect(_begin, dispatch_uid=_MARK)


def forget_address(request: HttpRequest) -> None:
    """Blank what allauth has written down of the sign-in just done: the network address and the long line."""
    _write_row(request, time.time())


def places_of(request: HttpRequest, person: Person) -> list[SignedIn]:
    """Return where the person is signed in, here first, then the last used first."""
    rows = {row.session_key: row for row in UserSession.objects.filter(user=person)}
    live = Session.objects.filter(session_key__in=rows, expire_date__gt=datetime.now(UTC))
    found = [
        _place(rows[session.session_key], here=session.session_key == request.session.session_key)
        for session in live
        if _is_theirs(session, person)
    ]
    return sorted(found, key=lambda place: (not place.here, -place.seen.timestamp(), place.pk))


def end(person: Person, *, pk: int) -> bool:
    """End one of the person's sessions; tell whether it was there."""
    row = UserSession.objects.filter(user=person, pk=pk).first()
    if row is not None:
        row.end()
    return row is not None


def end_others(request: HttpRequest, person: Person) -> int:
    """End all the person's sessions but the one of this request; return how many."""
    return _end_all(UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key))


def end_all(person: Person) -> int:
    """End all the person's sessions, as when they leave the site; return how many."""
    return _end_all(UserSession.objects.filter(user=person))


def let_go(*, now: datetime) -> int:
    """Delete the sessions that ended by `now` (aware), and the rows that tell of them; return how many sessions."""
    ended = Session.objects.filter(expire_date__lte=now)
    count, _each = ended.delete() if ended.exists() else (0, {})
    if count:
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count


def _begin(request: HttpRequest, user: Person, **signal: Any) -> None:
    at = time.time()
    if request.session.session_key is None:
        request.session.save()  # it gets its key
    _mark(request, begun=at, seen=at)
    live = Session.objects.filter(expire_date__gt=datetime.now(UTC)).values("session_key")
    UserSession.objects.filter(user=user).exclude(session_key__in=live).delete()
    _write_row(request, at, user=user)


def _look_after(request: HttpRequest, person: Person) -> None:
    at, mark = time.time(), request.session.get(_MARK)
    if mark is None:
        _begin(request, person)  # signed in before sessions were looked after
    elif at - mark["begun"] > ABSOLUTE.total_seconds():
        row = UserSession.objects.filter(session_key=request.session.session_key)
        row.delete()
        logout(request)
    elif mark["key"] != request.session.session_key:
        UserSession.objects.filter(session_key=request.session.session_key).delete()  # a change of password's
        UserSession.objects.filter(session_key=mark["key"]).update(session_key=request.session.session_key)
        _mark(request, begun=mark["begun"], seen=at)
        _write_row(request, at)
    elif at - mark["seen"] > NOTED.total_seconds():
        _mark(request, begun=mark["begun"], seen=at)
        _write_row(request, at)


def _mark(request: HttpRequest, *, begun: float, seen: float) -> None:
    request.session[_MARK] = {"begun": begun, "seen": seen, "key": request.session.session_key}


def _write_row(request: HttpRequest, at: float, *, user: Person | None = None) -> None:
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user or request.user,
            "ip": NO_ADDRESS,
            "user_agent": "|".join(device_in(request.META.get("HTTP_USER_AGENT", ""))),
            "last_seen_at": datetime.fromtimestamp(at, UTC),
        },
    )


def _place(row: UserSession, *, here: bool) -> SignedIn:
    browser, _bar, system = row.user_agent.partition("|")
    return SignedIn(row.pk, browser, system, row.created_at, row.last_seen_at, here)


def _is_theirs(session: Session, person: Person) -> bool:
    """Tell whether the session still signs the person in: not one from before a change of password."""
    given = session.get_decoded().get(HASH_SESSION_KEY, "")
    hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(given, known) for known in hashes)


def _end_all(rows: Any) -> int:
    ended = list(rows)
    for row in ended:
        row.end()
    return len(ended)
