"""`manage.py import`: takes a circle in, whole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from circles.archiving import NotAnArchive
from cop_site.archive.bringing_in import bring_in


class Command(BaseCommand):
    """Store the circle of a zip file that `export` wrote, here or elsewhere."""

    help = (
        "Takes a circle in whole, into an empty site or beside other circles. Members that came with their address "
        "are tied to their account, or get one without a password; nobody is written to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *, file: Path, **options: Any) -> None:
        """Take it in and say what became of its people; or refuse it in one line."""
        try:
            with file.open("rb") as packed:
                brought = bring_in(packed, now=now())
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from None
        except NotAnArchive as fault:
            raise CommandError(f"{file} is not taken in: {fault}.") from None
        if options["verbosity"]:
            self.stdout.write(
                f"{brought.circle} is here, at /c/{brought.circle.slug}/. Of its members {brought.found} had an "
                f"account, {brought.made} got one, {brought.names} are a name until they claim it."
            )
