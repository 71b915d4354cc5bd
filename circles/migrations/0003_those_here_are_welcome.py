"""Whoever was in a circle before there was a first visit has had theirs."""

from django.db import migrations
from django.db.models import F


def welcome(apps, schema_editor):
    """Count the day they joined as the day they were welcomed."""
    memberships = apps.get_model("circles", "Membership").objects.filter(person__isnull=False)
    memberships.filter(welcomed_at=None).update(welcomed_at=F("joined_at"))


class Migration(migrations.Migration):
    dependencies = [("circles", "0002_in_full")]

    operations = [migrations.RunPython(welcome, migrations.RunPython.noop)]
