"""What the verbs of this app will not do, each with a sentence for the person who asked."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(ValueError):
    """Something that is not done; its text is a sentence in the language of whoever asked."""

    sentence: "ClassVar[StrPromise]" = _("This cannot be done.")

    def __init__(self, **words: object) -> None:
        super().__init__(str(self.sentence) % words)


class LastSteward(Refused):
    """The circle would be left without anybody who looks after it."""

    sentence = _(
        "%(name)s is the last steward. Hand over first: make somebody else a steward, then this can be done."
    )


class NotASteward(Refused):
    """Whoever asks does not look after this circle (any more)."""

    sentence = _("Only a steward of this circle can do this.")


class NotAHost(Refused):
    """Whoever asks is no host or steward of this circle (any more)."""

    sentence = _("Only a host or steward of this circle can do this.")


class CircleHasClosed(Refused):
    """The circle has ended: it can be read and taken home, and nothing is added."""

    sentence = _("This circle has closed. Nothing is added to it any more.")


class NotClosed(Refused):
    """Only what has closed can be deleted."""

    sentence = _("Close the circle first. Only a circle that has closed can be deleted.")


class NotItsName(Refused):
    """What was typed is not the circle's name."""

    sentence = _("That is not the name of the circle. Type “%(name)s” as it stands here.")


class PictureUnread(Refused):
    """What was sent is no picture we read."""

    sentence = _("We cannot read this as a picture. Send a JPEG, PNG or WebP.")


class PictureTooLarge(Refused):
    """It has more bytes, or more pixels, than are read."""

    sentence = _("That picture is too large. Send a smaller one, of at most %(megabytes)s MB.")


class OnlyAName(Refused):
    """They are only a name here: nobody could sign in and do what a host does."""

    sentence = _("%(name)s is only a name here and cannot sign in, so they stay a member.")


class HasLeft(Refused):
    """They are no longer in the circle."""

    sentence = _("%(name)s is no longer in this circle.")


class LinkHasEnded(Refused):
    """The link is used, withdrawn, sent anew or switched off. One sentence for all of them (R29)."""

    sentence = _("This link does not work any more. Ask for a new one.")


class NotOnlyAName(Refused):
    """Somebody signs in as them already, or they are no longer here: there is nothing to claim."""

    sentence = _("%(name)s is not only a name here any more.")


class HereAlready(Refused):
    """They are a member of the circle: one person has one place in it."""

    sentence = _("You are in this circle already, as %(name)s. One person has one place here.")


class AddressIsHere(Refused):
    """The address is that of a member."""

    sentence = _("%(address)s is the address of %(name)s, who is in this circle already.")


class AddressIsInvited(Refused):
    """The address was invited to take another name."""

    sentence = _("%(address)s is invited already, as %(name)s.")


class AsksFirst(Refused):
    """The join link does not let in by itself (any more): a steward says yes first."""

    sentence = _("In this circle a steward answers each who asks. Ask to join, and you get a letter.")


class NotToBeAsked(Refused):
    """The circle is not listed (any more), or has closed."""

    sentence = _("This circle cannot be asked any more.")


class TooManyAsked(Refused):
    """Somebody asks several circles at once: the stewards of each answer by hand."""

    sentence = _("You have asked %(count)s circles that have not answered yet. Wait for one of them first.")


class AskedLately(Refused):
    """The stewards have said no, a short while ago."""

    sentence = _("The stewards answered you a short while ago. You can ask again later.")


class Answered(Refused):
    """Another steward has answered before, and otherwise."""

    sentence = _("%(name)s was answered already.")


class KnownAlready(Refused):
    """The circle knows the address: a member has it, or it was invited."""

    sentence = _("%(address)s is here or invited already.")


class NotOpen(Refused):
    """The invitation was answered or withdrawn before."""

    sentence = _("This invitation is no longer open.")


class TooManyLetters(Refused):
    """A circle sends only so many invitations a day, so that nobody can make a letter cannon of it."""

    sentence = _("A circle can send %(count)s invitations a day. Try the others tomorrow.")


class Reworded(Refused):
    """The agreement was let go, or says something else now."""

    sentence = _("This agreement was changed meanwhile. Read it again before you stand by it.")


class TooManyCodes(Refused):
    """Codes were asked for, or tried, too often."""

    sentence = _("Those were many codes in a short time. Wait a few minutes, then try again.")


class WrongCode(Refused):
    """It is not the code that was sent to this person for this purpose."""

    sentence = _("That is not the code we sent. Look in the newest letter.")


class CodeHasEnded(Refused):
    """The code was used, is older than ten minutes, or was mistyped three times."""

    sentence = _("This code is no longer good. Ask for another one.")


class ProposedAlready(Refused):
    """Another change of the agreement lies before the circle."""

    sentence = _(
        "A change of this agreement is proposed already. One at a time: bring your thought to that one."
    )


class HeldAlready(Refused):
    """The circle holds these very words, the same way."""

    sentence = _("The circle holds these very words already.")


class ProposalIsOver(Refused):
    """The proposal was adopted or taken back."""

    sentence = _("This proposal has ended meanwhile. Nothing more can be said to it.")


class TimeIsOver(Refused):
    """The time for concerns is over and nobody had one: it is about to be adopted."""

    sentence = _(
        "The time for concerns is over, and no concern stood. Bring yours to the circle, or propose a change."
    )


class WordsChanged(Refused):
    """The words proposed are others than those that were read."""

    sentence = _("The words of this proposal were changed meanwhile. Read them again first.")


class NotTheirs(Refused):
    """Somebody else's proposal."""

    sentence = _("Only the one who proposed this can change its words or take it back.")
