"""What the letters about agreements say: somebody proposes words; today we look at some again.

No words of a concern stand in a letter.
"""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from circles.http import absolute
from circles.models import Letter, Proposal
from circles.post import mail
from circles.post.mail import Message, Receiver
from circles.promises import reviews
from circles.words.dates import until


def register() -> None:
    """Register what these letters say."""
    mail.register("proposal_made", proposal_made)
    mail.register("agreement_to_review", agreement_to_review)


def proposal_made(letter: Letter, receiver: Receiver) -> Message | None:
    """Somebody proposes words, or others after a concern; None once it is over. Params: `proposal`, `reworded`."""
    found = Proposal.objects.open_now().filter(pk=letter.params["proposal"], circle__closed_on__isnull=True)
    proposal = found.select_related("circle", "proposed_by").first()
    if proposal is None:
        return None
    circle = proposal.circle
    return mail.compose(
        letter.kind,
        {
            "receiver": receiver,
            "proposal": proposal,
            "reworded": letter.params["reworded"],
            "circle": circle,
            "until": until(proposal.concerns_until, circle.zone),
            "button": absolute(proposal.get_absolute_url()),
        },
    )


def agreement_to_review(letter: Letter, receiver: Receiver) -> Message | None:
    """Today we look at some again; None once that was done, or for who is no steward any more. Params: `day`."""
    circle, member = letter.circle, letter.membership
    if circle is None or circle.is_closed or member is None or not member.is_steward:
        return None
    day = max(date.fromisoformat(letter.params["day"]), localdate(timezone=circle.zone))
    agreements = reviews.to_review(circle, today=day)
    if not agreements:
        return None
    return mail.compose(
        letter.kind,
        {
            "receiver": receiver,
            "circle": circle,
            "agreements": agreements,
            "button": absolute(reverse("agreements", args=[circle.slug])),
        },
    )
