"""One table of what merges carried over, in place of one in each context."""

import django.db.models.deletion
from django.db import migrations, models

import throughcare.foundation.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ('people', '0007_kept_apart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Followed',
            fields=[
                ('id', models.UUIDField(default=throughcare.foundation.kernel.ids.new_id, primary_key=True, serialize=False)),
                ('context', models.CharField(max_length=30)),
                ('followed_at', models.DateTimeField()),
                ('moved', models.JSONField(default=dict)),
                ('stood', models.JSONField(default=dict)),
                ('put_back_at', models.DateTimeField(null=True)),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.merge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('merge', 'context'), name='merge_followed_once_in_each_context')],
            },
        ),
    ]
