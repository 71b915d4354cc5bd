"""Where the pages of a circle are."""

from django.urls import reverse


def url(name, circle, *args):
    return reverse(name, args=[circle.slug, *args])
