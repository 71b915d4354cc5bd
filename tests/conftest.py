"""What all tests share: the hypothesis profiles, an empty cache, a database like the one in use, and our address."""

import gc
import os
import uuid

import pytest
from hypothesis import HealthCheck, settings

# The same examples at every run, so that what fails fails for everybody; "explore" looks for new ones.
_CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=10, derandomize=True, **_CALM)
settings.register_profile("ci", max_examples=300, derandomize=True, **_CALM)
settings.register_profile("explore", max_examples=1000, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_collection_finish() -> None:
    """Leave what is loaded once out of what is looked over for garbage, again and again, by every test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite's test database in a file: in memory there is no WAL, and threads do not wait for each other."""
    from django.conf import settings as site

    database = site.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Let each test begin with an empty cache, in a table that is not rolled back or a Redis others use too."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}}


@pytest.fixture
def letters_from_here(settings):
    """Let links in letters lead to the address that tests of letters expect."""
    from tests.gatherings.letters_before import SITE

    settings.SITE_URL = SITE
