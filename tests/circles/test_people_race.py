"""Two hands on one door: who presses at the same moment changes things once (R5)."""

from uuid import uuid4

import pytest
from django.utils.timezone import now

from circles import founding
from circles.arriving import asking, invitations, joining, naming
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.founding import Description
from circles.models import Circle, Invitation, JoinRequest, Letter, Membership, Standing, Weight, Wording
from circles.promises import agreements
from circles.refusals import Answered, LastSteward, LinkHasEnded, NotASteward
from tests.at_once import at_once
from tests.making import make_agreement, make_circle, make_person, make_steward

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = now()
TWELVE = [Entry(f"guest{number}@circle.example") for number in range(12)]


def answer(verb, *refusals):
    """Return what happened in a word: it was done, or which refusal came."""

    def call():
        try:
            verb()
        except refusals as refused:
            return type(refused).__name__
        return "done"

    return call


def test_twelve_invited_by_four_presses_get_a_letter_each():
    steward = make_steward()

    def press():
        return len(invitations.invite(steward.circle, entries=TWELVE, by=steward, now=NOW))

    assert sorted(at_once(*[press] * 4)) == [0, 0, 0, 12]
    assert Invitation.objects.count() == Letter.objects.count() == 12


def test_sent_again_by_four_presses_one_letter_goes():
    steward = make_steward()
    [invitation] = invitations.invite(steward.circle, entries=TWELVE[:1], by=steward, now=NOW)

    at_once(*[lambda: invitations.send_again(invitation, epoch=1, now=NOW)] * 4)

    assert Invitation.objects.get().epoch == 2
    assert Letter.objects.count() == 2


def test_an_invitation_lets_one_of_four_in():
    steward = make_steward()
    [invitation] = invitations.invite(steward.circle, entries=TWELVE[:1], by=steward, now=NOW)
    people = [make_person() for _ in range(4)]

    done = at_once(
        *(
            answer(
                lambda person=person: joining.accept(invitation, person=person, name="Me", now=NOW),
                LinkHasEnded,
            )
            for person in people
        )
    )

    assert sorted(done) == ["LinkHasEnded"] * 3 + ["done"]
    assert Membership.objects.filter(name="Me").count() == 1


def test_one_person_pressing_four_times_joins_once():
    steward, person = make_steward(), make_person()
    token = joining.renew_link(steward.circle)

    def press():
        return joining.join(steward.circle, token=token, person=person, name="Me", now=NOW).pk

    assert len(set(at_once(*[press] * 4))) == 1
    assert Membership.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("how", ["leave", "step down", "remove"])
def test_two_stewards_at_once_never_leave_the_circle_without_one(how):
    anna = make_steward(name="Anna")
    luc = make_steward(anna.circle, "Luc")

    def go(one, other):
        if how == "leave":
            return lambda: memberships.leave(one, now=NOW)
        if how == "step down":
            return lambda: memberships.set_standing(one, standing=Standing.MEMBER, by=one, now=NOW)
        return lambda: memberships.remove(other, by=one, now=NOW)

    refusals = (LastSteward, NotASteward)
    done = at_once(answer(go(anna, luc), *refusals), answer(go(luc, anna), *refusals))

    assert sorted(done)[1] == "done"
    assert sorted(done)[0] in {"LastSteward", "NotASteward"}
    assert Membership.objects.present().filter(standing=Standing.STEWARD).count() == 1


def test_a_circle_founded_by_four_presses_is_one_circle():
    founder, once = make_person(), uuid4()
    words = Description(name="A circle", purpose="Hosting.", timezone="UTC", language="en")

    def press():
        return founding.found(founder=founder, description=words, now=NOW, once=once).pk

    assert len(set(at_once(*[press] * 4))) == 1
    assert Circle.objects.count() == 1


def test_agreed_reworded_and_affirmed_by_four_presses_is_once_each():
    steward = make_steward()
    given = {"weight": Weight.FIRMLY, "agreed_on": NOW.date(), "by": steward, "now": NOW}
    old = make_agreement(steward.circle, "Old words.")

    at_once(*[lambda: agreements.agree(steward.circle, text="We take turns.", **given)] * 4)
    at_once(*[lambda: agreements.reword(old, text="New words.", **given)] * 4)
    wording = old.wordings.get(number=2)
    at_once(*[lambda: agreements.affirm(wording, membership=steward, now=NOW)] * 4)

    assert sorted(Wording.objects.values_list("text", flat=True)) == [
        "New words.",
        "Old words.",
        "We take turns.",
    ]
    assert wording.affirmations.count() == 1


def test_names_written_down_by_four_presses_are_there_once():
    steward = make_steward()

    def press():
        return [m.pk for m in naming.add_names(steward.circle, names=["Maria", "Luc"], by=steward, now=NOW)]

    assert len({tuple(keys) for keys in at_once(*[press] * 4)}) == 1
    assert Membership.objects.filter(person=None).count() == 2


def test_a_name_is_taken_over_by_one_of_four():
    steward = make_steward()
    [maria] = naming.add_names(steward.circle, names=["Maria"], by=steward, now=NOW)
    people = [make_person() for _ in range(4)]

    done = at_once(
        *(
            answer(
                lambda person=person: joining.claim(maria, person=person, name="Me", now=NOW), LinkHasEnded
            )
            for person in people
        )
    )

    assert sorted(done) == ["LinkHasEnded"] * 3 + ["done"]
    assert Membership.objects.filter(name="Me").count() == 1
    assert Membership.objects.count() == 2


def test_one_person_pressing_four_times_takes_the_name_once():
    steward, person = make_steward(), make_person()
    [maria] = naming.add_names(steward.circle, names=["Maria"], by=steward, now=NOW)

    done = at_once(*[lambda: joining.claim(maria, person=person, name="Maria", now=NOW).pk] * 4)

    assert set(done) == {maria.pk}


def test_asked_by_four_presses_it_is_one_request_and_one_letter():
    steward, person = make_steward(make_circle(listed=True)), make_person()

    def press():
        return asking.ask(steward.circle, person=person, name="Me", words="", now=NOW).pk

    assert len(set(at_once(*[press] * 4))) == 1
    assert JoinRequest.objects.count() == Letter.objects.count() == 1


def test_two_stewards_answering_at_once_give_one_answer():
    anna = make_steward(make_circle(listed=True), "Anna")
    luc = make_steward(anna.circle, "Luc")
    request = asking.ask(anna.circle, person=make_person(), name="Me", words="", now=NOW)

    done = at_once(
        answer(lambda: asking.answer(request, welcome=True, by=anna, now=NOW), Answered),
        answer(lambda: asking.answer(request, welcome=False, by=luc, now=NOW), Answered),
    )

    assert sorted(done) == ["Answered", "done"]
    told = Letter.objects.filter(kind__in=["join_welcome", "join_declined"])
    request.refresh_from_db()
    assert told.get().kind == ("join_welcome" if request.welcome else "join_declined")
    assert Membership.objects.filter(name="Me").count() == int(request.welcome)
