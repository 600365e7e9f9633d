"""What happens when the queue for a service grows, by edition; and whom a wait kept from being referred."""

import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interventions', '0005_transferred'),
        ('supervision', '0019_commitments_and_calendars'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotReferred',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('need', models.CharField(max_length=20)),
                ('instead', models.CharField(max_length=1000)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('member_id', models.UUIDField()),
                ('unit_id', models.UUIDField()),
                ('organisation_id', models.UUIDField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.case')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interventions.service')),
            ],
            options={
                'indexes': [models.Index(fields=['service', 'at'], name='not_referred_to_service')],
                'constraints': [models.UniqueConstraint(fields=('case', 'service', 'on'), name='not_referred_once_a_day'), models.CheckConstraint(condition=models.Q(('instead', ''), _negated=True), name='what_is_done_instead_is_said')],
            },
        ),
        migrations.CreateModel(
            name='OverflowLadder',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('starts', models.DateField()),
                ('rungs', models.JSONField(default=list)),
                ('source', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('member_id', models.UUIDField()),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interventions.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'number'), name='one_ladder_of_a_number'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='a_ladder_says_where_it_stands')],
            },
        ),
    ]
