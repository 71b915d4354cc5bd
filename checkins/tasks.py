"""What the worker does for what was said. A task takes ids and calls one verb."""

from django.tasks import task
from django.utils.timezone import now

from checkins import typesetting


@task
def typeset(print_id: int) -> None:
    """Set one print in type, unless somebody else has it in hand."""
    typesetting.typeset(print_id, now=now())
