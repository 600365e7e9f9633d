
import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0009_hours_and_nights'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('because', models.CharField(max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.agreement')),
            ],
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('place', models.SmallIntegerField()),
                ('move', models.CharField(max_length=30)),
                ('because', models.CharField(max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.plan')),
            ],
        ),
        migrations.CreateModel(
            name='PlanTakenBack',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('because', models.CharField(max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('words', models.CharField(max_length=300)),
                ('due', models.DateField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.plan')),
            ],
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('cash', models.BigIntegerField()),
                ('spent', models.BigIntegerField()),
                ('planned', models.DecimalField(decimal_places=2, max_digits=9)),
                ('filled', models.DecimalField(decimal_places=2, max_digits=9)),
                ('because', models.CharField(blank=True, max_length=500)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.agreement')),
            ],
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='a_plan_says_why'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.UniqueConstraint(fields=('plan', 'number', 'place'), name='one_move_after_another'),
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(('move__in', ['say it is done', 'agree that it is done', 'send it back']), models.Q(('because', ''), _negated=True)), name='a_move_is_known_and_says_why'),
        ),
        migrations.AddConstraint(
            model_name='plantakenback',
            constraint=models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='taking_a_plan_back_says_why'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='one_point_of_a_number'),
        ),
        migrations.AddConstraint(
            model_name='point',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), ('number__gte', 1)), name='a_point_says_what'),
        ),
        migrations.AddIndex(
            model_name='told',
            index=models.Index(fields=['agreement', 'month', '-at'], name='told_of_agreement'),
        ),
        migrations.AddConstraint(
            model_name='told',
            constraint=models.CheckConstraint(condition=models.Q(('filled__gte', 0), ('month__day', 1), ('planned__gte', 0), ('spent__gte', 0)), name='what_is_told_can_be'),
        ),
    ]
