"""What serves the steps of plans, said one after another."""

import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ServedStep',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('number', models.SmallIntegerField()),
                ('kind', models.CharField(blank=True, max_length=12)),
                ('served_id', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('member_id', models.UUIDField()),
                ('organisation_id', models.UUIDField()),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served', to='planning.goalstep')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('step', 'number'), name='a_step_is_served_in_turn'), models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), ('served_id', None)), models.Q(('kind__in', ['referral', 'programme', 'unpaid work']), ('served_id__isnull', False)), _connector='OR'), name='what_serves_a_step_is_named')],
            },
        ),
    ]
