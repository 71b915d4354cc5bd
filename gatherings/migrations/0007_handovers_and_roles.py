
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0006_requests_by_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='hostingrole',
            name='only_at',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='own_roles', to='gatherings.gathering'),
        ),
        migrations.AddField(
            model_name='hostingrole',
            name='rotates',
            field=models.BooleanField(default=True, help_text='Otherwise nobody is proposed for it; a host asks.', verbose_name='goes round'),
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('words', models.TextField(max_length=600, verbose_name='what I would tell the next one')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('turn', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handover', to='gatherings.turn')),
            ],
            options={
                'verbose_name': 'handover',
                'verbose_name_plural': 'handovers',
                'ordering': ['-written_at', '-pk'],
            },
        ),
    ]
