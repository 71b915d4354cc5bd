"""The site's settings as the tests need them: as for trying out, whatever the machine is set up for."""

import os

os.environ["DEBUG"] = "yes"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs its own loop in the same thread

from cop_site.settings import *  # noqa: F403 (the lines above come first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
