"""What an evening's own page shows one member while the circle sits: the ring, whose turn it is, what they may do."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins.models import CheckIn, Round, RoundKind, Scene
from checkins.poem.open_words import is_given
from checkins.tonight import centre, rounds, seating, turn_taking
from checkins.tonight.seating import Seat
from checkins.tonight.telling import present_of
from checkins.tonight.turn_taking import Turn
from checkins.tonight_access import Evening
from circles.models import Membership
from circles.words.counting import in_words
from gatherings.drawings.ring import Ring
from gatherings.models import Answer, Gathering


@dataclass(frozen=True)
class TonightPage:
    """An evening with its seats and what was brought, all loaded, as a member sees it at `now` (aware)."""

    evening: Evening
    seats: list[Seat]
    brought: list[CheckIn]
    now: datetime

    @property
    def gathering(self) -> Gathering:
        return self.evening.gathering

    @property
    def round(self) -> Round:
        """The round that is shown (`Evening.present`)."""
        return self.evening.present

    @property
    def is_out(self) -> bool:
        """Whether that is the check-out."""
        return self.round.kind == RoundKind.CHECK_OUT

    @property
    def is_open(self) -> bool:
        """Whether the round goes on."""
        return bool(self.round.opened_at) and not self.round.closed_at

    @property
    def stage(self) -> Literal["before", "in", "between", "out", "after", "closed"]:
        """Where the evening is, for who opens and closes the circle: a check-in whose poem is given is behind it."""
        if not self.last_round.opened_at:
            return "before"
        if self.evening.centre is None:
            return "closed"
        if self.is_out:
            return "out" if self.is_open else "after"
        goes_on = self.is_open and (self.is_on_the_centre or not self.given)
        return "in" if goes_on else "between"

    @property
    def is_on_the_centre(self) -> bool:
        """Whether the round that goes on stands on the Centre, which ends it as it goes on."""
        here = (Scene.LAST_QUESTION, Scene.LAST_RING) if self.is_out else (Scene.QUESTION, Scene.RING)
        return self.evening.centre is not None and self.evening.centre.scene in here

    @property
    def last_round(self) -> Round:
        """The round that goes on where the circle is opened again: the check-out once it was opened."""
        return present_of(self.evening.rounds) or self.evening.check_in

    @property
    def given(self) -> bool:
        """Whether the poem is given."""
        return is_given(self.gathering)

    @property
    def takes_words(self) -> bool:
        return rounds.takes_words(self.evening.check_in, now=self.now)

    @property
    def may_hold(self) -> bool:
        """Whether the member may open or close the circle now; nobody opens it again once the poem is given."""
        on = self.evening.centre is not None or not self.given
        return self.evening.may_open and on and not centre.why_not_now(self.gathering, now=self.now)

    @property
    def may_ring(self) -> bool:
        """Whether the member may ring the bell now."""
        return self.evening.may_ring and self.evening.centre is not None

    @cached_property
    def mine(self) -> list[CheckIn]:
        """What the member brought to this evening."""
        me, here = self.evening.membership.pk, self.gathering.pk
        return [each for each in self.brought if each.membership_id == me and each.round.gathering_id == here]

    @cached_property
    def my_seat(self) -> Seat | None:
        """The member's own seat, if they have one tonight."""
        me = self.evening.membership
        return next(
            (seat for seat in self.seats if isinstance(seat.who, Membership) and seat.who.pk == me.pk), None
        )

    @property
    def is_alone(self) -> bool:
        """Whether the question stands alone on the page: for who could not come, and for words late that night."""
        answer = getattr(self.my_seat.who, "answer", None) if self.my_seat else Answer.NO
        away = self.gathering.is_over(self.now) or (answer != Answer.YES and not self.is_open)
        return away and not self.mine and self.takes_words and not self.evening.may_open

    @property
    def shows_ring(self) -> bool:
        """Whether the ring is drawn: while the circle is open, and after for who brought words from afar."""
        open_now = self.evening.centre is not None and bool(self.round.opened_at)
        return (
            bool(self.seats)
            and not self.is_alone
            and (open_now or bool(self.my_seat and self.my_seat.is_afar))
        )

    @property
    def may_say(self) -> bool:
        """Whether the member may light their own flame: the round goes on."""
        return self.is_open and self.evening.centre is not None

    @cached_property
    def next_seat(self) -> Seat | None:
        """Whose turn it is, if it is somebody's (`checkins.tonight.turn_taking`)."""
        return whose_turn(self.seats) if self.is_open else None

    @property
    def is_my_turn(self) -> bool:
        return self.next_seat is not None and self.next_seat is self.my_seat

    @property
    def ring(self) -> Ring:
        return seating.draw(self.seats)

    @property
    def lit_words(self) -> str:
        """How many have spoken or kept silence: the caption of the ring, and what it says to who does not see it."""
        lit = sum(seat.burns for seat in self.seats)
        if not lit:
            return _("No flame is lit yet.")
        said = ngettext("%(count)s flame is lit.", "%(count)s flames are lit.", lit) % {
            "count": in_words(lit)
        }
        return said[0].upper() + said[1:]

    @property
    def brought_words(self) -> str:
        """How many have brought words, in a sentence; empty while nobody has."""
        count = sum(getattr(seat.who, "brought", False) for seat in self.seats)
        said = ngettext("%(count)s of us has brought words.", "%(count)s of us have brought words.", count)
        return (said % {"count": in_words(count)}).capitalize() if count else ""

    @property
    def afar(self) -> list[tuple[str, str]]:
        """For who catches: a sentence on words that came from afar, and the address where they can be read."""
        me, here = self.evening.membership.pk, self.gathering.pk
        others = [
            each
            for each in self.brought
            if each.membership_id != me and not each.left_out_at and not is_given(each.round.gathering)
        ]
        tonights = [each for each in others if each.round.gathering_id == here]
        before = [each for each in others if each.round.gathering_id != here]
        told = [(_("Words came from afar, from %(names)s."), tonights)]
        if self.stage == "before":
            told.append((_("Words came from afar last time, from %(names)s."), before))
        return [self._told(sentence, words) for sentence, words in told if words]

    def _told(self, sentence: str, words: list[CheckIn]) -> tuple[str, str]:
        names = ", ".join(dict.fromkeys(each.membership.name for each in words))
        place = [self.gathering.circle.slug, words[0].round.gathering.number]
        return sentence % {"names": names}, reverse("catch_take", args=place)

    @property
    def late_words(self) -> str:
        """What somebody who comes late reads while the circle sits: what is going on, and that nothing is asked."""
        gathering, check_in = self.gathering, self.evening.check_in
        if gathering.is_called_off or not gathering.has_begun(self.now) or gathering.is_over(self.now):
            return ""
        if gathering.is_closed:
            return _("The circle is closed.")
        if self.is_out and self.is_open:
            return _("We’re in the check-out. Nothing to do; you’ll be asked at the end.")
        if check_in.closed_at:
            return _("The check-in is over. Come in quietly, there is nothing to do.")
        if check_in.opened_at:
            return _("We’re in the check-in. Nothing to do; you’ll be asked at the end.")
        return _("We have begun; the check-in is still to come. There is nothing to do.")


def whose_turn(seats: list[Seat]) -> Seat | None:
    """Return whose turn it is, of seats in the order of the ring; None before the first and after the last."""
    here = [seat for seat in seats if not seat.is_afar]
    turns = [Turn.DONE if seat.burns else Turn.PASSED if seat.has_passed else Turn.TO_COME for seat in here]
    lit = [(seat.since, index) for index, seat in enumerate(here) if seat.burns and seat.since]
    following = turn_taking.next_seat(turns, last=max(lit)[1] if lit else None)
    return here[following] if following is not None else None
