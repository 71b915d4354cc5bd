"""`manage.py export`: takes a circle out, whole."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from circles.models import Circle
from cop_site.archive.taking_out import take_out


class Command(BaseCommand):
    """Write a circle into one zip file."""

    help = "Takes a circle out whole: one zip, readable by people and by machines. docs/archive.md says what is in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the circle's name in its address, and the file to write."""
        parser.add_argument("circle", metavar="CIRCLE", help="the part of its address after /c/")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.zip")
        parser.add_argument(
            "--with-addresses",
            action="store_true",
            help="also the e-mail addresses of its members, so that they find their place again elsewhere",
        )

    def handle(self, *, circle: str, output: Path, with_addresses: bool, **options: Any) -> None:
        """Write the file, readable by its owner alone, and say so."""
        found = Circle.objects.filter(slug=circle).first()
        if found is None:
            raise CommandError(f"There is no circle at /c/{circle}/.")
        packed = take_out(found, addresses=with_addresses, now=now())
        try:
            output.touch(mode=0o600)
            output.write_bytes(packed)
        except OSError as fault:
            raise CommandError(f"{output} cannot be written: {fault.strerror}.") from None
        if options["verbosity"]:
            self.stdout.write(f"{found} is in {output}.")
