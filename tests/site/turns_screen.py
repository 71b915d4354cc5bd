"""The screen where turns are handed out, as tests open it and post what stands on it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from tests.making import make_gathering


def past(circle, months):
    """Make a gathering some months ago."""
    return make_gathering(circle, (now() - timedelta(days=30 * months)).date())


def screen(circle, ahead=""):
    return reverse("admin:gatherings_rota", args=[circle.slug]) + ahead


def seat(gathering, role, place=1):
    return f"{gathering.pk}-{role.pk}-{place}"


def posted(page, **changed):
    """Return what the form on the page would post, with some seats chosen otherwise."""
    form = page.context["form"]
    data = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    return data | changed


def options(page, key):
    """Return what a seat's list offers, in its order."""
    return [label for value, label in page.context["form"].fields[f"seat-{key}"].choices if value]
