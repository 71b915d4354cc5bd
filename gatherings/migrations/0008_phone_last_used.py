from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0007_handovers_and_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='phone',
            name='last_used_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
