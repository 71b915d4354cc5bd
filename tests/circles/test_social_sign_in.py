"""Signing in through another site, where the environment names one."""

import os
import subprocess
import sys

from circles.models import Person
from circles.signing_in.accounts import SocialAccountAdapter
from cop_site.settings import BASE_DIR

LOOK = """
import django; django.setup()
from allauth.socialaccount.providers import registry
from django.conf import settings
print([provider.id for provider in registry.get_class_list()], *settings.SECURE_CSP["form-action"])
"""


def run_with(sign_in_with):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cop_site.settings", "DEBUG": "yes"}
    return subprocess.run(
        [sys.executable, "-c", LOOK],
        env={**environment, "SIGN_IN_WITH": sign_in_with},
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_environment_says_what_else_one_may_sign_in_with():
    ran = run_with("google:an-id:a-secret,github:other-id:other-secret")

    assert ran.stdout == "['google', 'github'] 'self' https:\n", ran.stderr


def test_a_provider_nobody_knows_is_refused_by_name():
    ran = run_with("gogle:an-id:a-secret")

    assert ran.returncode != 0
    assert ran.stderr.startswith("SIGN_IN_WITH: names the provider 'gogle'")
    assert "a-secret" not in ran.stderr


class Elsewhere:
    """What another site says of somebody who comes from there."""

    email_addresses = ()

    def __init__(self):
        self.user = Person()


def test_the_name_another_site_knows_is_offered():
    for said, offered in [
        ({"name": "Anna Berg", "first_name": "A."}, "Anna Berg"),
        ({"first_name": "Anna", "last_name": "Berg"}, "Anna Berg"),
        ({"first_name": "Anna", "last_name": None}, "Anna"),
        ({}, ""),
        ({"name": "n" * 200}, "n" * 80),
    ]:
        elsewhere, adapter = Elsewhere(), SocialAccountAdapter()
        adapter.populate_user(None, elsewhere, {"email": "anna@circle.example", **said})

        assert adapter.get_signup_form_initial_data(elsewhere)["name"] == offered
        assert elsewhere.user.email == "anna@circle.example"
