
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0006_guessed_countries'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='unwanted',
            name='unwanted_kind_known',
        ),
        migrations.AlterField(
            model_name='unwanted',
            name='kind',
            field=models.CharField(choices=[('asked', '“Will you be there?”, ten days before'), ('eve', 'The day before, to who comes'), ('changed', 'A gathering was moved or called off, or a seat came free'), ('harvest', 'The poem of an evening, and when we gather next'), ('requests', 'Somebody asks you by name to hold a role'), ('circle', 'An agreement was proposed, or is to be reviewed'), ('stewards', 'Somebody asks to join (to stewards)')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='unwanted',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['asked', 'eve', 'changed', 'harvest', 'requests', 'circle', 'stewards'])), name='unwanted_kind_known'),
        ),
    ]
