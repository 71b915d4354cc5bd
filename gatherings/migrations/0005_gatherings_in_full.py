import datetime
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


def let_stored_feeds_go(apps, schema_editor):
    """They are made anew at the next look, each for its link."""
    apps.get_model("gatherings", "StoredFeed").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('circles', '0005_where_we_gather'),
        ('gatherings', '0004_letters_and_practice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(let_stored_feeds_go, migrations.RunPython.noop),
        migrations.CreateModel(
            name='FlowPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('moment', models.CharField(choices=[('welcome', 'Welcome'), ('centre', 'The centre'), ('agreements', 'Agreements'), ('check_in', 'Check-in'), ('heart', 'The heart of the evening'), ('check_out', 'Check-out'), ('farewell', 'Farewell'), ('other', 'Something else')], default='other', max_length=10, verbose_name='what it is')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes')),
                ('who', models.CharField(blank=True, max_length=80, verbose_name='who holds it')),
            ],
            options={
                'verbose_name': 'part of the flow',
                'verbose_name_plural': 'flow',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='GroupLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=43, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'group link',
                'verbose_name_plural': 'group links',
            },
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='first name')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('nodded_at', models.DateTimeField(blank=True, null=True, verbose_name='a host’s nod')),
            ],
            options={
                'verbose_name': 'guest',
                'verbose_name_plural': 'guests',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterTimes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('asked_days', models.PositiveSmallIntegerField(blank=True, default=10, null=True, verbose_name='“Will you be there?”: days before')),
                ('eve_days', models.PositiveSmallIntegerField(blank=True, default=1, null=True, verbose_name='“We’re expecting you”: days before')),
                ('harvest_days', models.PositiveSmallIntegerField(blank=True, default=2, null=True, verbose_name='The poem: days after')),
                ('hour', models.TimeField(default=datetime.time(8, 0), verbose_name='not before')),
            ],
            options={
                'verbose_name': 'times of letters',
                'verbose_name_plural': 'times of letters',
            },
        ),
        migrations.CreateModel(
            name='Phone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', models.CharField(max_length=64)),
                ('sign', models.CharField(blank=True, max_length=4)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('wants_nod', models.BooleanField(default=False)),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('code_tries', models.PositiveSmallIntegerField(default=0)),
                ('code_until', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('epoch', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'phone',
                'verbose_name_plural': 'phones',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('there', models.BooleanField(default=True, verbose_name='was there')),
                ('noted_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presences',
                'ordering': ['noted_at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='rsvp',
            name='rsvp_answer_known',
        ),
        migrations.RemoveConstraint(
            model_name='storedfeed',
            name='stored_feed_is_a_members_or_a_circles',
        ),
        migrations.AddField(
            model_name='feedlink',
            name='last_read_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='feedlink',
            name='leaves_out_no',
            field=models.BooleanField(default=False, verbose_name='leave out what I said no to'),
        ),
        migrations.AddField(
            model_name='feedlink',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feed_links', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='gathering',
            name='materials',
            field=models.TextField(blank=True, help_text='One a line: what it is, and its address.', max_length=2000, verbose_name='materials'),
        ),
        migrations.AddField(
            model_name='gathering',
            name='notes',
            field=models.TextField(blank=True, help_text='What the circle keeps of the evening.', max_length=5000, verbose_name='notes'),
        ),
        migrations.AddField(
            model_name='gathering',
            name='preparation',
            field=models.TextField(blank=True, help_text='What to think of beforehand, or to bring.', max_length=2000, verbose_name='preparation'),
        ),
        migrations.AddField(
            model_name='gathering',
            name='seats',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: as many as come. With a number, who comes later waits.', null=True, verbose_name='seats'),
        ),
        migrations.AddField(
            model_name='rsvp',
            name='waiting_since',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='storedfeed',
            name='link',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stored_feed', to='gatherings.feedlink'),
        ),
        migrations.AlterField(
            model_name='feedlink',
            name='membership',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='feed_links', to='circles.membership'),
        ),
        migrations.AlterField(
            model_name='rsvp',
            name='answer',
            field=models.CharField(choices=[('yes', 'I’ll be there'), ('maybe', 'Maybe'), ('no', 'Not this time'), ('waiting', 'On the waiting list')], max_length=7, verbose_name='answer'),
        ),
        migrations.AddConstraint(
            model_name='feedlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('membership__isnull', True), ('person__isnull', False)), models.Q(('membership__isnull', False), ('person__isnull', True)), _connector='OR'), name='feed_link_is_a_members_or_a_persons'),
        ),
        migrations.AddConstraint(
            model_name='gathering',
            constraint=models.CheckConstraint(condition=models.Q(('seats__isnull', True), ('seats__gte', 1), _connector='OR'), name='gathering_has_a_seat'),
        ),
        migrations.AddConstraint(
            model_name='rsvp',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['yes', 'maybe', 'no', 'waiting'])), name='rsvp_answer_known'),
        ),
        migrations.AddConstraint(
            model_name='rsvp',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', 'waiting'), ('waiting_since__isnull', False)), models.Q(models.Q(('answer', 'waiting'), _negated=True), ('waiting_since__isnull', True)), _connector='OR'), name='rsvp_waits_since_when'),
        ),
        migrations.AddConstraint(
            model_name='storedfeed',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('circle__isnull', False), ('link__isnull', True)), models.Q(('circle__isnull', True), ('link__isnull', False)), _connector='OR'), name='stored_feed_is_a_links_or_a_circles'),
        ),
        migrations.AddField(
            model_name='flowpart',
            name='gathering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flow', to='gatherings.gathering'),
        ),
        migrations.AddField(
            model_name='flowpart',
            name='role',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='gatherings.hostingrole', verbose_name='role that holds it'),
        ),
        migrations.AddField(
            model_name='grouplink',
            name='gathering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_links', to='gatherings.gathering'),
        ),
        migrations.AddField(
            model_name='grouplink',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='guest',
            name='brought_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='guests_brought', to='circles.membership', verbose_name='brought by'),
        ),
        migrations.AddField(
            model_name='guest',
            name='gathering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='gatherings.gathering', verbose_name='gathering'),
        ),
        migrations.AddField(
            model_name='guest',
            name='nodded_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='lettertimes',
            name='circle',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letter_times', to='circles.circle'),
        ),
        migrations.AddField(
            model_name='phone',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='phone',
            name='gathering',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='phones', to='gatherings.gathering'),
        ),
        migrations.AddField(
            model_name='phone',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phones', to='circles.membership'),
        ),
        migrations.AddField(
            model_name='presence',
            name='gathering',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='gatherings.gathering', verbose_name='gathering'),
        ),
        migrations.AddField(
            model_name='presence',
            name='membership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='circles.membership', verbose_name='member'),
        ),
        migrations.AddField(
            model_name='presence',
            name='set_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='circles.membership'),
        ),
        migrations.RemoveField(
            model_name='storedfeed',
            name='membership',
        ),
        migrations.AddConstraint(
            model_name='flowpart',
            constraint=models.CheckConstraint(condition=models.Q(('moment__in', ['welcome', 'centre', 'agreements', 'check_in', 'heart', 'check_out', 'farewell', 'other'])), name='flow_part_moment_known'),
        ),
        migrations.AddConstraint(
            model_name='grouplink',
            constraint=models.UniqueConstraint(models.F('gathering'), condition=models.Q(('revoked_at__isnull', True)), name='group_link_one_in_use'),
        ),
        migrations.AddConstraint(
            model_name='lettertimes',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_days__isnull', True), models.Q(('asked_days__gte', 2), ('asked_days__lte', 27)), _connector='OR'), models.Q(('eve_days__isnull', True), models.Q(('eve_days__gte', 1), ('eve_days__lte', 3)), _connector='OR'), models.Q(('harvest_days__isnull', True), models.Q(('harvest_days__gte', 1), ('harvest_days__lte', 14)), _connector='OR')), name='letter_times_in_reach'),
        ),
        migrations.AddConstraint(
            model_name='lettertimes',
            constraint=models.CheckConstraint(condition=models.Q(('hour__gte', datetime.time(7, 0)), ('hour__lte', datetime.time(19, 0))), name='letter_times_at_a_humane_hour'),
        ),
        migrations.AddIndex(
            model_name='phone',
            index=models.Index(fields=['secret_hash'], name='phone_by_secret'),
        ),
        migrations.AddConstraint(
            model_name='phone',
            constraint=models.UniqueConstraint(models.F('membership'), models.F('secret_hash'), name='phone_once_for_a_member'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(models.F('gathering'), models.F('membership'), name='presence_once'),
        ),
    ]
