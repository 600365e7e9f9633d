import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0006_payment'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='line',
            name='a_line_is_for_something_owed',
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['fee', 'price', 'credit', 'credits beyond the cap', 'credit earned back', 'volume', 'result of a cohort'])), name='a_line_is_for_something_owed'),
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('number', models.SmallIntegerField()),
                ('label', models.CharField(max_length=40)),
                ('official', models.BooleanField()),
                ('text', models.TextField()),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='one_result_of_a_number')],
            },
        ),
    ]
