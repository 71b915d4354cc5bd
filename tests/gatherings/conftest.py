"""What several files about feeds need."""

import pytest
import time_machine
from django.core.cache import cache

from tests.gatherings.reading import NOW


@pytest.fixture
def still_clock(settings):
    """So that the queries counted are the feed's own, and every test is on the same day."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
