
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0008_trail_and_telling'),
        ('gatherings', '0009_trail_and_telling'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='hostingrole',
            name='role_name_once_in_a_circle',
        ),
        migrations.AddConstraint(
            model_name='hostingrole',
            constraint=models.UniqueConstraint(models.F('circle'), models.F('name'), condition=models.Q(('only_at__isnull', True)), name='role_name_once_in_a_circle'),
        ),
        migrations.AddConstraint(
            model_name='hostingrole',
            constraint=models.UniqueConstraint(models.F('only_at'), models.F('name'), condition=models.Q(('only_at__isnull', False)), name='role_name_once_at_a_gathering'),
        ),
    ]
