from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("checkins", "0003_tonight_and_beyond")]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="joined_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
