"""The calendar entry that comes with a letter about a gathering: the reader's own, under the UID their feed has.

1. It is published (METHOD:PUBLISH), or taken back (CANCEL) where the gathering is called off. A REQUEST would make
   mail programs show buttons for yes and no whose answers go to an address nobody reads: the letter has its own.
2. Its organiser is the circle, at the address letters are sent from; nobody is an attendee. So no address of any
   member stands in it (R33).
3. Who lets a calendar program read their dates gets none, or everything would stand there twice: their own link to
   the circle, or to all their circles, was read within the last days.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q

from circles.models import Membership
from circles.post.mail import Attachment
from gatherings import calendars
from gatherings.feeds.entries import entry
from gatherings.models import FeedLink, Gathering, Turn

READ_LATELY = timedelta(days=8)


def entry_for(gathering: Gathering, me: Membership, *, now: datetime) -> list[Attachment]:
    """Return the file that comes with a member's letter about a gathering, in the language in force, if any."""
    if reads_a_feed(me, now=now):
        return []
    mine = Turn.objects.filter(Q(holder=me) | Q(beside=me), gathering=gathering).select_related("role")
    told = entry(
        gathering,
        rsvp=gathering.rsvps.filter(membership=me).first(),
        turns=mine.order_by("role__position", "role_id", "seat"),
        me=me,
    )
    method = "CANCEL" if told.called_off else "PUBLISH"
    organiser = calendars.Organiser(gathering.circle.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    content = calendars.render_part(told, method=method, organiser=organiser)
    return [Attachment("gathering.ics", "calendar", content, {"method": method, "component": "VEVENT"})]


def reads_a_feed(me: Membership, *, now: datetime) -> bool:
    """Tell whether a calendar program has lately read a link of the member's, or of the person's all circles."""
    return FeedLink.objects.showing(me).filter(last_read_at__gte=now - READ_LATELY).exists()
