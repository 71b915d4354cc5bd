
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0007_requests_by_name'),
        ('gatherings', '0005_gatherings_in_full'),
    ]

    operations = [
        migrations.CreateModel(
            name='TurnRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('said', models.CharField(blank=True, choices=[('', 'not answered yet'), ('yes', 'Yes, I’ll hold it'), ('no', 'Please ask someone else'), ('taken back', 'taken back')], default='', max_length=10, verbose_name='what was said')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'request to hold a role',
                'verbose_name_plural': 'requests to hold a role',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='turn',
            name='turn_how_known',
        ),
        migrations.AlterField(
            model_name='turn',
            name='how',
            field=models.CharField(choices=[('set', 'set by a host'), ('proposed', 'proposed, and kept by a host'), ('taken', 'taken up'), ('asked', 'asked by name, and said yes')], default='set', max_length=8, verbose_name='how it came about'),
        ),
        migrations.AddConstraint(
            model_name='turn',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ['set', 'proposed', 'taken', 'asked'])), name='turn_how_known'),
        ),
        migrations.AddField(
            model_name='turnrequest',
            name='asked',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='turnrequest',
            name='asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='turnrequest',
            name='beside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='turnrequest',
            name='gathering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='gatherings.gathering'),
        ),
        migrations.AddField(
            model_name='turnrequest',
            name='role',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='gatherings.hostingrole'),
        ),
        migrations.AddConstraint(
            model_name='turnrequest',
            constraint=models.UniqueConstraint(models.F('gathering'), models.F('role'), models.F('asked'), condition=models.Q(('said', '')), name='turn_request_one_open'),
        ),
        migrations.AddConstraint(
            model_name='turnrequest',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['', 'yes', 'no', 'taken back'])), name='turn_request_answer_known'),
        ),
    ]
