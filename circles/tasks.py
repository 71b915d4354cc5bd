"""What the worker does for circles. A task takes ids and calls one verb."""

from django.tasks import task
from django.utils.timezone import now

from circles.post import delivery


@task
def deliver(letter_id: int) -> None:
    """Send one letter, unless somebody else has it in hand."""
    delivery.deliver(letter_id, now=now())
