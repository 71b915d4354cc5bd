"""Answering by a group link, as a browser without a session does it."""

import re

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Membership
from gatherings.answering import group_links, phone_cookie
from gatherings.models import Gathering, GroupLink, Phone, Rsvp
from tests.making import make_host
from tests.postbox import code_sent

ONCE = "8d1e6c2c-4f0e-4d0d-9f5d-0d7d3a1b2c3d"


def make_link(gathering: Gathering) -> GroupLink:
    """Make the link of a gathering, by a host of its circle."""
    return group_links.make(gathering, by=make_host(gathering.circle), now=now())


class Browser:
    """A browser that opens a group link; it keeps its cookies and nothing else."""

    def __init__(self, link: GroupLink) -> None:
        self.link, self.client = link, Client()

    def path(self, name: str, member: Membership) -> str:
        return reverse(name, args=[self.link.token, member.pk])

    def names(self):
        return self.client.get(reverse("group", args=[self.link.token]))

    def look(self, member: Membership):
        return self.client.get(self.path("group_name", member))

    def answer(self, member: Membership, answer: str = "yes", **more: str):
        return self.client.post(self.path("group_name", member), {"answer": answer, **more})

    def ask_code(self, member: Membership, **given: str):
        return self.client.post(self.path("group_code", member), given)

    def type_code(self, member: Membership, code: str, **given: str):
        return self.client.post(self.path("group_try_code", member), {"code": code, **given})

    def confirm(self, member: Membership, mailoutbox) -> None:
        """Ask for a code and type it."""
        assert self.ask_code(member).status_code == 302
        assert self.type_code(member, code_sent(mailoutbox)).status_code == 302

    def ask_nod(self, member: Membership, **given: str) -> str:
        """Ask a host to nod and return the digits shown."""
        page = self.client.post(self.path("group_ask", member), given)
        found = re.search(r'<p class="sign">(\d+)</p>', page.text)
        assert found, page.status_code
        return found[1]

    def forget(self, member: Membership):
        return self.client.post(self.path("group_forget", member))

    @property
    def held(self) -> str:
        """What the cookie holds."""
        return self.client.cookies[phone_cookie.name()].value if self.keeps else ""

    @property
    def keeps(self) -> bool:
        return phone_cookie.name() in self.client.cookies

    def hold(self, secrets: str) -> None:
        """Hold what another browser holds."""
        self.client.cookies[phone_cookie.name()] = secrets


def nod_path(phone: Phone, name: str = "phone_nod") -> str:
    """Return the address where a host nods to a phone."""
    gathering = phone.gathering
    return reverse(name, args=[gathering.circle.slug, gathering.number, phone.pk])


def answers() -> list[tuple[str, str]]:
    """Return who has answered what."""
    return list(Rsvp.objects.values_list("membership__name", "answer"))
