"""`manage.py sample`: lays the sample circles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from cop_site import sample
from cop_site.sample import tonight


class Command(BaseCommand):
    """Lay the sample circles once; with --circles N lay N more, for measuring with."""

    help = "Lays two sample circles with a year of life in them, and one that sits today; run twice it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of further circles."""
        parser.add_argument("--circles", type=int, default=0, metavar="N", help="lay N circles more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay them and say so."""
        laid = sample.lay_table(now=now())
        if sits := tonight.sit(now=now()):
            laid.append(sits.circle)
        if options["verbosity"]:
            self.stdout.write(
                "\n".join(f"Laid {circle}." for circle in laid) or "The sample circles are here already."
            )
        if options["circles"]:
            total = sample.lay_many(options["circles"], now=now())
            self.stdout.write(f"{total} circles in all.")
