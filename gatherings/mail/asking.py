"""What the letter says that asks somebody by name to hold a role."""

from django.urls import reverse
from django.utils.timezone import now

from circles.http import absolute
from circles.models import Letter
from circles.post import mail
from circles.post.mail import Message, Receiver
from gatherings import moments
from gatherings.answering.links import asked_link
from gatherings.hosting.asking import ROLE_ANSWERED, ROLE_ASKED, may_ask
from gatherings.models import Said, Status, TurnRequest
from gatherings.pages.asked import asked_page


def register() -> None:
    """Register what who is asked is written."""
    mail.register(ROLE_ASKED, role_asked)
    mail.register(ROLE_ANSWERED, role_answered)


def role_asked(letter: Letter, receiver: Receiver) -> Message | None:
    """Will you hold it? None once it is answered, taken back, held by others, called off or over. Params: `request`."""
    request = _request(letter, said=Said.OPEN)
    if request is None or request.asked_id != letter.membership_id:
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


def role_answered(letter: Letter, receiver: Receiver) -> Message | None:
    """What was said, to who asked; None once it is no longer so, or the evening is over. Params: `request`, `said`."""
    request, me = _request(letter, said=letter.params["said"]), letter.membership
    if request is None or me is None or request.gathering.is_over(now()):
        return None
    page, gathering = asked_page(request), request.gathering
    if (request.said == Said.YES) is not page.holds_it:
        return None
    ask = reverse("role_ask", args=[gathering.circle.slug, gathering.number, request.role_id])
    open_to_me = request.said == Said.NO and may_ask(gathering, request.role, me)
    passed_to = gathering.requests.filter(role=request.role, asked_by=request.asked, said=Said.OPEN)
    return mail.compose(
        letter.kind,
        {
            "request": request,
            "yes": page.holds_it,
            "passed_to": passed_to.select_related("asked").first(),
            "mine": any(turn.holder_id == me.pk for turn in page.holders),
            "circle": gathering.circle,
            "name": me.name,
            "day": moments.when_words(gathering),
            "open_to_me": open_to_me,
            "button": absolute(ask if open_to_me else gathering.get_absolute_url()),
        },
    )


def _request(letter: Letter, *, said: str) -> TurnRequest | None:
    """Return the request a letter is about, if that is what stands; None where the circle has closed or it is off."""
    found = TurnRequest.objects.select_related(
        "gathering__circle", "role", "asked__circle", "asked__person", "asked_by", "beside"
    )
    on = found.filter(gathering__status=Status.PLANNED, gathering__circle__closed_on__isnull=True)
    return on.filter(pk=letter.params["request"], said=said).first()
