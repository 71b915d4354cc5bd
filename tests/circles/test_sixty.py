"""A real list of sixty, with every kind of fault: one round of corrections, and sixty letters, once each."""

from collections import Counter

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from circles.arriving import invitations, naming
from circles.arriving.paste import Entry
from circles.models import Invitation, Letter, LetterState, Membership
from tests.at_once import at_once
from tests.making import make_gathering, make_member, make_person, make_steward
from tests.postbox import deliver_all, html_of

# What somebody keeps of a lab: a spreadsheet's rows, a mail program's line of receivers, a messenger's, notes.
GOOD = """\
"Berg, Anna" <anna.berg@circle.example>
'Luc Moreau' <LUC@circle.example>;
Noor Haddad <mailto:noor@circle.example>,
Ruth Okafor ruth@circle.example
- Priya Nair <priya@circle.example>
3. Tomasz Zieliński <tomasz@circle.example>
Gerry Littlechild (gerry@circle.example)
mailto:hana@circle.example
sam@circle.example.
Ines Carvalho;ines@circle.example;Lisbon;+351 21 000 00 00
Abel\tTesfaye\tabel@circle.example\tEdmonton
Wren,Whitehawk,wren@circle.example
王芳 <wang.fang@circle.example>
سارا رضایی <sara@circle.example>
\u202dOlga Иванова\u202c <olga@circle.example>\u200b
José\u00a0Núñez <jose＠circle.example>

\x20\x20

Ann-Marie O’Neill <annmarie@circle.example>, Bea <bea@circle.example>; Cy <cy@circle.example>
d@circle.example e@circle.example, f@circle.example;g@circle.example
Zoë "Zed" Black <zoe@circle.example>
👋 Kit <kit+lab@sub.circle.example>
<lone@circle.example>
"quoted@circle.example"
Maria <maria@circle.example>
"""
REST = "\n".join(f"Guest {number:02} <guest{number:02}@circle.example>" for number in range(1, 26))
# Twenty-eight above, twenty-five guests, and of the wrong ones seven when they are mended: sixty.
AGAIN = """\
Anna Berg <ANNA.BERG@Circle.Example>
GUEST01@CIRCLE.EXAMPLE
Here Already <here@circle.example>
invited@circle.example
"""
# What cannot be read, why, and what somebody makes of it: another line, or nothing.
WRONG = [
    ("Ola Nordmann <ola.circle.example>", "the @ is missing", "Ola Nordmann <ola@circle.example>"),
    ("per..hansen@circle.example", "no address can have", "per.hansen@circle.example"),
    ("kari nordmann@circle", "is not whole", "kari nordmann@circle.example"),
    ("lise @circle.example", "nothing stands before", "lise@circle.example"),
    ("mads@@circle.example", "more than one @", "mads@circle.example"),
    ("Only A Name", "has no e-mail address", ""),
    ("Those who came on the second day, please add them too.", "has no e-mail address", ""),
    ("Nils <nils@circle..example>", "is not whole", "Nils <nils@circle.example>"),
]
MISSPELT = "Tove <tove@gmial.com>"
SPREADSHEET = """\
Last name;First name;E-mail
Lab;Lena;lena@circle.example
"Two; Names";Lars;lars@circle.example
"""


@pytest.fixture
def steward():
    made = make_steward(name="Anna Berg")
    make_gathering(made.circle)
    make_member(made.circle, "Here", person=make_person(email="here@circle.example"))
    invitations.invite(made.circle, entries=[Entry("invited@circle.example")], by=made, now=now())
    naming.add_names(made.circle, names=["Maria", "Luc Moreau"], by=made, now=now())
    deliver_all()
    mail.outbox.clear()
    return made


@pytest.fixture
def post(client, steward):
    """Return a function that posts to the page as a browser would."""
    client.force_login(steward.person)
    address = reverse("invite", args=[steward.circle.slug])
    return lambda people, **pressed: client.post(address, {"people": people, **pressed})


def everything():
    wrong = "\n".join(line for line, _why, _mended in WRONG)
    return f"{GOOD}{AGAIN}{wrong}\n{MISSPELT}\n{REST}\n"


def mended():
    """Return the list as somebody has it after the one round in which all that is wrong was named."""
    right = "\n".join(mended for _line, _why, mended in WRONG)
    return f"{GOOD}{AGAIN}{right}\n{MISSPELT.replace('gmial', 'gmail')}\n{REST}\n"


@pytest.mark.django_db
def test_all_that_is_wrong_is_named_in_one_round_and_nothing_is_lost_or_sent(post):
    answer = post(everything())

    named = answer.context["form"].wrong_lines
    assert len(named) == len(WRONG)
    for line, (text, why, _mended) in zip(named, WRONG, strict=True):
        assert text in line
        assert why in line
    assert "Eight lines need another look. Nobody has been invited yet." in answer.text
    assert "“tove@gmial.com”: is tove@gmail.com meant?" in answer.text
    assert answer.context["form"]["people"].value() == everything()
    assert (Invitation.objects.count(), mail.outbox) == (1, [])


@pytest.mark.django_db
def test_after_one_round_sixty_are_looked_over_and_each_gets_one_letter_though_pressed_twice(post, steward):
    post(everything())
    looked = post(mended())

    guests = looked.context["guests"]
    assert len([guest for guest in guests if guest.is_new]) == 60
    assert "Invite 60 people" in looked.text
    assert "anna.berg@circle.example (lines 1," in looked.text
    assert "here already: Here" in looked.text
    assert "invited already" in looked.text
    names = {guest.name_here.name for guest in guests if guest.name_here}
    assert names == {"Maria", "Luc Moreau"}
    letter = looked.context["letter"]
    assert letter.subject == "Anna Berg invites you to The Hosting Circle"
    assert "We gather next:" in letter.text
    assert 'href="http://localhost' not in looked.text

    maria = Membership.objects.get(name="Maria")
    pressed = {"seen": looked.context["form"].digest, "send": "yes", "claims": [maria.pk]}
    first, second = post(mended(), **pressed), post(mended(), **pressed)
    deliver_all()
    deliver_all()

    assert (first.status_code, second.status_code) == (302, 302)
    sent = Counter(to for message in mail.outbox for to in message.to)
    assert len(mail.outbox) == len(sent) == 60
    assert set(sent.values()) == {1}
    assert sent.keys() == {guest.entry.address for guest in guests if guest.is_new}
    assert {letter.state for letter in Letter.objects.filter(kind="invitation")} == {LetterState.SENT}
    assert Invitation.objects.filter(claims=maria).get().email == "maria@circle.example"
    assert Invitation.objects.exclude(claims=None).count() == 1
    for message in mail.outbox:
        others = sent.keys() - set(message.to)
        assert not any(address in str(message.body) + html_of(message) for address in others)


@pytest.mark.django_db
def test_the_letter_reads_beforehand_as_it_arrives(post):
    people = "Noor <noor@circle.example>"
    looked = post(people)
    post(people, seen=looked.context["form"].digest, send="yes")
    deliver_all()

    shown = looked.context["letter"]
    [arrived] = mail.outbox
    token = str(arrived.body).split("/invitation/")[1].split("/")[0]
    assert shown.subject == arrived.subject
    assert shown.text == str(arrived.body).replace(token, "…")


@pytest.mark.django_db
def test_what_is_likely_misspelt_is_mended_by_one_press_and_sent_as_it_is_where_it_is_right(post):
    people = f"{MISSPELT}\nKai <kai@GMIAL.com>\nreal@gmial.community"
    mended = post(people, mend="yes")

    assert mended.context["form"]["people"].value() == (
        "Tove <tove@gmail.com>\nKai <kai@gmail.com>\nreal@gmial.community"
    )
    assert "Perhaps misspelt" not in mended.text

    looked = post(people)
    assert "Perhaps misspelt" in looked.text
    post(people, seen=looked.context["form"].digest, send="yes")
    assert set(Invitation.objects.filter(email__endswith="gmial.com").values_list("email", flat=True)) == {
        "tove@gmial.com",
        "kai@gmial.com",
    }


@pytest.mark.django_db
def test_a_spreadsheet_with_a_heading_is_read_by_its_columns(post):
    looked = post(SPREADSHEET)

    assert [(guest.entry.name, guest.entry.address) for guest in looked.context["guests"]] == [
        ("Lena Lab", "lena@circle.example"),
        ("Lars Two; Names", "lars@circle.example"),
    ]


@pytest.mark.django_db
def test_a_first_name_alone_is_offered_and_not_taken_for_granted(post, steward):
    looked = post("Maria Santos <ms@circle.example>")

    [guest] = looked.context["guests"]
    assert (guest.name_here.name, guest.is_that_name) == ("Maria", False)
    assert "They are Maria, so far only a name here" in looked.text
    assert " checked" not in looked.text

    [guest] = post("Maria Santos <ms@circle.example>\nMaria Lopes <ml@circle.example>").context["guests"][:1]
    assert guest.name_here is None
    exact = post("MARIA <ms@circle.example>")
    assert " checked" in exact.text


@pytest.mark.django_db
def test_a_key_that_is_no_name_of_the_list_claims_nothing(post, steward):
    people = "Noor <noor@circle.example>"
    looked = post(people)
    claims = [Membership.objects.get(name="Maria").pk, steward.pk, "x", "9" * 400]

    answer = post(people, seen=looked.context["form"].digest, send="yes", claims=claims[:2])

    assert answer.status_code == 302
    assert not Invitation.objects.exclude(claims=None).exists()
    assert post(people, seen="", send="yes", claims=claims).status_code == 200


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_four_times_at_once_sends_sixty_letters(steward):
    address = reverse("invite", args=[steward.circle.slug])
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(steward.person)
    seen = clients[0].post(address, {"people": mended()}).context["form"].digest
    pressed = {"people": mended(), "seen": seen, "send": "yes"}

    answers = at_once(
        *(lambda client=client: client.post(address, pressed).status_code for client in clients)
    )
    deliver_all()

    assert answers == [302] * 4
    assert len({tuple(message.to) for message in mail.outbox}) == len(mail.outbox) == 60
