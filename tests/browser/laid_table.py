"""The sample circles with an evening going on in each, for looking at every page."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre, CheckIn, Consent, Harvest, Phrase, RoundKind, Scene
from checkins.phrases import catching
from checkins.poem import harvesting, reading_back
from checkins.tonight import centre, rounds
from checkins.travelling import aloud, consent, responses
from circles.arriving import asking, invitations, joining, naming
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Circle, LetterKind, Membership, Standing
from circles.post.links import claim_token, invitation_token
from circles.post.unsubscribing import stop_token
from cop_site import sample
from gatherings.answering import group_links, phones, rsvps
from gatherings.answering.links import answer_token
from gatherings.evening import practising
from gatherings.feeds import subscriptions
from gatherings.hosting import away
from gatherings.models import Gathering, Status
from tests.making import make_gathering, make_gathering_now, make_person

HEARD = "the kettle, patient\nhalf of me on the bus\na door somebody left open for whoever comes after us"


@dataclass(frozen=True)
class Laid:
    """A sample circle, and what its pages need to be found."""

    circle: Circle
    steward: Membership
    host: Membership
    member: Membership
    former: Membership  # who has left, a line of theirs in the shared poem
    before: Gathering
    during: Gathering
    after: Gathering  # its poem is given
    off: Gathering
    shared: Harvest  # beyond the circle, with a response that waits
    silent: Gathering  # a past one without a poem
    checkin: CheckIn  # the steward's, of the one going on
    line: Phrase  # the member's, of the poem read back there
    invitation: str  # the path of an open one
    join_link: str
    answer: str  # the path of the member's link to answer by
    stop: str  # the path of the link that stops a kind of letter
    group: str  # the path of the group link of the next gathering
    name: Membership  # somebody who is only a name
    claim: str  # the path of the link by which they take it over

    def path(self, name: str, *args: object) -> str:
        """Return the path of a page of the circle."""
        return reverse(name, args=[self.circle.slug, *args])


def lay() -> list[Laid]:
    """Lay the sample circles and return them, the English one first."""
    return [_lay(circle) for circle in sample.lay_table(now=now())]


def _lay(circle: Circle) -> Laid:
    steward, host, member = (
        circle.memberships.present().filter(standing=standing).order_by("pk")[0]
        for standing in (Standing.STEWARD, Standing.HOST, Standing.MEMBER)
    )
    coming = circle.gatherings.filter(day__gt=now()).order_by("day")
    planned = coming.filter(status=Status.PLANNED)
    off = circle.gatherings.filter(status=Status.CALLED_OFF).order_by("day").last()
    poem = Harvest.objects.given().filter(gathering__circle=circle).order_by("gathering__day").last()
    past = circle.gatherings.planned().past(now()).filter(harvest=None)
    silent = past.first() or make_gathering(circle, (now() - timedelta(days=5)).date())
    assert off
    assert poem
    before = planned[0]
    subscriptions.make_link(steward, label="my phone", now=now())
    away.add(steward, first=before.day, last=before.day)
    during = make_gathering_now(
        circle, question="What do you carry that nobody sees?", place="The Old Library"
    )
    for each in (steward, host, member):
        rsvps.answer(during, membership=each, answer="yes", now=now())
        practising.write(during, membership=each, words="ask one more question", now=now())
    practising.tell(during, membership=host)
    round_ = centre.open_round(during, kind=RoundKind.CHECK_IN, question=during.question, by=host, now=now())
    Centre.objects.filter(gathering=during).update(scene=Scene.RING, by_phone=True)
    brought = [
        rounds.bring(round_, membership=each, words=HEARD, nonce=f"brought-{each.pk}", now=now())
        for each in (steward, member)
    ]
    catching.catch(round_, lines=[*HEARD.split("\n"), ""], by=host, nonce=f"heard-{host.pk}", now=now())
    [mine] = catching.catch(
        round_, lines=["mostly here"], by=host, nonce=f"mine-{host.pk}", now=now(), speaker=member
    )
    draft = harvesting.begin(during, catcher=host, now=now())
    reading_back.read_back(draft, by=host, now=now())
    aloud.keep(during, membership=member, by=host, now=now())
    guest = Entry(name="Noor Haddad", address="noor@circle.example")
    invited = invitations.invite(circle, entries=[guest], by=steward, now=now())[0]
    [name] = naming.add_names(circle, names=["Joe"], by=steward, now=now())
    Circle.objects.filter(pk=circle.pk).update(listed=True)
    link = group_links.make(before, by=host, now=now())
    phones.ask_for_nod(name, gathering=before, held=(), now=now())
    asking.ask(circle, person=make_person(), name="Mei", words="May I sit with you?", now=now())
    shared = _share(circle, host, member)
    return Laid(
        circle=circle,
        steward=steward,
        host=host,
        member=member,
        former=_leave(shared, but=(steward, host, member)),
        before=before,
        during=during,
        after=poem.gathering,
        off=off,
        shared=shared,
        silent=silent,
        checkin=brought[0],
        line=mine,
        invitation=reverse("invitation", args=[invitation_token(invited)]),
        join_link=reverse("join", args=[joining.renew_link(circle)]),
        answer=reverse("answer_from_letter", args=[answer_token(before, member)]),
        group=reverse("group", args=[link.token]),
        stop=reverse("unsubscribe", args=[stop_token(member, LetterKind.EVE)]),
        name=name,
        claim=reverse("claim", args=[claim_token(name)]),
    )


def _leave(shared: Harvest, *, but: tuple[Membership, ...]) -> Membership:
    """Let somebody leave of whom a line stands in a shared poem, and return them."""
    others = shared.gathering.circle.memberships.present().filter(
        person__isnull=False, standing=Standing.MEMBER
    )
    former = others.exclude(pk__in=[each.pk for each in but]).order_by("pk").last()
    assert former
    line = Phrase.objects.filter(stitches__harvest=shared, is_silence=False).order_by("pk")[0]
    Phrase.objects.filter(pk=line.pk).update(speaker=former)
    return memberships.leave(former, now=now())


def _share(circle: Circle, host: Membership, member: Membership) -> Harvest:
    """Share the first poem of the circle, with responses: a member's, one of readers', and one that waits."""
    poem = Harvest.objects.given().filter(gathering__circle=circle).order_by("gathering__day")[0]
    for line in consent.held_back(poem):
        Consent.objects.update_or_create(phrase=line, defaults={"leave": "travels"})
    shared = consent.share(poem, by=host, now=now())
    responses.let_readers_respond(shared, takes=True, by=host)
    shared.refresh_from_db()
    responses.respond(shared, by=member, words="I had forgotten that I said this.", nonce="m", now=now())
    for nonce in ("welcome", "waits"):
        words = "We read it aloud.\nOurs begins here: https://ourcircle.example/a-long-way-to-go-for-one-word"
        answer = responses.respond_from_beyond(shared, name="Ada", words=words, nonce=nonce, now=now())
        if nonce == "welcome":
            responses.welcome(answer, by=host, now=now())
    return shared
