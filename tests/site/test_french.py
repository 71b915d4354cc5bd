"""What a French circle reads: page by page, letter by letter, and in its calendars."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from checkins.models import Harvest
from circles.models import Standing
from circles.words.dates import written
from cop_site.sample import words_fr
from cop_site.sample.planting import plant
from gatherings.moments import zone_words
from gatherings.wording import rhythm_words
from tests.french import english_in
from tests.proving import prove

OF_THE_SITE = [
    "home",
    "me",
    "my_letters",
    "my_data",
    "my_whole_calendar",
    "erase_me",
    "found_circle",
    "circles",
    "labs",
    "account_email",
    "account_logout",
    "sessions",
    "admin:index",
]
OF_SIGNING_IN = [
    "account_set_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]
OF_THE_CIRCLE = [
    "circle",
    "circle_settings",
    "circle_rest",
    "circle_close",
    "take_home",
    "hand_over",
    "asking",
    "names",
    "welcome",
    "members",
    "my_name",
    "my_face",
    "my_roles",
    "leave_circle",
    "invite",
    "agreements",
    "agreements_aloud",
    "proposal_add",
    "circle_labs",
    "lab_add",
]
OF_ITS_RHYTHM = [
    "gatherings",
    "rhythm",
    "rota",
    "roles",
    "role_add",
    "ledger",
    "away",
    "my_calendar",
    "my_phones",
    "letter_times",
    "poems",
    "admin:gatherings_rota",
]
OF_AN_EVENING = [
    "gathering",
    "gathering_hosts",
    "gathering_guest",
    "gathering_notes",
    "gathering_prepare",
    "flow",
    "tell",
    "who_was_there",
    "role_add_here",
    "gathering_move",
    "gathering_call_off",
    "check_in",
    "catch",
    "poem",
]
OF_AN_AGREEMENT = [
    "agreement",
    "agreement_reword",
    "agreement_retire",
    "agreement_review",
    "agreement_propose",
]


# --- what the plain words become ------------------------------------------------------------------


def test_days_zones_and_rhythms_are_said_as_in_french():
    with translation.override("fr"):
        assert written(date(2026, 11, 25), "l j F") == "mercredi 25 novembre"
        assert written(date(2026, 7, 1)) == "1er juillet 2026"
        assert zone_words("America/Edmonton") == "heure d’Edmonton"
        assert zone_words("America/New_York") == "heure de New York"
        assert zone_words("UTC") == "UTC"
        assert rhythm_words("FREQ=MONTHLY;BYDAY=-1WE") == "le dernier mercredi de chaque mois"
        assert rhythm_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR") == "le vendredi, toutes les 2 semaines"


def test_nought_and_one_are_singular():
    with translation.override("fr"):
        forms = [
            translation.ngettext("%(count)d seat is open.", "%(count)d seats are open.", n) for n in range(3)
        ]

    assert forms == ["%(count)d place est libre."] * 2 + ["%(count)d places sont libres."]


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def circle(db):
    return plant(words_fr.CIRCLE, now=now())


@pytest.fixture
def steward(circle):
    return circle.memberships.present().get(standing=Standing.STEWARD)


def addresses(circle):
    coming = circle.gatherings.filter(ends_at__gt=now()).planned().order_by("starts_at").first()
    poem = Harvest.objects.given().filter(gathering__circle=circle)[0]
    agreement, host = circle.agreements.first().pk, circle.memberships.filter(standing=Standing.HOST)[0].pk
    role = circle.roles.first().pk
    of_the_circle = [*OF_THE_CIRCLE, "agreement_add", *OF_ITS_RHYTHM, "gathering_add"]
    return [
        *(reverse(name) for name in [*OF_THE_SITE, *OF_SIGNING_IN]),
        *(reverse(name, args=[circle.slug]) for name in of_the_circle),
        *(reverse(name, args=[circle.slug, coming.number]) for name in OF_AN_EVENING),
        *(reverse(name, args=[circle.slug, agreement]) for name in OF_AN_AGREEMENT),
        *(reverse(name, args=[circle.slug, host]) for name in ("member", "member_remove")),
        *(reverse(name, args=[circle.slug, role]) for name in ("role", "role_change")),
        reverse("role_ask", args=[circle.slug, coming.number, role]),
        reverse("gatherings_year", args=[circle.slug, poem.gathering.day.year]),
        *(
            reverse(name, args=[circle.slug, poem.gathering.number])
            for name in (
                "gathering",
                "gathering_hosts",
                "gathering_notes",
                "who_was_there",
                "check_in",
                "poem",
            )
        ),
    ]


@pytest.mark.thorough
def test_a_steward_of_a_french_circle_reads_nothing_in_english(client, circle, steward):
    client.force_login(steward.person)
    prove(client)
    read = {}
    for address in addresses(circle):
        page = client.get(address, HTTP_ACCEPT_LANGUAGE="en", follow=True)
        assert page.status_code == 200, address
        assert '<html lang="fr"' in page.text, address
        assert page.headers["Content-Language"] == "fr"
        read[address] = english_in(page.text)

    assert {address: found for address, found in read.items() if found} == {}


def test_what_the_site_answers_to_a_form_is_french_too(client, circle, steward):
    client.force_login(steward.person)
    slug, next_one = circle.slug, circle.gatherings.filter(starts_at__gt=now()).planned().first().number
    forms = (
        ("me", [], {"name": "", "timezone": "Lyon", "language": "xx"}),
        ("found_circle", [], {"name": "x" * 200, "call_link": "nowhere", "every": "0", "first": "never"}),
        ("invite", [slug], {"pasted": "Jeanne\na@b@c", "look": "yes"}),
        ("gathering_move", [slug, next_one], {"day": "2020-01-01", "starts": "18:00", "ends": "18:00"}),
        ("rhythm", [slug], {"day": "d5", "unit": "week", "every": "1", "starts": "18:00", "ends": "20:00"}),
        ("away", [slug], {"first": "2027-02-02", "last": "2027-01-01"}),
        ("catch", [slug, next_one], {"heard": " ", "nonce": "n"}),
    )
    for name, args, given in forms:
        page = client.post(reverse(name, args=args), given, follow=True)
        assert page.status_code == 200, name
        assert "is-invalid" in page.text or "notice" in page.text or 'class="error' in page.text, name
        assert english_in(page.text) == [], name


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["landing", "account_login", "account_signup", "account_reset_password"])
def test_a_visitor_whose_browser_asks_for_french_is_met_in_french(client, name):
    page = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE="fr-CA,fr;q=0.9,en;q=0.5")

    assert '<html lang="fr"' in page.text
    assert english_in(page.text) == []
    assert "vous" not in re.sub(r"c’est vous qui|vous vous promettez", "", page.text)


@pytest.mark.django_db
def test_a_missing_page_is_missing_in_french(client):
    page = client.get("/c/nulle-part/", HTTP_ACCEPT_LANGUAGE="fr", follow=True)
    gone = client.get("/join/nulle-part/", HTTP_ACCEPT_LANGUAGE="fr")

    assert english_in(page.text) == english_in(gone.text) == []
    assert "heure" not in gone.text
    assert '<html lang="fr"' in gone.text


# --- letters and calendars ------------------------------------------------------------------------
