"""What the letter says that asks somebody by name to hold a role."""

from django.utils.timezone import now

from circles import mail
from circles.mail import Message, Receiver
from circles.models import Letter
from gatherings import moments
from gatherings.asked_page import asked_page
from gatherings.asking import ROLE_ASKED
from gatherings.links import asked_link
from gatherings.models import Said, TurnRequest


def register() -> None:
    """Register what who is asked is written."""
    mail.register(ROLE_ASKED, role_asked)


def role_asked(letter: Letter, receiver: Receiver) -> Message | None:
    """Will you hold it? None once it is answered, taken back, held by others, called off or over. Params: `request`."""
    found = TurnRequest.objects.select_related(
        "gathering__circle", "role", "asked__circle", "asked__person", "asked_by", "beside"
    )
    request = found.filter(pk=letter.params["request"], said=Said.OPEN, asked=letter.membership_id).first()
    if request is None or request.gathering.circle.is_closed:
        return None
    page, gathering = asked_page(request), request.gathering
    if not page.is_open or gathering.is_over(now()):
        return None
    return mail.compose(
        letter.kind,
        {
            "request": request,
            "page": page,
            "circle": gathering.circle,
            "name": request.asked.name,
            "day": moments.when_words(gathering),
            "hours": moments.hours(gathering),
            "zone": moments.zone_words(gathering.timezone),
            "yours": moments.my_time(gathering, receiver.zone),
            "button": asked_link(request),
        },
    )
