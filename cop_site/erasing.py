"""Somebody erased from the whole site: one transaction, floor by floor, and then every trace of who they were (R90).

1. Circles in which others gather go on: their last steward hands over first.
2. A circle in which nobody else can sign in is theirs alone, and goes with them if they say so.
3. Of each other circle they say whether their words are taken out or stay without a name.
4. Then all that knows them goes: account, addresses, sessions, second factors, letters, and the labels that the log of
   the hosts' table wrote while they were still called so.
5. Marks of it stay, so that no older archive and no backup brings them back: `again` sees to that.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from checkins.erasing import take_out
from checkins.models import Phrase
from circles import erasing
from circles.belonging import memberships
from circles.belonging.people import addresses_of
from circles.chapters import chapters
from circles.models import Circle, Erasure, Membership, Person
from circles.refusals import LastSteward, Refused
from circles.resting import delete_whole
from circles.signing_in import sessions


class NobodyElseThere(Refused):
    """A circle would go with them, and they have not said that it may."""

    sentence = _("Nobody else can sign in to %(circle)s. Say that it may go with you, or hand it over first.")


def alone_in(person: Person) -> list[Membership]:
    """Return the person's places in circles where nobody else can sign in."""
    mine = Membership.objects.of(person).select_related("circle").order_by("circle__name", "pk")
    return [membership for membership in mine if not _others(membership).exists()]


def must_hand_over(person: Person) -> list[Membership]:
    """Return the person's places in circles where others can sign in and nobody else is a steward."""
    mine = Membership.objects.of(person).select_related("circle").order_by("circle__name", "pk")
    return [each for each in mine if memberships.is_last_steward(each) and _others(each).exists()]


@transaction.atomic
def erase(person: Person, *, keep_words_in: Collection[int], alone_may_go: bool, now: datetime) -> None:
    """Erase a person from the whole site at `now` (aware); erased twice is erased once.

    `keep_words_in` holds the primary keys of the memberships whose words stay without a name; of all others they are
    taken out. Raises LastSteward, and NobodyElseThere unless `alone_may_go`; then nothing has changed.
    """
    circles = Circle.objects.filter(memberships__person_id=person.pk).values("pk")
    list(Circle.objects.select_for_update(no_key=True).filter(pk__in=circles).order_by("pk"))
    found = Person.objects.select_for_update().filter(pk=person.pk).first()
    if found is None:
        return
    for membership in must_hand_over(found):
        raise LastSteward(name=membership.name)
    for membership in alone_in(found):
        if not alone_may_go:
            raise NobodyElseThere(circle=membership.circle)
        erasing.mark([membership.uid], words_kept=False, now=now)
        delete_whole(membership.circle)
    addresses = addresses_of(found)
    names = {found.name, *(membership.name for membership in found.memberships.all())} - {""}
    for membership in found.memberships.select_related("circle").order_by("circle_id"):
        _unlabel(membership)
        _erase_from(membership, keep_words=membership.pk in keep_words_in, now=now)
    for chapter in chapters():
        chapter.forget(found, addresses=addresses, now=now)
    _forget_traces(found, names=names, addresses=addresses)
    gone = found.gone_places.values_list("membership", flat=True)
    erasing.mark([found.uid, *gone], words_kept=False, now=now)
    found.delete()


@transaction.atomic
def again(*, circle: Circle | None = None, now: datetime) -> int:
    """Erase anew whom the marks name and an older archive or backup has brought back; return how many.

    With a `circle`, in that circle alone; without, on the whole site, accounts too. Safe to call at any time.
    """
    marks = dict(Erasure.objects.values_list("erased", "words_kept"))
    back = Membership.objects.filter(uid__in=Erasure.objects.values("erased"), erased_at__isnull=True)
    lines = Phrase._base_manager.filter(uid__in=Erasure.objects.values("erased"))
    if circle is not None:
        back, lines = back.filter(circle=circle), lines.filter(round__gathering__circle=circle)
    done = 0
    for membership in back.select_related("circle"):
        _erase_from(membership, keep_words=marks[membership.uid], now=now)
        done += 1
    take_out(lines, now=now)
    if circle is None:
        for person in Person.objects.filter(uid__in=Erasure.objects.values("erased")):
            addresses = addresses_of(person)
            for chapter in chapters():
                chapter.forget(person, addresses=addresses, now=now)
            _forget_traces(person, names={person.name}, addresses=addresses)
            person.delete()
            done += 1
    return done


def _erase_from(membership: Membership, *, keep_words: bool, now: datetime) -> None:
    """Let somebody leave a circle, if they are in it, and take their identity off what they did there."""
    if membership.left_at is None:
        for chapter in chapters():
            chapter.left(membership, now=now)
    for chapter in chapters():
        chapter.erase(membership, keep_words=keep_words, now=now)


def _others(membership: Membership) -> QuerySet[Membership]:
    """Return who else can sign in to the circle."""
    present = Membership.objects.present().filter(circle=membership.circle_id, person__is_active=True)
    return present.exclude(pk=membership.pk)


def _unlabel(membership: Membership) -> None:
    """Empty the labels that the hosts' table's log gave to somebody's rows, under whatever name they had then."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Membership), object_id=str(membership.pk)
    )
    _empty(entries)
    for relation in Membership._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: membership})
        keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(relation.related_model)
        _empty(LogEntry.objects.filter(content_type=kind, object_id__in=keys))


def _forget_traces(person: Person, *, names: Collection[str], addresses: Collection[str]) -> None:
    """Let go of sessions, of what the queue noted of their letters, and of labels that still name them."""
    sessions.end_all(person)
    for session in _sessions_of(person, addresses):
        session.delete()
    for words in {*names, *addresses}:
        alone = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")  # Anna, and not Annabel
        told = LogEntry.objects.filter(Q(object_repr__contains=words) | Q(change_message__contains=words))
        naming = [each.pk for each in told if alone.search(f"{each.object_repr} {each.change_message}")]
        _empty(LogEntry.objects.filter(pk__in=naming))
    for address in addresses:
        DBTaskResult.objects.filter(
            Q(traceback__contains=address) | Q(args_kwargs__icontains=address)
        ).delete()


def _sessions_of(person: Person, addresses: Collection[str]) -> Iterator[Session]:
    """Yield the sessions that sign the person in, or were begun with one of their addresses."""
    for session in Session.objects.iterator():
        kept = session.get_decoded()
        words = str(kept)
        if kept.get(SESSION_KEY) == str(person.pk) or any(address in words for address in addresses):
            yield session


def _empty(entries: QuerySet[LogEntry]) -> None:
    entries.update(object_repr=erasing.TAKEN_OUT, change_message="")
