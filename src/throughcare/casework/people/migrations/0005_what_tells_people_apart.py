import django.contrib.postgres.fields
import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models

# Everybody is compared by sex, other agencies' numbers, death and wider keys from now on: derived again before the next batch.
AGAIN = "UPDATE people_matching SET stale = true"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_who_rules'),
    ]

    operations = [
        migrations.AddField(model_name='matching', name='sex', field=models.TextField(null=True)),
        migrations.AddField(
            model_name='matching',
            name='other_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(model_name='matching', name='died_on', field=models.DateField(null=True)),
        migrations.CreateModel(
            name='OpenPoint',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField()),
                ('field', models.CharField(max_length=40)),
                ('asks', models.CharField(max_length=200)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.UUIDField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('person', 'field'), name='open_point_once_while_open'),
                    models.CheckConstraint(condition=models.Q(('settled_at', None), ('settled_by', None)) | models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), name='open_point_settled_when_and_by_whom_together'),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name='identifier', name='identifier_kind_is_known'),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pnc', 'cro', 'prison_number', 'court_defendant', 'master_defendant', 'case_reference', 'national_insurance', 'nhs'])), name='identifier_kind_is_known'),
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
