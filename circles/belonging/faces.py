"""The face a member shows their circle, if they like: put up, taken down, never asked for."""

from datetime import datetime

from django.db import transaction

from circles.belonging import picture
from circles.models import Face, Membership
from circles.refusals import CircleHasClosed, PictureTooLarge, PictureUnread


def put(membership: Membership, *, sent: bytes, now: datetime) -> Face:
    """Let a member show the picture in `sent`, in place of the one before, and return it.

    It is made anew, small and square; nothing of the file is kept. Raises PictureUnread, PictureTooLarge, and
    CircleHasClosed where nothing is added any more.
    """
    if membership.circle.is_closed:
        raise CircleHasClosed
    try:
        small = picture.square(sent)
    except picture.TooLarge as refused:
        raise PictureTooLarge(megabytes=picture.MOST_BYTES_SENT // 1_000_000) from refused
    except picture.NotAPicture as refused:
        raise PictureUnread from refused
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=membership.pk)
        given = {"picture": small, "changed_at": now}
        face, _made = Face.objects.update_or_create(membership=membership, defaults=given)
    return face


def take_down(membership: Membership) -> None:
    """Show no face any more; the initials are drawn again."""
    Face.objects.filter(membership=membership).delete()
