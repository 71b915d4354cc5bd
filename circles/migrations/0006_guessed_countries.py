from django.db import migrations

from circles.words.countries import country_of


def guess(apps, schema_editor):
    """Give circles that have no country the one their zone lies in."""
    circles = apps.get_model("circles", "Circle").objects.filter(country="")
    for zone in list(circles.values_list("timezone", flat=True).distinct()):
        circles.filter(timezone=zone).update(country=country_of(zone))


class Migration(migrations.Migration):

    dependencies = [
        ("circles", "0005_where_we_gather"),
    ]

    operations = [
        migrations.RunPython(guess, migrations.RunPython.noop),
    ]
