"""Turns held at gatherings that are over."""

from datetime import timedelta

from django.utils.timezone import now

from gatherings.models import Turn
from tests.making import make_gathering


def past(circle, days=7, **fields):
    return make_gathering(circle, now().date() - timedelta(days=days), **fields)


def hold(gathering, role, holder):
    return Turn.objects.create(gathering=gathering, role=role, holder=holder)
