"""What the tests of the whole site share."""

import logging

import pytest


@pytest.fixture
def unlogged(caplog):
    """Note nothing of each refusal: where a thousand doors are knocked at, that is a sixth of the time."""
    caplog.set_level(logging.CRITICAL, logger="django")
