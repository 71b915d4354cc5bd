"""What the verbs of this app will not do, each with a sentence for the person who asked (R10)."""

from django.utils.translation import gettext_lazy as _

from circles.refusals import Refused


class IsOver(Refused):
    """The gathering is over."""

    sentence = _("This gathering is over; what was, stays as it was.")


class HasBegun(Refused):
    """The gathering has begun."""

    sentence = _("This gathering has begun; it can no longer be moved or called off.")


class IsCalledOff(Refused):
    """The gathering is called off."""

    sentence = _("This gathering is called off.")


class FlowChanged(Refused):
    """Somebody else saved the flow since this page was opened."""

    sentence = _("Somebody else changed the flow meanwhile. Look at both; saving again keeps yours.")


class NotBegunYet(Refused):
    """There is nothing to keep of a gathering that has not begun."""

    sentence = _("There is nothing to keep yet. Come back when we have begun.")


class NotOverYet(Refused):
    """Who was there is said afterwards."""

    sentence = _("It is not over yet. Come back when it is.")


class NotesChanged(Refused):
    """Somebody else wrote since this page was opened."""

    sentence = _("Somebody else wrote here meanwhile. Look at both; saving again keeps yours.")


class InThePast(Refused):
    """The new time has gone by."""

    sentence = _("That time has gone by. Choose a day to come.")


class TooFarAhead(Refused):
    """The new time is so far away that it must be a slip of the pen."""

    sentence = _("That is more than ten years away. Look at the year again.")


class SameHour(Refused):
    """Another gathering of the circle stands at that hour."""

    sentence = _("The circle already gathers at that hour on that day.")


class ShownOtherwise(Refused):
    """What would become of the gatherings has changed since it was shown."""

    sentence = _(
        "Somebody has answered or changed a gathering meanwhile. Look again at what becomes of them."
    )


class WordMissing(Refused):
    """A gathering that people count on is moved or called off without a word why."""

    sentence = _("Say in a word why: people count on it, and they read it.")


class HeldAlready(Refused):
    """Every seat of the role is taken; `holder` has one of them (R7)."""

    sentence = _("%(holder)s holds this one already. Thank you for reaching out.")


class HoldsItAlready(Refused):
    """They hold another seat of the same role."""

    sentence = _("%(holder)s already holds this role at this gathering.")


class RoleIsThere(Refused):
    """Another role of the circle is called so."""

    sentence = _("The circle has a role called “%(name)s” already. Give this one another name.")


class RoleWasHeld(Refused):
    """Somebody has held the role, so its past is kept."""

    sentence = _("Somebody has held “%(role)s”, so it is kept with its past. Let it rest instead.")


class HasNotHeldIt(Refused):
    """Beside sits who has held the role before, and does not hold it there."""

    sentence = _(
        "Only somebody who has held this role before can sit beside you; %(name)s has not yet, or holds it too."
    )


class NotHeldYet(Refused):
    """A handover is written after the evening has begun."""

    sentence = _("Once the evening has begun you can tell the next one something.")


class OnlyAName(Refused):
    """They have no address to write to."""

    sentence = _("%(name)s is only a name here, so no letter reaches them. Ask aloud, and set it yourself.")


class SaidNo(Refused):
    """They were asked for this before, and said no."""

    sentence = _("%(name)s was asked for this one and said: please ask someone else.")


class AskedOften(Refused):
    """They were sent as many letters that ask them as anybody reads in a day."""

    sentence = _("%(name)s has been asked many times today. Ask again tomorrow, or ask them aloud.")


class WasAnswered(Refused):
    """The request was answered otherwise, or taken back."""

    sentence = _("This was answered before, or taken back. Nothing more to do.")


class RoleRests(Refused):
    """The role is resting: kept, but not handed out."""

    sentence = _("The role “%(role)s” is resting and not handed out.")


class TooManyLinks(Refused):
    """So many calendar links are in use that another would hardly be told from them."""

    sentence = _("You have %(count)s calendar links in use. End one you no longer need, then make a new one.")


class HasEnded(Refused):
    """The calendar link has ended, or was made anew a moment ago."""

    sentence = _("That link has ended. The one in use stands below; make it anew if you did not see it.")


class DaysBackwards(Refused):
    """A lab that ends before it begins."""

    sentence = _("The last day is before the first.")


class HoursBackwards(Refused):
    """A day of a lab that ends before it begins."""

    sentence = _("Each day would be over before it begins. Choose a later hour to end at.")


class TooManyDays(Refused):
    """A lab so long that it must be a slip of the pen."""

    sentence = _("A learning lab lasts %(count)s days at the most.")


class SignUpClosed(Refused):
    """Nobody can sign up for the lab (any more)."""

    sentence = _("Signing up for this lab has closed.")


class NotYetHeld(Refused):
    """A circle grows out of what people have lived through together."""

    sentence = _("A circle grows out of a lab that has begun. Come back then.")


class NotYetOrNoMore(Refused):
    """The practice field of a gathering opens when it has begun, and closes a week after its end."""

    sentence = _("This line is written at the end of a gathering, or in the week after it.")


class HasOpened(Refused):
    """The gathering has begun, and the link of a letter takes no answer any more."""

    sentence = _("We have begun, so this page takes no answer any more. Come as you are.")


class NoSeatLeft(Refused):
    """Every seat is taken, or somebody waits for the next one: a guest takes none from them."""

    sentence = _("Every seat is taken. Add a seat first, or nod once one comes free.")


class TooManyGuests(Refused):
    """So many guests of one member that a host should be spoken to first."""

    sentence = _("You bring %(count)s guests already. Speak with a host about more.")


class GuestIsGone(Refused):
    """Who brings a guest, or another host, has taken them off meanwhile."""

    sentence = _("That guest was taken off meanwhile.")


class SignsUpElsewhere(Refused):
    """A learning lab has guests of its own."""

    sentence = _("Guests of a learning lab sign up on its own page, or a host writes them down there.")


class TooLateForALink(Refused):
    """The gathering has begun: a group link would open nothing."""

    sentence = _("This gathering has begun. A link for the group would open nothing any more.")


class NobodyAsks(Refused):
    """The phone has asked anew since, was answered by another host, or asked too long ago."""

    sentence = _("No phone that shows these digits asks for %(name)s any more. Look at the list again.")


class LettersHaveGone(Refused):
    """Nobody waits to be told of a change any more."""

    sentence = _("The letters have gone. Change it again, and those who know are told of that.")
