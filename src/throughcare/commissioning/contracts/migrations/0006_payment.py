import django.db.models.deletion
import throughcare.foundation.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0005_endings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('approved_at', models.DateTimeField()),
                ('paid_on', models.DateField()),
                ('reference', models.CharField(max_length=40)),
                ('unit_id', models.UUIDField()),
                ('member_id', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('statement', 'approved_at'), name='an_invoice_is_paid_once'), models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='a_payment_has_its_reference')],
            },
        ),
    ]
