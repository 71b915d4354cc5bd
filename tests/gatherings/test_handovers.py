"""What a holder passes on to the next one, and who sits beside them."""

import pytest
from django.utils.timezone import now

from gatherings.hosting import beside, handovers
from gatherings.models import Handover
from gatherings.refusals import HasNotHeldIt, IsOver, NotHeldYet
from tests.gatherings.turns_past import hold, past
from tests.making import make_gathering, make_gathering_now, make_member, make_role

pytestmark = pytest.mark.django_db


class TestHandover:
    def test_it_is_written_by_its_holder_once_the_evening_has_begun(self, circle):
        luc, noor = make_member(circle, "Luc"), make_member(circle, "Noor")
        role = make_role(circle)
        turn = hold(make_gathering_now(circle), role, luc)
        ahead = hold(make_gathering(circle), role, luc)

        handovers.write(turn, words="Wait longer.", by=luc, now=now())
        handovers.write(turn, words="Wait a breath longer.", by=luc, now=now())

        assert Handover.objects.get().words == "Wait a breath longer."
        with pytest.raises(ValueError, match="only its holder"):
            handovers.write(turn, words="x", by=noor, now=now())
        with pytest.raises(NotHeldYet):
            handovers.write(ahead, words="x", by=luc, now=now())
        assert handovers.write(turn, words="", by=luc, now=now()) is None
        assert not Handover.objects.exists()

    def test_home_asks_for_it_until_it_is_written(self, client, circle):
        luc = make_member(circle, "Luc")
        turn = hold(past(circle), make_role(circle, "Timekeeper"), luc)
        old = hold(past(circle, 30), make_role(circle, "Guardian"), luc)
        client.force_login(luc.person)
        page = f"/c/{circle.slug}/gatherings/{turn.gathering.number}/turns/{turn.pk}/handover/"

        home = client.get("/home/").text
        assert page in home
        assert "what would you tell the next one?" in home
        assert f"/turns/{old.pk}/handover/" not in home

        answer = client.post(page, {"words": "Take the small clock along."}, follow=True)
        assert "Whoever holds it next will read it." in answer.text
        assert page not in client.get("/home/").text
        assert "Take the small clock along." in client.get(f"/c/{circle.slug}/roles/{turn.role_id}/").text

    def test_too_long_a_word_is_said_at_its_box_and_not_lost(self, client, circle):
        luc = make_member(circle, "Luc")
        turn = hold(past(circle), make_role(circle), luc)
        client.force_login(luc.person)
        page = f"/c/{circle.slug}/gatherings/{turn.gathering.number}/turns/{turn.pk}/handover/"

        answer = client.post(page, {"words": "long " * 200})

        assert "long long" in answer.text
        assert "invalid-feedback" in answer.text
        assert not Handover.objects.exists()


class TestBeside:
    """Who has held a role sits beside who holds it now."""

    def test_the_holder_names_somebody_who_has_held_it_and_their_calendar_knows(self, circle):
        luc, ines, noor = (make_member(circle, name) for name in ("Luc", "Ines", "Noor"))
        role = make_role(circle)
        hold(past(circle), role, ines)
        turn = hold(make_gathering(circle), role, luc)

        beside.name(turn, member=ines, by=luc, now=now())
        beside.name(turn, member=ines, by=luc, now=now())

        turn.refresh_from_db()
        ines.refresh_from_db()
        assert (turn.beside, ines.calendar_version) == (ines, 2)
        for who in (noor, luc):
            with pytest.raises(HasNotHeldIt, match=who.name):
                beside.name(turn, member=who, by=luc, now=now())

    def test_who_was_named_stands_down_in_one_press(self, client, circle):
        luc, ines = make_member(circle, "Luc"), make_member(circle, "Ines")
        role = make_role(circle, "Guardian")
        hold(past(circle), role, ines)
        turn = hold(make_gathering(circle), role, luc)
        at = f"/c/{circle.slug}/gatherings/{turn.gathering.number}/turns/{turn.pk}/beside/"

        client.force_login(luc.person)
        assert "Would you like somebody beside you" in client.get(f"/c/{circle.slug}/roles/{role.pk}/").text
        assert "Ines sits beside you." in client.post(at, {"member": ines.pk}, follow=True).text

        client.force_login(ines.person)
        assert "I can’t sit beside this time" in client.get(turn.gathering.get_absolute_url()).text
        client.post(at)
        turn.refresh_from_db()
        assert turn.beside is None

    def test_nobody_else_names_or_sends_away_and_what_is_over_stays(self, client, circle):
        luc, ines, noor = (make_member(circle, name) for name in ("Luc", "Ines", "Noor"))
        role = make_role(circle)
        before = hold(past(circle), role, ines)
        turn = hold(make_gathering(circle), role, luc)
        at = f"/c/{circle.slug}/gatherings/{turn.gathering.number}/turns/{turn.pk}/beside/"
        client.force_login(noor.person)

        assert client.post(at, {"member": ines.pk}).status_code == 403
        assert client.post(at, {"member": "x"}).status_code == 404
        with pytest.raises(ValueError, match="only its holder"):
            beside.name(turn, member=ines, by=noor, now=now())
        with pytest.raises(IsOver):
            beside.stand_down(before, by=ines, now=now())
