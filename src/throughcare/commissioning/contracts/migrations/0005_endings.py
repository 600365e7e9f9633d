import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models

GROUNDS = [
    'in administration', 'inspected and found inadequate', 'terms broken and not put right', 'says that it cannot go on',
]
WAYS = ['public_body_recreated', 'buyer_steps_in', 'public_body_provides', 'a_neighbour']


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0004_what_is_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('ground', models.CharField(blank=True, max_length=40)),
                ('last_day', models.DateField()),
                ('because', models.CharField(max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.agreement')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), ('kind', 'notice')), models.Q(('ground__in', GROUNDS), ('kind', 'failure')), _connector='OR'), name='a_failure_says_its_ground')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('from_unit', models.UUIDField()),
                ('to_unit', models.UUIDField()),
                ('way', models.CharField(max_length=30)),
                ('clause', models.CharField(max_length=300)),
                ('rehearsal', models.BooleanField()),
                ('certificate', models.JSONField()),
                ('because', models.CharField(max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('rehearsal', False)), fields=('agreement',), name='an_agreement_is_handed_over_once'), models.CheckConstraint(condition=models.Q(('way__in', WAYS), models.Q(('because', ''), _negated=True)), name='a_handover_is_of_a_way')],
            },
        ),
    ]
