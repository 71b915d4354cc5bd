"""The permission matrix: docs/permissions.md as rows, every address there is, and a full circle to knock at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from checkins.models import Consent, Harvest, Response
from circles.admin.scoped import WAYS
from circles.arriving import joining
from circles.models import Circle, Face, LetterKind, Membership, Person, Standing
from circles.post.links import claim_token, invitation_token
from circles.post.unsubscribing import stop_token
from cop_site.admin_site import hosts_table
from gatherings.answering.lab_links import seat_token
from gatherings.answering.links import answer_token, asked_token
from gatherings.feeds import subscriptions
from gatherings.models import Away
from tests.checkins.tonight import begin
from tests.making import (
    give_second_factor,
    make_gathering_now,
    make_host,
    make_member,
    make_person,
    make_role,
    make_steward,
)
from tests.proving import prove
from tests.two_circles import make_full_circle

TABLE = Path(settings.BASE_DIR) / "docs/permissions.md"
ROLES = ("visitor", "stranger", "former", "member", "host", "steward", "operator")
METHODS = {"look": ["get"], "send": ["post"], "both": ["get", "post"]}
NOBODYS = 10**6  # the number of a row nobody has
# What is sent where an empty form would be no answer at all.
SENT = {name: {"answer": "yes"} for name in ("answer", "answer_from_letter", "group_name")}
SENT |= {name: {"said": "no"} for name in ("asked", "asked_from_letter")}
_OF_THE_CENTRE = ("centre", "centre_move", "centre_seat", "centre_bell")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: an address by its name, looking or sending, and what each role is answered."""

    name: str
    methods: tuple[str, ...]
    proof: bool
    answers: dict[str, str]


def read_table() -> list[Row]:
    """Return the lines of the table's parts: those whose second cell says looking or sending."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 + len(ROLES) and cells[1] in METHODS:
            answers = dict(zip(ROLES, cells[3:], strict=True))
            rows.append(Row(cells[0], tuple(METHODS[cells[1]]), cells[2] == "fresh", answers))
    return rows


def write_row(name: str, asked: str, proof: bool, answers: dict[str, str]) -> str:
    """Return a line for the table."""
    cells = [f"`{name}`", asked, "fresh" if proof else "", *(answers[role] for role in ROLES)]
    return f"| {' | '.join(cells)} |"


def addresses() -> Iterator[tuple[str, str]]:
    """Return the name and the route of every address of the site; those without a name under none."""
    return _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[Any], space: str, route: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        whole = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, whole)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else ""), whole


def answer_of(response: HttpResponse, method: str) -> str:
    """Return the table's word for an answer; a number where it has none."""
    if response.status_code in (301, 302, 303):
        path = urlsplit(response["Location"]).path
        if path == reverse("account_login"):
            return "sign in"
        if path == reverse("prove"):
            return "prove"
        return "led on" if method == "get" else "yes"
    return "yes" if response.status_code in (200, 204) else str(response.status_code)


class World:
    """A circle with a row of everything, somebody in each role, and the way to each address in it."""

    def __init__(self) -> None:
        """Make it. What belongs to a member alone (away days, calendar link, words) is the member's."""
        self.circle = circle = make_full_circle("The full circle")
        joining.renew_link(circle)
        circle.refresh_from_db()
        present = {each.standing: each for each in circle.memberships.present()}
        self.member: Membership = present[Standing.MEMBER]
        self.people: dict[str, Person | None] = {
            "visitor": None,
            "stranger": make_steward().person,
            "former": circle.memberships.get(left_at__isnull=False).person,
            "member": present[Standing.MEMBER].person,
            "host": present[Standing.HOST].person,
            "steward": present[Standing.STEWARD].person,
            "operator": make_person(is_operator=True),
        }
        give_second_factor(self.people["operator"])
        self.another = make_member(circle)
        Face.objects.create(membership=self.another, picture=b"a face")
        self.open_role = make_role(circle, "welcomer")
        self.only_a_name = Membership.objects.create(circle=circle, person=None, name="Only a name")
        self.away_of_a_name = Away.objects.create(
            membership=self.only_a_name, first=date(2027, 1, 1), last=date(2027, 1, 31)
        )
        self.gathering = circle.gatherings.get()
        self.gathering.lab.published_at = now()
        self.gathering.lab.save()
        Consent.objects.update(leave="travels")
        Harvest.objects.update(given_at=now(), public_slug="a-poem", shared_at=now(), takes_responses=True)
        circle.letters.update(params={"gathering": self.gathering.pk})
        self.routes = dict(addresses())
        self.sent = SENT | {"gathering_told": {"said": f"{self.another.pk}.yes"}}
        self.tokens = self._tokens()
        self.keys = self._keys()
        self.cookies = {role: self._signed_in(person) for role, person in self.people.items()}
        # One for all: beginning one costs more than a page.
        self.client = Client(raise_request_exception=False)

    def let_proofs_age(self) -> None:
        """Let an hour pass since everybody proved to be themselves."""
        self.cookies = {role: self._signed_in(person, hours=1) for role, person in self.people.items()}

    def ask(self, role: str, method: str, name: str) -> str:
        """Return what somebody in that role is answered; what it changed is taken back."""
        client = self.client
        client.cookies.clear()
        for cookie, value in self.cookies[role].items():
            client.cookies[cookie] = value
        sent = self.sent.get(name, {}) if method == "post" else {}
        with transaction.atomic():
            answer = answer_of(getattr(client, method)(self.path(name), sent), method)
            transaction.set_rollback(True)
        return answer

    def path(self, name: str) -> str:
        """Return an address of this circle by its name."""
        if name.startswith("admin:"):
            return self._in_admin(name)
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", self.routes[name]))
        known = {
            "slug": self.circle.slug,
            "number": self.gathering.number,
            "pk": self.another.pk,
            "role_pk": self.open_role.pk,
            "public_slug": "a-poem",
            "token": "a-token",
            "uid": self.circle.uid,
            "form": "txt",
            "away_pk": self.away_of_a_name.pk,
            "year": self.gathering.day.year,
        }
        return reverse(name, kwargs={key: self.keys.get(name, {}).get(key, known.get(key)) for key in wanted})

    def _signed_in(self, person: Person | None, *, hours: int = 0) -> dict[str, str]:
        client = Client()
        if person:
            client.force_login(person)
            prove(client, minutes_ago=60 * hours)
        return {name: morsel.value for name, morsel in client.cookies.items()}

    def _tokens(self) -> dict[str, str]:
        _link, feed = subscriptions.make_link(self.member, now=now())
        evening = make_gathering_now()  # a Centre opens nothing before its day
        tonight = begin(evening, make_host(evening.circle))
        return {
            "invitation": invitation_token(self.circle.invitations.get()),
            "join": self.circle.join_token,
            "claim": claim_token(self.only_a_name),
            "answer_from_letter": answer_token(self.gathering, self.member),
            "asked_from_letter": asked_token(self.gathering.requests.get()),
            **self._group_link(),
            **dict.fromkeys(_OF_THE_CENTRE, tonight.screen_token),
            "live": tonight.live_token,
            "lab_seat": seat_token(self.gathering.lab.guests.get()),
            "lab_ics": seat_token(self.gathering.lab.guests.get()),
            "feed": feed,
            "unsubscribe": stop_token(self.member, LetterKind.EVE),
        }

    def _response(self, **which: bool) -> Response:
        return Response.objects.get(harvest__gathering=self.gathering, **which)

    def _group_link(self) -> dict[str, str]:
        """Return the group link's token for each of its pages."""
        token = self.gathering.group_links.get().token
        return {name: token for name, route in self.routes.items() if route.startswith("g/<str:token>/")}

    def _keys(self) -> dict[str, dict[str, Any]]:
        """Return what an address is filled with where it means something else than another member."""
        circle, gathering, member = self.circle, self.gathering, self.member
        lab = gathering.lab
        given: dict[str, dict[str, Any]] = {name: {"token": token} for name, token in self.tokens.items()}
        phrase = gathering.rounds.get().phrases.get()
        rows: dict[str, Any] = {
            "only_name": self.only_a_name,
            "claim_link_end": self.only_a_name,
            "member_away": self.only_a_name,
            "member_away_remove": self.only_a_name,
            "asking_answer": circle.join_requests.get(),
            "invitation_resend": circle.invitations.get(),
            "invitation_withdraw": circle.invitations.get(),
            "give_back_turn": gathering.turns.get(),
            "handover": gathering.turns.get(),
            "turn_beside": gathering.turns.get(),
            "role": self.open_role,
            "role_change": self.open_role,
            "role_move": self.open_role,
            "role_remove": self.open_role,
            "asked": gathering.requests.get(),
            "request_take_back": gathering.requests.get(),
            "gathering_guest_nod": gathering.guests.get(),
            "gathering_guest_off": gathering.guests.get(),
            "letter_send_again": circle.letters.get(),
            "lab_guest_withdraw": lab.guests.get(),
            "away_remove": member.aways.get(),
            "feed_link_leave_out": member.feed_links.last(),
            "feed_link_renew": member.feed_links.last(),
            "feed_link_revoke": member.feed_links.last(),
            "words_correct": phrase.checkin,
            "words_take_back": phrase.checkin,
            "phrase_undo": phrase,
            "phrase_speaker": phrase,
            "phrase_words": phrase,
            "line_change": phrase,
            "response_welcome": self._response(from_beyond=True),
            "response_take_away": self._response(from_beyond=False),
        }
        for name, route in self.routes.items():
            if "agreements/<int:pk>" in route:
                rows[name] = circle.agreements.get()
            if "proposals/<int:pk>" in route:
                rows[name] = circle.proposals.get()
        rows |= {name: member.phones.get() for name in ("phone_nod", "phone_end", "phone_forget")}
        given |= {name: {"pk": row.pk} for name, row in rows.items()}
        given |= {name: {"slug": lab.slug} for name in ("lab", "lab_asked")}
        given |= {
            name: {"pk": NOBODYS} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn", "session_end")
        }
        given |= {name: {"name": "a-letter"} for name in ("mailbox_letter", "mailbox_letter_html")}
        return given

    def _in_admin(self, name: str) -> str:
        """Return an address of the hosts' table: of a row of this circle, where it asks for one."""
        if name == "admin:app_list":
            return reverse(name, args=["circles"])
        if name == "admin:gatherings_rota":
            return reverse(name, args=[self.circle.slug])
        if not re.search(r"_(change|delete|history)$", name):
            return reverse(name)
        app, model, _page = name.removeprefix("admin:").split("_")
        return reverse(
            name,
            args=[self._row(next(each for each in hosts_table._registry if _label(each) == (app, model))).pk],
        )

    def _row(self, model: type[models.Model]) -> models.Model:
        if model is Circle:
            return self.circle
        rows = model._base_manager.all()
        if model in WAYS:
            rows = rows.filter(**{WAYS[model]: self.circle})
        found = rows.order_by("pk").first()
        assert found, f"no {model.__name__} in the full circle"
        return found


def _label(model: type[models.Model]) -> tuple[str, str]:
    return model._meta.app_label, str(model._meta.model_name)
