"""A French evening, and reading its pages for words that are not French."""

from django.urls import reverse
from django.utils.timezone import now

from checkins.phrases import catching
from checkins.tonight import rounds
from gatherings.models import Rsvp
from tests.french import english_in
from tests.making import make_agreement, make_circle, make_gathering_now

LINES = ("la bouilloire, patiente", "de la neige sur les marches", "moi aussi")


class Reading:
    """A reader who turns pages, and what English they met."""

    def __init__(self, client, gathering, member=None):
        self.client, self.gathering, self.english = client, gathering, {}
        client.logout()
        if member:
            client.force_login(member.person)

    def address(self, name, *more):
        return reverse(name, args=[self.gathering.circle.slug, self.gathering.number, *more])

    def opens(self, address, **asked):
        return self._read(address, self.client.get(address, asked, HTTP_ACCEPT_LANGUAGE="fr", follow=True))

    def posts(self, address, **said):
        return self._read(address, self.client.post(address, said, HTTP_ACCEPT_LANGUAGE="fr", follow=True))

    def _read(self, address, page):
        assert page.status_code == 200, address
        assert '<html lang="fr"' in page.text, address
        if found := english_in(page.text):
            self.english[address] = self.english.get(address, []) + found
        return page


def caught(evening, by, line, **fields):
    return catching.catch(rounds.round_of(evening), lines=[line], by=by, now=now(), **fields)


def coming(evening, member):
    Rsvp.objects.create(gathering=evening, membership=member, answer="yes")
    return member


def french(member):
    """Let somebody of these tests read French."""
    member.person.language = "fr"
    member.person.save()
    return member


def make_french_evening():
    """Make a gathering that goes on now in a circle in Paris, with an agreement."""
    circle = make_circle(
        "Le Cercle du mercredi", language="fr", purpose="Apprendre.", timezone="Europe/Paris"
    )
    make_agreement(circle, "Ce qui se dit ici reste ici.")
    return make_gathering_now(circle, question="Que portes-tu ?", place="Maison des Pentes")
