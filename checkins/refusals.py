"""What the verbs of this app will not do, each with a sentence for the person who asked."""

from django.utils.translation import gettext_lazy as _

from circles.refusals import Refused


class NotYet(Refused):
    """The round has not begun."""

    sentence = _("The check-in has not begun yet. Come back on the day.")


class NoSuchCode(Refused):
    """It is not the code of a Centre, or no longer: one sentence for both (R29)."""

    sentence = _(
        "This code opens no circle. Look for a fresh one on the host’s page; each is good for ten minutes."
    )


class NotOpenNow(Refused):
    """No round goes on."""

    sentence = _("The circle is not open just now.")


class PoemIsGiven(Refused):
    """The poem of the gathering is given; words that come now would not be in it."""

    sentence = _("The poem of this gathering is given already. Keep your words for the next circle.")


class IsLetGo(Refused):
    """The words of the round were let go."""

    sentence = _("The words of this evening have been let go.")


class NotYours(Refused):
    """Somebody else's words."""

    sentence = _("Only the one who said these words can change them or take them back.")


class MeanwhileChanged(Refused):
    """Somebody else has worked on the poem since this page was opened."""

    sentence = _("Somebody else has worked on this poem meanwhile. Look at both, then keep yours or theirs.")


class NotUndone(MeanwhileChanged):
    """Undo on a page that is no longer true would take back somebody else's step."""

    sentence = _(
        "Somebody else has worked on this poem meanwhile. This is how it stands; nothing was undone."
    )


class LineIsGone(Refused):
    """A step at the stitching table is about a line that is no longer there."""

    sentence = _("That line is no longer here: somebody has taken it back or left it out.")


class TooManyLines(Refused):
    """More phrases than a stitching table holds."""

    sentence = _("A round holds %(most)s lines at most. Keep those that belong in the poem.")


class NoWordsYet(Refused):
    """There is nothing to stitch."""

    sentence = _("Nothing has been caught yet. Catch some words first.")


class NotGivenYet(Refused):
    """The poem is still being made."""

    sentence = _("Give the poem to the circle first; beyond it, it travels later.")


class SaidSince(Refused):
    """They have spoken for themselves since their yes was kept."""

    sentence = _("They have taken it back themselves. Only they can say yes again, on the poem’s page.")


class TooLateToAsk(Refused):
    """The evening of a yes said aloud is over."""

    sentence = _("It is too late for that here. On the poem’s page everybody speaks for their own words.")


class MayNotTravel(Refused):
    """Somebody has not said that their line may travel."""

    sentence = _("Not every line of this poem may travel yet. It stays in the circle.")


class SaidAgain(Refused):
    """A line that may not travel was left out, and its words stand in the title or among those that were added."""

    sentence = _(
        "“%(words)s” stands in the title or was added, and is a line that was left out and may not travel. "
        "The poem stays in the circle."
    )


class NoPoemsThen(Refused):
    """A book of a year without poems."""

    sentence = _("No poem was given to the circle in that year.")


class OnlyTheCatcher(Refused):
    """Somebody would have named who caught the poem."""

    sentence = _("Only who caught the poem can say that their name may be read beyond the circle.")


class TakesNoResponses(Refused):
    """The circle does not let readers respond to this poem (any more)."""

    sentence = _("This poem takes no responses now. Thank you for wanting to write one.")


class ResponseIsGone(Refused):
    """A response that was declined or taken away."""

    sentence = _("The response is gone.")


class EnoughWaits(Refused):
    """More responses wait for a host's yes than a host can read."""

    sentence = _("Many responses wait to be read already. Please come back in some days.")
