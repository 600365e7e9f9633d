"""What somebody without an account asked a team for."""

import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0005_tokens_for_one_thing'),
        ('unpaid_work', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicAsk',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=100)),
                ('problem', models.CharField(max_length=500)),
                ('place', models.CharField(max_length=100)),
                ('nominator', models.CharField(max_length=40)),
                ('asked_for_by', models.CharField(blank=True, max_length=150)),
                ('at', models.DateTimeField()),
                ('set_aside_at', models.DateTimeField(null=True)),
                ('set_aside_by', models.UUIDField(null=True)),
                ('set_aside_because', models.CharField(blank=True, max_length=500)),
                ('version', models.IntegerField(default=1)),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unpaid_work.project')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('project', None), ('set_aside_at', None)), fields=['unit', 'at'], name='asked_and_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('nominator__in', ['a resident', 'a council', 'the police', "a victims' organisation", 'a charity or faith group', 'a business or trader', 'a school or college'])), name='what_the_public_asks_for_is_somebodys'), models.CheckConstraint(condition=models.Q(models.Q(('set_aside_at', None), ('set_aside_because', ''), ('set_aside_by', None)), models.Q(('problem', ''), ('project', None), ('set_aside_at__isnull', False), ('set_aside_by__isnull', False), ('title', ''), models.Q(('set_aside_because', ''), _negated=True)), _connector='OR'), name='what_is_set_aside_says_why_and_keeps_no_words')],
            },
        ),
    ]
