"""The links of a member's calendar, made on their page."""

from django.urls import reverse


def url(name: str, me, *more: object) -> str:
    """The address of a page of the member's circle, or of what is theirs alone."""
    return reverse(name, args=more if name.startswith(("feed_link", "my_whole")) else [me.circle.slug, *more])


def make_link(
    client, me, label: str = "in the attic", page: str = "my_calendar", **more: str
) -> tuple[str, object]:
    """Press "Make a link"; return its address and the page."""
    page = client.post(url(page, me), {"label": label, **more})
    return page.context["address"], page
